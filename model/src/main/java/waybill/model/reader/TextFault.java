package waybill.model.reader;

import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;

/** What {@link ReadLimits} and Unicode refuse, whatever the format. */
enum TextFault {
  TOO_LARGE("document/too-large", "the document is larger than %d bytes"),
  TOO_DEEP("document/too-deep", "objects and lists are nested more than %d deep"),
  TOO_MANY_VALUES("document/too-many-values", "the document holds more than %d values"),
  STRING_TOO_LONG("document/string-too-long", "the string is longer than %d characters"),
  NUMBER_TOO_LONG("document/number-too-long", "the number is longer than %d characters"),
  LONE_SURROGATE("document/lone-surrogate", "an escape in the string is half of a surrogate pair"),
  NOT_UTF8("document/not-utf8", "the text is not UTF-8 from here on");

  /** No number that is not an attack has more digits; converting one takes their square. */
  private static final int MAX_NUMBER_LENGTH = 1000;

  private final String code;
  private final String message;

  TextFault(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** For those that have a number. */
  Problem at(Span span, int limit) {
    return Problem.error(code, message.replace("%d", Integer.toString(limit)), span);
  }

  Problem at(Span span) {
    return Problem.error(code, message, span);
  }

  /**
   * Bytes that are no UTF-8.
   *
   * @param first the text's first two, if there are any
   */
  static Problem notUtf8(Span span, int first) {
    boolean utf16 = first == 0xfffe || first == 0xfeff;
    String found = utf16 ? "it is UTF-16, as Windows' tools write it: " : "";
    return NOT_UTF8.at(span).withHelp(found + "save it as UTF-8");
  }

  /** What parsers let pass: strings too long, and halves of surrogate pairs written as escapes. */
  static void checkString(String string, Span span, ReadLimits limits, Problems found) {
    if (string.length() > limits.stringLength()) {
      found.add(STRING_TOO_LONG.at(span, limits.stringLength()));
    }
    int next = 0;
    while (next < string.length()) {
      int point = string.codePointAt(next);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        found.add(LONE_SURROGATE.at(span));
        return;
      }
      next += Character.charCount(point);
    }
  }

  /** The length of a number, which parsers let pass. */
  static void checkNumber(String number, Span span, Problems found) {
    if (number.length() > MAX_NUMBER_LENGTH) {
      found.add(NUMBER_TOO_LONG.at(span, MAX_NUMBER_LENGTH));
    }
  }
}
