package waybill.model.reader;

import waybill.model.document.Source;
import waybill.model.document.Span;

/** Walks over characters and counts lines, columns and bytes on the way. */
final class Cursor {
  private long index;
  private long points;
  private long offset;
  private int line = 1;
  private int column = 1;

  /** At the beginning of a file or stream. */
  Cursor() {}

  /** At the beginning of a text that may stand in the middle of a stream; its index is 0. */
  Cursor(Source source) {
    line = source.startLine();
    column = source.startColumn();
    offset = source.startOffset();
  }

  Cursor(Cursor other) {
    index = other.index;
    points = other.points;
    offset = other.offset;
    line = other.line;
    column = other.column;
  }

  /** The place between two indices of a text, found by walking there: for telling problems. */
  static Span span(Source source, int from, int to) {
    Cursor cursor = new Cursor(source);
    cursor.overTo(source.text(), from);
    Place start = cursor.place();
    cursor.overTo(source.text(), to);
    return start.to(cursor.place());
  }

  private void overTo(String text, int end) {
    while (index < end) {
      over(text.codePointAt((int) index));
    }
  }

  /** How many UTF-16 units were walked over. */
  long index() {
    return index;
  }

  /** How many code points were walked over. */
  long points() {
    return points;
  }

  Place place() {
    return new Place(line, column, offset);
  }

  /** Over bytes that are no part of the text: a byte order mark. */
  void overBytes(int count) {
    offset += count;
  }

  /** Over one code point of the text. */
  void over(int codePoint) {
    index += Character.charCount(codePoint);
    points++;
    if (codePoint == '\n') {
      line++;
      column = 1;
      offset++;
      return;
    }
    column++;
    if (codePoint < 0x80) {
      offset++;
    } else if (codePoint < 0x800) {
      offset += 2;
    } else {
      offset += codePoint < 0x10000 ? 3 : 4;
    }
  }
}
