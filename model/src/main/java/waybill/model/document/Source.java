package waybill.model.document;

import java.util.Optional;

/**
 * A text with a name, and where it begins: a document in the middle of a stream is not at line 1.
 *
 * @param name for people: a file's path as they wrote it, or a word like {@code <stdin>}
 * @param text all of it, or what was read of it before something went wrong
 * @param startLine line of the first character, from 1
 * @param startColumn column of the first character, in code points from 1
 * @param startOffset of the first character, in bytes of UTF-8
 */
public record Source(String name, String text, int startLine, int startColumn, long startOffset) {

  /** A text that begins where its file begins. */
  public Source(String name, String text) {
    this(name, text, 1, 1, 0);
  }

  /**
   * One line as it stands in the text.
   *
   * @param number from 1
   * @param firstColumn column of the first character of {@code text}: more than 1 only where the
   *     text begins in the middle of its first line
   * @param text without the line's end
   */
  public record Line(int number, int firstColumn, String text) {}

  /**
   * The line of that number, if the text has it. Walks the text from its beginning, so it is for
   * telling problems, not for reading.
   */
  public Optional<Line> line(int number) {
    if (number < startLine) {
      return Optional.empty();
    }
    int start = 0;
    for (int line = startLine; line < number; line++) {
      int feed = text.indexOf('\n', start);
      if (feed < 0) {
        return Optional.empty();
      }
      start = feed + 1;
    }
    int end = text.indexOf('\n', start);
    if (end < 0) {
      end = text.length();
    } else if (end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    int firstColumn = number == startLine ? startColumn : 1;
    return Optional.of(new Line(number, firstColumn, text.substring(start, end)));
  }

  /**
   * Where in {@code text} the byte of that offset stands; outside of the text its nearest end.
   * Takes time in proportion to the text before it.
   */
  public int indexOf(long offset) {
    long at = startOffset;
    int index = 0;
    while (index < text.length() && at < offset) {
      int codePoint = text.codePointAt(index);
      at += utf8Length(codePoint);
      index += Character.charCount(codePoint);
    }
    return index;
  }

  private static int utf8Length(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
