package waybill.dialects.bacalhau.template;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import waybill.model.document.Span;

/** Places in a text that begins where its file begins, from indexes of its UTF-16 units. */
public final class TextPlaces {

  /** A place between two characters. */
  private record Place(int line, int column, long offset) {}

  private final TreeMap<Integer, Place> places = new TreeMap<>();

  /** The places of these indexes, found in one walk over the text. */
  TextPlaces(String text, SortedSet<Integer> indexes) {
    int line = 1;
    int column = 1;
    long offset = 0;
    int at = 0;
    for (int index : indexes) {
      while (at < index && at < text.length()) {
        int point = text.codePointAt(at);
        boolean feed = point == '\n';
        line += feed ? 1 : 0;
        column = feed ? 1 : column + 1;
        offset += bytes(point);
        at += Character.charCount(point);
      }
      places.put(index, new Place(line, column, offset));
    }
  }

  /** From one index to another one. */
  public static Span of(String text, int start, int end) {
    return new TextPlaces(text, new TreeSet<>(List.of(start, end))).span(start, end);
  }

  Span span(int start, int end) {
    Place first = place(start);
    Place last = place(end);
    return new Span(
        first.line(), first.column(), last.line(), last.column(), first.offset(), last.offset());
  }

  private Place place(int index) {
    Map.Entry<Integer, Place> entry = places.floorEntry(index);
    return entry == null ? new Place(1, 1, 0) : entry.getValue();
  }

  /** Of a character in UTF-8. */
  static int bytes(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }
}
