package waybill.model.reader;

import java.util.ArrayList;
import java.util.List;
import waybill.model.document.Source;
import waybill.model.document.Span;

/** Places in a text by the number of code points before them, in any order and short time. */
final class PlaceIndex {
  private static final int STEP = 256;

  private final String text;
  private final List<Cursor> steps = new ArrayList<>();
  private final long length;

  PlaceIndex(Source source) {
    this.text = source.text();
    Cursor cursor = new Cursor(source);
    while (cursor.index() < text.length()) {
      if (cursor.points() % STEP == 0) {
        steps.add(new Cursor(cursor));
      }
      cursor.over(text.codePointAt((int) cursor.index()));
    }
    length = cursor.points();
    if (length % STEP == 0) {
      steps.add(cursor);
    }
  }

  /** Between two counts of code points; what lies behind the end of the text is its end. */
  Span span(int from, int to) {
    return place(from).to(place(to));
  }

  private Place place(int points) {
    long wanted = Math.clamp((long) points, 0, length);
    Cursor cursor = new Cursor(steps.get((int) (wanted / STEP)));
    while (cursor.points() < wanted) {
      cursor.over(text.codePointAt((int) cursor.index()));
    }
    return cursor.place();
  }
}
