package waybill.dialects.opspec.show;

import java.nio.charset.StandardCharsets;
import waybill.cli.DisplayText;

/**
 * A line that a program wrote, as it may go to somebody's screen: with its colours and tabs, and
 * without anything else that a terminal would obey.
 */
final class TerminalText {
  private static final char ESCAPE = '\u001b';
  private static final String RESET = "\u001b[0m";

  private TerminalText() {}

  /**
   * The line; of a progress bar, which writes over itself, what one would see last.
   *
   * @param colours whether colour codes are kept
   */
  static String of(byte[] line, boolean colours) {
    String text = new String(line, StandardCharsets.UTF_8);
    text = text.substring(text.lastIndexOf('\r') + 1);
    var shown = new StringBuilder(text.length() + RESET.length());
    boolean coloured = false;
    int from = 0;
    int next = 0;
    while (next < text.length()) {
      int end = colourEnd(text, next);
      if (end > next || text.charAt(next) == '\t') {
        shown.append(DisplayText.safe(text.substring(from, next)));
        int after = Math.max(end, next + 1);
        if (end <= next || colours) {
          shown.append(text, next, after);
        }
        coloured |= end > next && colours;
        from = after;
        next = after;
      } else {
        next++;
      }
    }
    shown.append(DisplayText.safe(text.substring(from)));
    return coloured ? shown.append(RESET).toString() : shown.toString();
  }

  /** The end of the colour code that begins here; the index itself where none does. */
  private static int colourEnd(String text, int index) {
    if (text.charAt(index) != ESCAPE || !text.startsWith("[", index + 1)) {
      return index;
    }
    int end = index + 2;
    while (end < text.length() && isParameter(text.charAt(end))) {
      end++;
    }
    return end < text.length() && text.charAt(end) == 'm' ? end + 1 : index;
  }

  private static boolean isParameter(char c) {
    return (c >= '0' && c <= '9') || c == ';' || c == ':';
  }
}
