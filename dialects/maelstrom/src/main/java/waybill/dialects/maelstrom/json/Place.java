package waybill.dialects.maelstrom.json;

import waybill.model.document.Span;

/**
 * Where one character stands.
 *
 * @param line from 1
 * @param column in code points from 1
 * @param offset in bytes from the beginning of the stream
 */
record Place(int line, int column, long offset) {

  /** From here up to, not including, an end. */
  Span upTo(Place end) {
    return new Span(line, column, end.line, end.column, offset, end.offset);
  }

  /** Of this character alone, or of so many ASCII characters of one line. */
  Span length(int characters) {
    return new Span(line, column, line, column + characters, offset, offset + characters);
  }
}
