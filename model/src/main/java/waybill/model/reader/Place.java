package waybill.model.reader;

import waybill.model.document.Span;

/** Between two characters: line and column (in code points) from 1, offset in bytes from 0. */
record Place(int line, int column, long offset) {
  Span to(Place end) {
    return new Span(line, column, end.line, end.column, offset, end.offset);
  }
}
