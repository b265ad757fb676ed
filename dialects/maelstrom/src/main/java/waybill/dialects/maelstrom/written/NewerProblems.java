package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.maelstrom.json.Mismatch;
import waybill.dialects.maelstrom.json.SpecTextException;
import waybill.dialects.maelstrom.written.TreeFields.Field;
import waybill.dialects.maelstrom.written.WrittenParent.Kind;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;

/** What can be wrong in the newer version, in the older program's words. */
final class NewerProblems {
  private NewerProblems() {}

  /** Refuses the first field that is none of these; the older program does not list them. */
  static void refuseOthers(List<SpecObject.Member> members, List<Field> known)
      throws SpecTextException {
    for (SpecObject.Member member : members) {
      if (TreeFields.find(known, member.key()).isEmpty()) {
        throw Mismatch.unknownFieldUnlisted(
            member.key(), TreeFields.names(known), member.keySpan());
      }
    }
  }

  static SpecTextException layerNotAMap(Span span) {
    return new SpecTextException(
        "maelstrom/wrong-type", "expected a map in order to parse a layer specification", span);
  }

  static SpecTextException layerOfNoKind(List<String> kinds, Span span) {
    return new SpecTextException("maelstrom/wrong-shape", "couldn't determine layer type", span)
        .withHelp(Optional.of("a layer has one of " + String.join(", ", kinds)));
  }

  static SpecTextException commandEmpty(Span span) {
    return new SpecTextException(
        "maelstrom/wrong-value", "command layer must at least specify the program", span);
  }

  static SpecTextException mountAtRoot(Span span) {
    return new SpecTextException("maelstrom/wrong-value", "a path of \"/\" is not allowed", span);
  }

  static SpecTextException imageAndParent(Span key) {
    return conflict("both `image` and `parent` cannot be specified", key);
  }

  static SpecTextException addedBesideOwn(Part part, Span key) {
    String field = part.word();
    return conflict("field `added_" + field + "` cannot be set with `" + field + "` field", key);
  }

  /**
   * @param kinds what could have that part
   */
  static SpecTextException addedToNothing(Part part, List<Kind> kinds, Span key) {
    List<String> fields = new ArrayList<>();
    for (Kind kind : kinds) {
      fields.add("`" + kind.field() + "`");
    }
    return conflict(
        "field `added_"
            + part.word()
            + "` cannot be set without "
            + String.join(" or ", fields)
            + " also being specified (try `"
            + part.word()
            + "` instead)",
        key);
  }

  static SpecTextException addedToUnused(Part part, Kind kind, Span key) {
    return conflict(
        "field `added_"
            + part.word()
            + "` requires `"
            + kind.field()
            + "` being specified with a `use` of `"
            + part.word()
            + "` (try `"
            + part.word()
            + "` instead)",
        key);
  }

  /** Said by the container itself, and explicitly wanted from its parent. */
  static SpecTextException besideExplicitUse(Part part, Kind kind, boolean addable, Span key) {
    String message =
        "field `"
            + part.word()
            + "` cannot be set if `"
            + kind.field()
            + "` with an explicit `use` of `"
            + part.word()
            + "` is also specified";
    return conflict(
        addable ? message + " (try `added_" + part.word() + "` instead)" : message, key);
  }

  private static SpecTextException conflict(String message, Span span) {
    return new SpecTextException("maelstrom/conflict", message, span);
  }
}
