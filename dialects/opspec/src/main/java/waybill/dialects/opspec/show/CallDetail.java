package waybill.dialects.opspec.show;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.model.document.Document;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;

/**
 * What the event of a call's start says of it beyond kind and label. Whatever is missing or of
 * another form, as in the journal of a newer version, is empty.
 *
 * @param id 32 hexadecimal digits
 * @param op the folder of the op that the call stands in
 * @param place {@code FILE:LINE:COLUMN} of the call
 * @param count of a loop's iterations
 */
record CallDetail(
    String id,
    String op,
    String place,
    String ref,
    String image,
    List<String> command,
    OptionalLong count) {
  static final CallDetail NONE =
      new CallDetail("", "", "", "", "", List.of(), OptionalLong.empty());

  CallDetail {
    command = List.copyOf(command);
  }

  static CallDetail of(String json) {
    Optional<SpecObject> object = object(json);
    return object
        .map(
            found ->
                new CallDetail(
                    text(found, "id"),
                    text(found, "op"),
                    text(found, "place"),
                    text(found, "ref"),
                    text(found, "image"),
                    texts(found, "cmd"),
                    number(found, "count")))
        .orElse(NONE);
  }

  /** The object of a detail; empty where it is not one. */
  static Optional<SpecObject> object(String json) {
    if (json.equals("{}")) {
      return Optional.empty();
    }
    try {
      Document document = new JsonReader().read("detail", json.getBytes(StandardCharsets.UTF_8));
      return document.root() instanceof SpecObject object ? Optional.of(object) : Optional.empty();
    } catch (ProblemsException foreign) {
      // Something else wrote it: what we do not understand we do not show.
      return Optional.empty();
    }
  }

  private static String text(SpecObject object, String key) {
    return object
        .member(key)
        .map(SpecObject.Member::value)
        .filter(SpecString.class::isInstance)
        .map(value -> ((SpecString) value).value())
        .orElse("");
  }

  static List<String> texts(SpecObject object, String key) {
    var texts = new ArrayList<String>();
    if (object.member(key).map(SpecObject.Member::value).orElse(object)
        instanceof SpecArray array) {
      for (var element : array.elements()) {
        texts.add(element instanceof SpecScalar scalar ? scalar.written() : "…");
      }
    }
    return texts;
  }

  private static OptionalLong number(SpecObject object, String key) {
    if (object.member(key).map(SpecObject.Member::value).orElse(object) instanceof SpecNumber n) {
      try {
        return OptionalLong.of(Long.parseLong(n.text()));
      } catch (NumberFormatException foreign) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  /** The first digits of the id: enough to tell the calls of one screen apart. */
  String shortId() {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }
}
