package waybill.cli;

import waybill.model.document.Source;
import waybill.model.document.Span;

/**
 * As much of a line as fits, with the marked place in it, ready for a terminal.
 *
 * @param text of at most the asked width
 * @param columnsBefore of the mark
 * @param markColumns width of the mark, at least 1
 * @param whole whether it is the whole line
 */
record Excerpt(String text, int columnsBefore, int markColumns, boolean whole) {
  private static final String TAB = "    ";

  /** Signs that take no column are shown too, but not without end. */
  private static final int MAX_POINTS_PER_COLUMN = 4;

  /**
   * @param width in columns, at least 20
   */
  static Excerpt of(Source.Line line, Span span, int width, boolean unicode) {
    String text = line.text();
    int start = index(line, span.startColumn());
    int end = span.endLine() == line.number() ? index(line, span.endColumn()) : text.length();
    String cutMark = unicode ? "…" : "...";
    boolean cutBefore = line.firstColumn() > 1;
    int from = 0;
    int to = text.length();
    if (!fits(text, 0, to, width - (cutBefore ? cutMark.length() : 0))) {
      int room = width - 2 * cutMark.length();
      from = before(text, start, room / 2);
      to = after(text, from, room);
      // Near the end of the line there is room left over: show more of what is before.
      from = Math.min(from, before(text, to, room));
    }
    boolean cutLeft = cutBefore || from > 0;
    boolean cutRight = to < text.length();
    StringBuilder shown = new StringBuilder(cutLeft ? cutMark : "");
    shown.append(display(text, from, to)).append(cutRight ? cutMark : "");
    int columnsBefore =
        (cutLeft ? cutMark.length() : 0) + DisplayText.width(display(text, from, start));
    int markEnd = Math.min(end, to);
    int markColumns = start < markEnd ? DisplayText.width(display(text, start, markEnd)) : 1;
    boolean whole = from == 0 && !cutRight;
    return new Excerpt(shown.toString(), columnsBefore, Math.max(1, markColumns), whole);
  }

  /** Index in the line's text of a column; the end's for a column behind it. */
  private static int index(Source.Line line, int column) {
    int points = column - line.firstColumn();
    String text = line.text();
    int index = 0;
    for (int i = 0; i < points && index < text.length(); i++) {
      index += Character.charCount(text.codePointAt(index));
    }
    return index;
  }

  private static boolean fits(String text, int from, int to, int columns) {
    return after(text, from, columns) >= to;
  }

  /** The first index from which no more than that many columns lead up to an index. */
  private static int before(String text, int index, int columns) {
    int from = index;
    int used = 0;
    int points = 0;
    while (from > 0) {
      int point = text.codePointBefore(from);
      used += columns(point);
      points++;
      if (used > columns || points > columns * MAX_POINTS_PER_COLUMN) {
        return from;
      }
      from -= Character.charCount(point);
    }
    return from;
  }

  /** The last index up to which no more than that many columns lead from an index. */
  private static int after(String text, int index, int columns) {
    int to = index;
    int used = 0;
    int points = 0;
    while (to < text.length()) {
      int point = text.codePointAt(to);
      used += columns(point);
      points++;
      if (used > columns || points > columns * MAX_POINTS_PER_COLUMN) {
        return to;
      }
      to += Character.charCount(point);
    }
    return to;
  }

  private static int columns(int point) {
    return point == '\t' ? TAB.length() : DisplayText.width(DisplayText.visible(point));
  }

  private static String display(String text, int from, int to) {
    StringBuilder display = new StringBuilder();
    int next = from;
    while (next < to) {
      int point = text.codePointAt(next);
      if (point == '\t') {
        display.append(TAB);
      } else {
        display.appendCodePoint(DisplayText.visible(point));
      }
      next += Character.charCount(point);
    }
    return display.toString();
  }
}
