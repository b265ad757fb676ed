package waybill.images.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;

/**
 * A value of a JSON document that other programs wrote. What is missing and what is {@code null} is
 * the same; what is of another type than asked for is an error.
 *
 * @param where for messages, for example {@code manifests[0].platform}; empty for the whole
 */
public record JsonNode(SpecValue value, String where) {

  /** As large as any registry takes a manifest. */
  public static final int MAX_BYTES = 4 << 20;

  private static final ReadLimits LIMITS = new ReadLimits(MAX_BYTES, 64, 1 << 20, 200_000);

  /** The one value of a text. */
  public static JsonNode read(byte[] utf8) throws MalformedException {
    try {
      return new JsonNode(new JsonReader().within(LIMITS).read("the answer", utf8).root(), "");
    } catch (ProblemsException unreadable) {
      // Where, but not what: it may be a secret.
      Span place = unreadable.problems().getFirst().span();
      throw new MalformedException(
          "is not good JSON at line " + place.startLine() + ", column " + place.startColumn());
    }
  }

  /** A member of this object. */
  public Optional<JsonNode> member(String key) throws MalformedException {
    if (!(value instanceof SpecObject object)) {
      throw wrong("an object");
    }
    Optional<SpecObject.Member> member = object.member(key);
    if (member.isEmpty() || member.get().value() instanceof SpecNull) {
      return Optional.empty();
    }
    return Optional.of(
        new JsonNode(member.get().value(), where.isEmpty() ? key : where + '.' + key));
  }

  /** A member that must be there. */
  public JsonNode required(String key) throws MalformedException {
    Optional<JsonNode> member = member(key);
    if (member.isEmpty()) {
      throw new MalformedException("has no `" + (where.isEmpty() ? key : where + '.' + key) + "`");
    }
    return member.get();
  }

  /** All members of this object, in written order. */
  public List<SpecObject.Member> members() throws MalformedException {
    if (value instanceof SpecObject object) {
      return object.members();
    }
    throw wrong("an object");
  }

  /** The elements of a member that is a list; none where it is missing. */
  public List<JsonNode> elements(String key) throws MalformedException {
    Optional<JsonNode> member = member(key);
    return member.isEmpty() ? List.of() : member.get().elements();
  }

  /** The elements of this list. */
  public List<JsonNode> elements() throws MalformedException {
    if (!(value instanceof SpecArray array)) {
      throw wrong("a list");
    }
    List<JsonNode> nodes = new ArrayList<>();
    for (int i = 0; i < array.elements().size(); i++) {
      nodes.add(new JsonNode(array.elements().get(i), where + '[' + i + ']'));
    }
    return nodes;
  }

  /** The strings of a member that is a list; none where it is missing. */
  public List<String> texts(String key) throws MalformedException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : elements(key)) {
      texts.add(element.text());
    }
    return texts;
  }

  /** A member that is a string; an empty one counts as missing. */
  public Optional<String> text(String key) throws MalformedException {
    Optional<JsonNode> member = member(key);
    if (member.isEmpty()) {
      return Optional.empty();
    }
    String text = member.get().text();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** This string. */
  public String text() throws MalformedException {
    if (value instanceof SpecString string) {
      return string.value();
    }
    throw wrong("a string");
  }

  /** This whole number, 0 or more. */
  public long count() throws MalformedException {
    if (value instanceof SpecNumber number) {
      try {
        long count = Long.parseLong(number.text());
        if (count >= 0) {
          return count;
        }
      } catch (NumberFormatException notWhole) {
        throw wrong("a whole number");
      }
    }
    throw wrong("a whole number");
  }

  private MalformedException wrong(String expected) {
    return new MalformedException(
        (where.isEmpty() ? "is not " : "has a `" + where + "` that is not ") + expected);
  }
}
