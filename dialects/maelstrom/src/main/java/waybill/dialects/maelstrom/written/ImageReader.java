package waybill.dialects.maelstrom.written;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.maelstrom.json.JsonStream;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.json.Words;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.model.document.Span;
import waybill.model.document.SpecString;

/** Reads the field {@code image}: an object with exactly a name and what of the image is used. */
final class ImageReader {
  private static final List<String> FIELDS = List.of("name", "use");
  private static final Words<Use> USES = new Words<>(Use.values(), Use::word);
  private static final String EXPECTED = "struct Image";

  private ImageReader() {}

  static WrittenImage read(JsonStream in) throws IOException, SpecTextException {
    return in.atList()
        ? in.bracketed(']', () -> list(in))
        : in.object(EXPECTED, members -> object(in, members));
  }

  private static WrittenImage object(JsonStream in, JsonStream.Members members)
      throws IOException, SpecTextException {
    Optional<SpecString> name = Optional.empty();
    Optional<Set<Use>> use = Optional.empty();
    while (members.next()) {
      boolean repeated =
          switch (members.key()) {
            case "name" -> name.isPresent();
            case "use" -> use.isPresent();
            default -> throw Mismatch.unknownField(members.key(), FIELDS, members.keySpan());
          };
      if (repeated) {
        throw Mismatch.duplicateField(members.key(), members.keySpan());
      }
      members.colon();
      if (members.key().equals("name")) {
        name = Optional.of(in.string("a string"));
      } else {
        use = Optional.of(uses(in));
        if (use.get().isEmpty()) {
          throw JobProblems.useEmpty(members.keySpan());
        }
      }
    }
    if (name.isEmpty() || use.isEmpty()) {
      throw Mismatch.missingField(name.isEmpty() ? "name" : "use", members.brace());
    }
    return new WrittenImage(name.get().value(), name.get().span(), use.get());
  }

  /**
   * The older program takes a list of name and use for an object, which the language does not say;
   * only its words for a list that is too short are kept.
   */
  private static WrittenImage list(JsonStream in) throws IOException, SpecTextException {
    Span start = in.here();
    if (!in.nextElement(true)) {
      throw Mismatch.length(0, "struct Image with 2 elements", start);
    }
    in.string("a string");
    if (!in.nextElement(false)) {
      throw Mismatch.length(1, "struct Image with 2 elements", start);
    }
    uses(in);
    throw JobProblems.imageAsList(in.since(start));
  }

  private static Set<Use> uses(JsonStream in) throws IOException, SpecTextException {
    EnumSet<Use> uses = EnumSet.noneOf(Use.class);
    uses.addAll(in.list("a list of ImageUse", () -> in.word(USES)));
    return uses;
  }
}
