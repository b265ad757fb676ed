package waybill.images.pattern;

import java.util.ArrayList;
import java.util.List;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Reads a glob's text into a tree and turns that into the instructions of a {@link Glob}. */
final class GlobParser {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_DEPTH = 64;

  /**
   * What can stand in a pattern. Each part writes its own instructions: a switch over the types
   * would cost a fresh JVM 6 ms for the first of its kind.
   */
  private interface Part {
    void emit(GlobParser code);
  }

  private record Literal(int character) implements Part {
    @Override
    public void emit(GlobParser code) {
      code.emit(Glob.CHARACTER, character);
    }
  }

  private record AnyCharacter() implements Part {
    @Override
    public void emit(GlobParser code) {
      code.emit(Glob.ANY, 0);
    }
  }

  private record AnyText() implements Part {
    @Override
    public void emit(GlobParser code) {
      int loop = code.emit(Glob.FORK, 0);
      code.emit(Glob.ANY, 0);
      code.emit(Glob.JUMP, loop);
      code.leadHere(loop);
    }
  }

  private record OneOf(CharacterSet set) implements Part {
    @Override
    public void emit(GlobParser code) {
      code.emit(Glob.SET, code.sets.size());
      code.sets.add(set);
    }
  }

  /** <code>**&#47;</code> at the beginning of a pattern or alternative. */
  private record FoldersBefore() implements Part {
    @Override
    public void emit(GlobParser code) {
      int optional = code.emit(Glob.FORK, 0);
      new AnyText().emit(code);
      code.emit(Glob.CHARACTER, '/');
      code.leadHere(optional);
    }
  }

  /** {@code /**} at the end. */
  private record AllBelow() implements Part {
    @Override
    public void emit(GlobParser code) {
      code.emit(Glob.CHARACTER, '/');
      new AnyText().emit(code);
    }
  }

  /** <code>/**&#47;</code> between two others. */
  private record FoldersBetween() implements Part {
    @Override
    public void emit(GlobParser code) {
      code.emit(Glob.CHARACTER, '/');
      new FoldersBefore().emit(code);
    }
  }

  /** At least one, none of them empty. */
  private record Alternatives(List<List<Part>> branches) implements Part {
    @Override
    public void emit(GlobParser code) {
      List<Integer> exits = new ArrayList<>();
      int last = branches.size() - 1;
      for (int i = 0; i < last; i++) {
        int fork = code.emit(Glob.FORK, 0);
        code.emit(branches.get(i));
        exits.add(code.emit(Glob.JUMP, 0));
        code.leadHere(fork);
      }
      code.emit(branches.get(last));
      for (int exit : exits) {
        code.leadHere(exit);
      }
    }
  }

  /** Code points, as pairs of first and last, or all others. */
  static final class CharacterSet {
    private final boolean negated;
    private final int[] ranges;

    CharacterSet(boolean negated, int[] ranges) {
      this.negated = negated;
      this.ranges = ranges;
    }

    boolean contains(int character) {
      for (int i = 0; i < ranges.length; i += 2) {
        if (ranges[i] <= character && character <= ranges[i + 1]) {
          return !negated;
        }
      }
      return negated;
    }
  }

  private final String pattern;
  private final int[] text;
  private int position;

  private final List<Integer> operations = new ArrayList<>();
  private final List<Integer> arguments = new ArrayList<>();
  private final List<CharacterSet> sets = new ArrayList<>();

  GlobParser(String pattern) {
    this.pattern = pattern;
    if (pattern.length() > MAX_LENGTH) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "a glob has " + pattern.length() + " characters; " + MAX_LENGTH + " are allowed")
          .asException();
    }
    this.text = codePoints(pattern);
  }

  /** By hand, because the first stream costs a fresh JVM 10 ms. */
  private static int[] codePoints(String text) {
    int[] points = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < points.length; i++) {
      points[i] = text.codePointAt(at);
      at += Character.charCount(points[i]);
    }
    return points;
  }

  Glob compile() {
    List<Part> parts = sequence(0);
    if (parts.size() == 1 && parts.getFirst() instanceof FoldersBefore) {
      // Only `**` and its like: everything, not just what ends in a slash.
      parts = List.of(new AnyText());
    }
    emit(parts);
    emit(Glob.MATCH, 0);
    return new Glob(array(operations), array(arguments), sets.toArray(new CharacterSet[0]));
  }

  // Reading.

  /** Reads up to the end, or up to the {@code ,} or <code>}</code> that ends an alternative. */
  private List<Part> sequence(int depth) {
    List<Part> parts = new ArrayList<>();
    while (position < text.length) {
      int character = text[position];
      if (depth > 0 && (character == ',' || character == '}')) {
        return parts;
      }
      position++;
      switch (character) {
        case '?' -> parts.add(new AnyCharacter());
        case '*' -> star(parts, depth);
        case '[' -> parts.add(new OneOf(set()));
        case '{' -> alternatives(parts, depth + 1);
        case '}' -> throw malformed("`}` at character " + position + " has no `{`");
        case '\\' -> parts.add(new Literal(escaped()));
        default -> parts.add(new Literal(character));
      }
    }
    return parts;
  }

  /** One or two stars, the first of which was just read. */
  private void star(List<Part> parts, int depth) {
    if (peek() != '*') {
      parts.add(new AnyText());
      return;
    }
    boolean afterSlash = position >= 2 && text[position - 2] == '/';
    position++;
    boolean atEnd = position == text.length;
    boolean beforeSlash = peek() == '/';
    if (parts.isEmpty() && (atEnd || beforeSlash)) {
      position += beforeSlash ? 1 : 0;
      parts.add(new FoldersBefore());
      return;
    }
    boolean last = atEnd || (depth > 0 && (peek() == ',' || peek() == '}'));
    if (parts.isEmpty() || !afterSlash || !(last || beforeSlash)) {
      parts.add(new AnyText());
      return;
    }
    position += beforeSlash ? 1 : 0;
    // The slash before the stars is part of what they mean.
    Part before = parts.removeLast();
    if (before instanceof FoldersBefore) {
      parts.add(before);
    } else {
      parts.add(last ? new AllBelow() : new FoldersBetween());
    }
  }

  private void alternatives(List<Part> parts, int depth) {
    int open = position;
    if (depth > MAX_DEPTH) {
      throw malformed("braces are nested deeper than " + MAX_DEPTH);
    }
    List<List<Part>> branches = new ArrayList<>();
    while (true) {
      List<Part> branch = sequence(depth);
      if (!branch.isEmpty()) {
        branches.add(branch);
      }
      if (position == text.length) {
        throw malformed("`{` at character " + open + " has no `}`");
      }
      if (text[position++] == '}') {
        break;
      }
    }
    if (!branches.isEmpty()) {
      parts.add(new Alternatives(branches));
    }
  }

  private CharacterSet set() {
    int open = position;
    boolean negated = peek() == '!' || peek() == '^';
    position += negated ? 1 : 0;
    List<Integer> ranges = new ArrayList<>();
    boolean inRange = false;
    for (boolean first = true; first || peek() != ']'; first = false) {
      if (position == text.length) {
        throw malformed("`[` at character " + open + " has no `]`");
      }
      int character = text[position++];
      if (inRange) {
        endRange(ranges, character);
        inRange = false;
      } else if (character == '-' && !first) {
        inRange = true;
      } else {
        ranges.add(character);
        ranges.add(character);
      }
    }
    position++;
    if (inRange) {
      ranges.add((int) '-');
      ranges.add((int) '-');
    }
    return new CharacterSet(negated, array(ranges));
  }

  private void endRange(List<Integer> ranges, int last) {
    int first = ranges.get(ranges.size() - 2);
    if (last < first) {
      throw malformed(
          "the range `"
              + Character.toString(first)
              + "-"
              + Character.toString(last)
              + "` runs backwards");
    }
    ranges.set(ranges.size() - 1, last);
  }

  private int escaped() {
    if (position == text.length) {
      throw malformed("nothing follows the last `\\`");
    }
    return text[position++];
  }

  /** The next character, or -1 at the end. */
  private int peek() {
    return position < text.length ? text[position] : -1;
  }

  private FailureException malformed(String what) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, "glob `" + pattern + "`: " + what)
        .withHelp("put a character that is meant as it is into `[ ]`, or a `\\` before it")
        .asException();
  }

  // Compiling.

  private void emit(List<Part> parts) {
    for (Part part : parts) {
      part.emit(this);
    }
  }

  /** Appends an instruction and tells its place. */
  private int emit(int operation, int argument) {
    operations.add(operation);
    arguments.add(argument);
    return operations.size() - 1;
  }

  /** Makes a fork or jump lead to the instruction that comes next. */
  private void leadHere(int instruction) {
    arguments.set(instruction, operations.size());
  }

  private static int[] array(List<Integer> numbers) {
    int[] array = new int[numbers.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = numbers.get(i);
    }
    return array;
  }
}
