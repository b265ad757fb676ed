package waybill.dialects.bacalhau.template;

/**
 * A pair of braces in a template.
 *
 * @param start index of the first brace
 * @param end index behind the last brace
 * @param inside what stands between them, without blanks and marks around it
 * @param trimsBefore whether white space before it goes
 * @param trimsAfter whether white space behind it goes
 */
record Action(int start, int end, String inside, boolean trimsBefore, boolean trimsAfter) {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** Nobody writes longer ones, or longer lines around them; more would take long to search. */
  private static final int MAX_LENGTH = 4096;

  /** The next one from there on; one whose end is missing ends where the text does. */
  static Action next(String text, int from) {
    int start = text.indexOf(OPEN, from);
    if (start < 0) {
      return new Action(text.length(), text.length(), "", false, false);
    }
    int end = end(text, start + 2);
    int close = Math.max(end - 2, start + 2);
    boolean before = text.startsWith("- ", start + 2) || text.startsWith("-\n", start + 2);
    boolean after =
        close - 2 > start + 2 && text.charAt(close - 1) == '-' && isBlank(text, close - 2);
    String inside = text.substring(start + (before ? 3 : 2), after ? close - 1 : close).strip();
    return new Action(start, end, inside, before, after);
  }

  /** Whether the text went on to its end without closing it. */
  boolean isOpen(String text) {
    return end - start < 4 || !text.startsWith(CLOSE, end - 2);
  }

  private static boolean isBlank(String text, int index) {
    return Character.isWhitespace(text.charAt(index));
  }

  /** Behind the braces that close it; those in quotes do not. */
  private static int end(String text, int from) {
    int at = from;
    int limit = Math.min(text.length(), from + MAX_LENGTH);
    while (at < limit) {
      char c = text.charAt(at);
      if (text.startsWith(CLOSE, at)) {
        return at + 2;
      }
      if (c == '"' || c == '`') {
        at = behindQuote(text, at);
      } else {
        at++;
      }
    }
    return limit;
  }

  /** Quotes end on their line; what looks like one that does not, is none. */
  private static int behindQuote(String text, int quote) {
    char mark = text.charAt(quote);
    int limit = Math.min(text.length(), quote + MAX_LENGTH);
    for (int at = quote + 1; at < limit && text.charAt(at) != '\n'; at++) {
      if (text.charAt(at) == '\\' && mark == '"') {
        at++;
      } else if (text.charAt(at) == mark) {
        return at + 1;
      }
    }
    return quote + 1;
  }

  /** Whether it stands in a comment of YAML or JSON, as far as its line tells. */
  boolean isInComment(String text) {
    int least = Math.max(0, start - MAX_LENGTH);
    int lineStart = start;
    while (lineStart > least && text.charAt(lineStart - 1) != '\n') {
      lineStart--;
    }
    if (lineStart > 0 && text.charAt(lineStart - 1) != '\n') {
      return false;
    }
    String before = text.substring(lineStart, start);
    if (before.stripLeading().startsWith("//")) {
      return true;
    }
    char quote = 0;
    for (int i = 0; i < before.length(); i++) {
      char c = before.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#' && (i == 0 || Character.isWhitespace(before.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }
}
