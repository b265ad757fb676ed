package waybill.model.reader;

import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;

/**
 * Finds words for the place at which jackson-core stopped. Its own texts name its switches and may
 * change with any release; what was expected follows from the last characters before the fault and
 * from what stands open there.
 */
final class JsonDiagnosis {
  private static final int MAX_QUOTED = 20;

  /** What the fault lies in. */
  enum Container {
    NONE,
    OBJECT,
    LIST
  }

  private final Source source;
  private final String text;
  private final int parsed;
  private final Container container;

  /** Index of the first character that is wrong. */
  private final int at;

  /** Where the string begins in which the fault lies; -1 if it lies in none. */
  private final int string;

  /**
   * @param source the document, as far as it was read
   * @param at index of the character the parser would not take
   * @param parsed index after the last token that was good
   */
  JsonDiagnosis(Source source, int at, int parsed, Container container) {
    this.source = source;
    this.text = source.text();
    this.parsed = parsed;
    this.container = container;
    this.string = openString(text, parsed, at);
    this.at = string < 0 ? startOfWord(text, parsed, at) : at;
  }

  private static int openString(String text, int from, int to) {
    int start = -1;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        start = start < 0 ? i : -1;
      } else if (c == '\\') {
        i++;
      }
    }
    return start;
  }

  /** Of words that it half knows, like {@code NaN}, the parser tells the end and not the start. */
  private static int startOfWord(String text, int from, int at) {
    int start = at;
    while (start > from && isLetter(text.charAt(start - 1))) {
      start--;
    }
    if (start == at || start == from) {
      return start;
    }
    char before = text.charAt(start - 1);
    boolean signed = before == '-' && (start - 1 == from || !isNumberPart(text.charAt(start - 2)));
    return signed ? start - 1 : isNumberPart(before) ? at : start;
  }

  Problem problem() {
    if (at == text.length() || (string < 0 && isUnfinishedWord())) {
      return unfinished();
    }
    if (string >= 0) {
      return inString(text.charAt(at));
    }
    return isInNumber()
        ? JsonFault.BAD_NUMBER.at(source, startOfNumber(), endOfRun(at))
        : structural(text.charAt(at));
  }

  private boolean isUnfinishedWord() {
    String rest = text.substring(at, Math.min(text.length(), at + MAX_QUOTED));
    return "true".startsWith(rest) || "false".startsWith(rest) || "null".startsWith(rest);
  }

  private Problem unfinished() {
    int end = text.length();
    Span span = Cursor.span(source, end, end);
    if (string >= 0) {
      Span quote = Cursor.span(source, string, string + 1);
      return JsonFault.END_IN_STRING.at(span).withRelated(quote, "opened here");
    }
    int last = lastBefore(end);
    char before = last < 0 ? ' ' : text.charAt(last);
    boolean inValue = at < end || before == ':' || before == ',' || isInNumber();
    if (inValue || container == Container.NONE) {
      return JsonFault.END_IN_VALUE.at(span);
    }
    boolean object = container == Container.OBJECT;
    return (object ? JsonFault.END_IN_OBJECT : JsonFault.END_IN_LIST).at(span);
  }

  private Problem inString(char found) {
    if (found < ' ') {
      String escape = found == '\n' ? "\\n" : found == '\t' ? "\\t" : "\\u00" + hex(found);
      return JsonFault.CONTROL_CHARACTER
          .at(Cursor.span(source, at, at + 1), "U+00" + hex(found))
          .withHelp("write it as `" + escape + "`");
    }
    int start = text.lastIndexOf('\\', at);
    if (at - start >= "\\u1234".length()) {
      // The parser minds no other escape that is complete.
      return TextFault.LONE_SURROGATE.at(Cursor.span(source, start, at));
    }
    return JsonFault.BAD_ESCAPE.at(source, start, endOfPoint(at));
  }

  private Problem structural(char found) {
    JsonFault fault = expected(found);
    Problem problem = fault.at(source, at, Math.max(endOfRun(at), endOfPoint(at)));
    if (found == '\'') {
      return problem.withHelp("JSON takes double quotes only");
    }
    if (text.startsWith("//", at) || text.startsWith("/*", at) || found == '#') {
      return problem.withHelp("JSON has no comments");
    }
    if (fault == JsonFault.TRAILING_COMMA) {
      return problem.withHelp("leave the comma out");
    }
    boolean list = fault == JsonFault.EXPECTED_COMMA_IN_LIST;
    boolean commaMissing = list || fault == JsonFault.EXPECTED_COMMA_IN_OBJECT;
    boolean goesOn = found == '"' || (list && (found == '{' || found == '['));
    return commaMissing && goesOn ? problem.withHelp("a comma is missing before it") : problem;
  }

  private JsonFault expected(char found) {
    int last = lastBefore(at);
    if (last < 0) {
      return value(found);
    }
    return switch (text.charAt(last)) {
      case ':', '[' -> value(found);
      case '{' -> JsonFault.EXPECTED_KEY;
      case ',' -> afterComma(found);
      default -> afterToken(found);
    };
  }

  private JsonFault afterComma(char found) {
    boolean closes = found == '}' || found == ']';
    if (closes && container != Container.NONE) {
      return JsonFault.TRAILING_COMMA;
    }
    return container == Container.OBJECT ? JsonFault.EXPECTED_KEY : value(found);
  }

  private JsonFault afterToken(char found) {
    return switch (container) {
      case NONE -> value(found);
      case LIST -> JsonFault.EXPECTED_COMMA_IN_LIST;
      case OBJECT -> isAfterKey() ? JsonFault.EXPECTED_COLON : JsonFault.EXPECTED_COMMA_IN_OBJECT;
    };
  }

  /** Whether a string stands between the last good token and the fault: it is a key then. */
  private boolean isAfterKey() {
    int next = parsed;
    while (next < at && (text.charAt(next) <= ' ' || text.charAt(next) == ',')) {
      next++;
    }
    return next < at && text.charAt(next) == '"';
  }

  private static JsonFault value(char found) {
    boolean word = found == 't' || found == 'f' || found == 'n';
    return word ? JsonFault.EXPECTED_WORD : JsonFault.EXPECTED_VALUE;
  }

  /** Whether the fault lies in a number, or is one that touches a number at the root. */
  private boolean isInNumber() {
    int start = startOfNumber();
    if (start == at) {
      return false;
    }
    char first = text.charAt(start);
    if (first != '-' && first != '+' && !isDigit(first)) {
      return false;
    }
    boolean open = !isDigit(text.charAt(at - 1));
    boolean goesOn = at < text.length() && isNumberPart(text.charAt(at));
    boolean touchesAtRoot =
        container == Container.NONE && at < text.length() && isLetter(text.charAt(at));
    return open || goesOn || touchesAtRoot;
  }

  private int startOfNumber() {
    int start = at;
    while (start > parsed && at - start < MAX_QUOTED && isNumberPart(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isNumberPart(char c) {
    return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  /** The last character before an index that is no white space; -1 if there is none. */
  private int lastBefore(int index) {
    int last = index - 1;
    while (last >= 0 && text.charAt(last) <= ' ') {
      last--;
    }
    return last;
  }

  /** After the letters and digits that begin here, if any do. */
  private int endOfRun(int start) {
    int end = start;
    while (end < text.length()
        && end - start < MAX_QUOTED
        && (isLetter(text.charAt(end)) || isNumberPart(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  private int endOfPoint(int start) {
    return start + Character.charCount(text.codePointAt(start));
  }

  private static String hex(char c) {
    String digits = Integer.toHexString(c);
    return digits.length() == 1 ? "0" + digits : digits;
  }
}
