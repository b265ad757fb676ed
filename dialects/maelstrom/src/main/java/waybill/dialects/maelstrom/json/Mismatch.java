package waybill.dialects.maelstrom.json;

import java.util.List;
import waybill.model.document.Span;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;

/**
 * Well-formed text that does not fit the language, in the older program's words. None of these has
 * a line and column yet; the {@link JsonStream} that is being read gives it.
 */
public final class Mismatch {
  private Mismatch() {}

  /** Another type was expected, for example {@code a sequence}. */
  public static SpecTextException type(SpecValue value, String expected) {
    return type(Unexpected.inWords(value), expected, value.span());
  }

  static SpecTextException type(String unexpected, String expected, Span span) {
    return new SpecTextException(
        "maelstrom/wrong-type", "invalid type: " + unexpected + ", expected " + expected, span);
  }

  /** The right type, but out of its range. */
  public static SpecTextException value(SpecValue value, String expected) {
    return new SpecTextException(
        "maelstrom/wrong-value",
        "invalid value: " + Unexpected.inWords(value) + ", expected " + expected,
        value.span());
  }

  public static SpecTextException length(int length, String expected, Span span) {
    return new SpecTextException(
        "maelstrom/wrong-length", "invalid length " + length + ", expected " + expected, span);
  }

  public static SpecTextException missingField(String field, Span span) {
    return new SpecTextException("maelstrom/missing-field", "missing field `" + field + "`", span);
  }

  public static SpecTextException duplicateField(String field, Span span) {
    return new SpecTextException(
        "maelstrom/duplicate-field", "duplicate field `" + field + "`", span);
  }

  public static SpecTextException unknownField(String field, List<String> known, Span span) {
    return new SpecTextException(
            "maelstrom/unknown-field",
            "unknown field `" + field + "`, expected " + oneOf(known),
            span)
        .withHelp(NearestNames.help(field, known));
  }

  /** The same where the older program does not list what it knows. */
  public static SpecTextException unknownFieldUnlisted(
      String field, List<String> known, Span span) {
    return new SpecTextException("maelstrom/unknown-field", "unknown field `" + field + "`", span)
        .withHelp(NearestNames.help(field, known));
  }

  public static SpecTextException unknownVariant(String word, List<String> known, Span span) {
    return new SpecTextException(
            "maelstrom/unknown-value",
            "unknown variant `" + word + "`, expected " + oneOf(known),
            span)
        .withHelp(NearestNames.help(word, known));
  }

  /** A value that fits none of several shapes. */
  public static SpecTextException noShape(String type, Span span) {
    return new SpecTextException(
        "maelstrom/wrong-shape", "data did not match any variant of untagged enum " + type, span);
  }

  private static String oneOf(List<String> names) {
    StringBuilder words = new StringBuilder();
    if (names.size() > 2) {
      words.append("one of ");
    }
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        words.append(names.size() == 2 ? " or " : ", ");
      }
      words.append('`').append(names.get(i)).append('`');
    }
    return words.toString();
  }
}
