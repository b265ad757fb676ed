package waybill.dialects.bacalhau.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.Related;

/** A template that was filled: the text, and where each of its characters comes from. */
public final class Filled {
  /** Of the filled text, in UTF-16 units. */
  static final int MAX_LENGTH = 16 << 20;

  private final Source author;
  private final Source text;

  /** By index in the filled text; empty if that is the author's own. */
  private final NavigableMap<Integer, Piece> pieces;

  /**
   * Where a stretch of the filled text comes from.
   *
   * @param start index in the author's text
   * @param end index in the author's text
   * @param copied whether the two are the same, character by character
   */
  private record Piece(int start, int end, boolean copied) {}

  private Filled(Source author, Source text, NavigableMap<Integer, Piece> pieces) {
    this.author = author;
    this.text = text;
    this.pieces = pieces;
  }

  /** A file that is no template. */
  public static Filled unchanged(Source source) {
    return new Filled(source, source, new TreeMap<>());
  }

  /** What is to be read. */
  public Source text() {
    return text;
  }

  /** Problems that were found in the filled text, with places in the author's. */
  public Problems inAuthorsFile(Problems found) {
    if (pieces.isEmpty()) {
      return found;
    }
    TreeMap<Long, Integer> indexes = new TreeMap<>();
    for (Problem problem : found.list()) {
      for (Span span : spans(problem)) {
        indexes.put(span.startOffset(), 0);
        indexes.put(span.endOffset(), 0);
      }
    }
    findIndexes(indexes);
    TreeSet<Integer> authors = new TreeSet<>();
    for (int index : indexes.values()) {
      authors.add(authorsStart(index));
      authors.add(authorsEnd(index));
    }
    TextPlaces places = new TextPlaces(author.text(), authors);
    return found.each(problem -> placed(problem, indexes, places));
  }

  private static List<Span> spans(Problem problem) {
    List<Span> spans = new ArrayList<>(List.of(problem.span()));
    problem.related().forEach(related -> spans.add(related.span()));
    return spans;
  }

  /** From offsets of bytes to indexes in the filled text, in one walk. */
  private void findIndexes(Map<Long, Integer> indexes) {
    String filled = text.text();
    long offset = 0;
    int at = 0;
    for (Map.Entry<Long, Integer> entry : indexes.entrySet()) {
      while (offset < entry.getKey() && at < filled.length()) {
        int point = filled.codePointAt(at);
        offset += TextPlaces.bytes(point);
        at += Character.charCount(point);
      }
      entry.setValue(at);
    }
  }

  private int authorsStart(int index) {
    Map.Entry<Integer, Piece> entry = pieces.floorEntry(index);
    if (entry == null) {
      return 0;
    }
    Piece piece = entry.getValue();
    return piece.copied()
        ? Math.min(piece.start() + index - entry.getKey(), piece.end())
        : piece.start();
  }

  /** What ends in or right behind a value ends with the hole it fills. */
  private int authorsEnd(int index) {
    Map.Entry<Integer, Piece> entry = pieces.lowerEntry(index);
    if (entry == null) {
      return 0;
    }
    Piece piece = entry.getValue();
    return piece.copied()
        ? Math.min(piece.start() + index - entry.getKey(), piece.end())
        : piece.end();
  }

  private Problem placed(Problem problem, Map<Long, Integer> indexes, TextPlaces places) {
    List<Related> related = new ArrayList<>();
    for (Related other : problem.related()) {
      related.add(new Related(placed(other.span(), indexes, places), other.word()));
    }
    Span span = placed(problem.span(), indexes, places);
    Optional<String> help = problem.help();
    return new Problem(problem.severity(), problem.code(), problem.message(), span, help, related);
  }

  private Span placed(Span span, Map<Long, Integer> indexes, TextPlaces places) {
    int start = authorsStart(indexes.getOrDefault(span.startOffset(), 0));
    int end = authorsEnd(indexes.getOrDefault(span.endOffset(), 0));
    return places.span(start, Math.max(start, end));
  }

  /** Writes a filled text, and remembers where it comes from. */
  static final class Writer {
    private final Source author;
    private final StringBuilder text = new StringBuilder();
    private final NavigableMap<Integer, Piece> pieces = new TreeMap<>();
    private boolean full;

    Writer(Source author) {
      this.author = author;
    }

    /** A stretch of the author's text as it is. */
    void copy(int start, int end) {
      if (end > start && fits(end - start)) {
        pieces.put(text.length(), new Piece(start, end, true));
        text.append(author.text(), start, end);
      }
    }

    /** Something else instead of a stretch of the author's text. */
    void replace(int start, int end, String value) {
      if (!value.isEmpty() && fits(value.length())) {
        pieces.put(text.length(), new Piece(start, end, false));
        text.append(value);
      }
    }

    private boolean fits(int length) {
      full |= length > MAX_LENGTH - text.length();
      return !full;
    }

    /** Whether there was more than may be. */
    boolean isFull() {
      return full;
    }

    Filled filled() {
      return new Filled(author, new Source(author.name(), text.toString()), pieces);
    }
  }
}
