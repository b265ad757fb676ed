package waybill.images.pattern;

import java.util.Arrays;
import waybill.model.failure.FailureException;

/**
 * A file name pattern, matched against a whole relative path.
 *
 * <ul>
 *   <li>{@code *} is any text, {@code ?} any one character; both may be or hold {@code /}, and a
 *       leading dot is nothing special
 *   <li><code>**&#47;</code> at the beginning is nothing or any folders, {@code /**} at the end
 *       anything below but not the folder itself, <code>/**&#47;</code> one {@code /} or folders
 *       between two; elsewhere {@code **} is {@code *}
 *   <li>{@code [ab]}, {@code [a-z]}, {@code [!a]}, {@code [^a]} is one character of a set or
 *       outside it; {@code ]} is a member when it comes first, {@code -} when first or last
 *   <li>{@code {a,b}} is one of several patterns; they may be nested, and an empty one is dropped
 *   <li>{@code \} takes the meaning from the character after it, outside of sets
 * </ul>
 *
 * <p>These are the rules of the globset library with its default options, except that a character
 * here is a Unicode code point where its {@code ?} and sets count bytes.
 *
 * <p>A pattern is compiled to a small non-deterministic automaton whose states are all followed at
 * once, so that matching takes at most (length of the pattern) × (length of the path) steps,
 * whatever the pattern. Safe for use by several threads.
 */
public final class Glob {

  /** Opcodes of the automaton; the argument's meaning is given with each. */
  static final int CHARACTER = 0; // the code point

  static final int ANY = 1; // unused
  static final int SET = 2; // index of the set
  static final int JUMP = 3; // next instruction
  static final int FORK = 4; // the other next instruction; the first one follows
  static final int MATCH = 5; // unused

  private final int[] operations;
  private final int[] arguments;
  private final GlobParser.CharacterSet[] sets;

  Glob(int[] operations, int[] arguments, GlobParser.CharacterSet[] sets) {
    this.operations = operations;
    this.arguments = arguments;
    this.sets = sets;
  }

  /**
   * Compiles a pattern.
   *
   * @throws FailureException if it is malformed, longer than 4096 characters, or nested deeper than
   *     64
   */
  public static Glob compile(String pattern) {
    return new GlobParser(pattern).compile();
  }

  /** Whether the pattern matches the path from its first to its last character. */
  public boolean matches(String path) {
    Threads now = new Threads(operations.length);
    Threads next = new Threads(operations.length);
    start(now, 0);
    for (int i = 0; i < path.length() && now.count > 0; ) {
      int character = path.codePointAt(i);
      i += Character.charCount(character);
      for (int thread = 0; thread < now.count; thread++) {
        int at = now.at[thread];
        if (accepts(at, character)) {
          start(next, at + 1);
        }
      }
      Threads done = now;
      now = next;
      next = done.cleared();
    }
    return now.has(operations.length - 1);
  }

  private boolean accepts(int at, int character) {
    return switch (operations[at]) {
      case CHARACTER -> arguments[at] == character;
      case ANY -> true;
      case SET -> sets[arguments[at]].contains(character);
      default -> false; // JUMP and FORK read no character
    };
  }

  /** Adds an instruction, or those that it leads to without reading a character. */
  private void start(Threads threads, int first) {
    int[] pending = threads.pending;
    int count = 0;
    pending[count++] = first;
    while (count > 0) {
      int at = pending[--count];
      if (!threads.visit(at)) {
        continue;
      }
      switch (operations[at]) {
        case JUMP -> pending[count++] = arguments[at];
        case FORK -> {
          pending[count++] = arguments[at];
          pending[count++] = at + 1;
        }
        default -> threads.at[threads.count++] = at; // all that read a character, and the end
      }
    }
  }

  /** The instructions at which the automaton stands. */
  private static final class Threads {
    final int[] at;
    final int[] pending;
    private final boolean[] visited;
    int count;

    Threads(int instructions) {
      at = new int[instructions];
      // Each instruction is taken from here at most once and puts at most two others here.
      pending = new int[2 * instructions + 1];
      visited = new boolean[instructions];
    }

    boolean visit(int instruction) {
      if (visited[instruction]) {
        return false;
      }
      visited[instruction] = true;
      return true;
    }

    boolean has(int instruction) {
      return visited[instruction];
    }

    Threads cleared() {
      count = 0;
      Arrays.fill(visited, false);
      return this;
    }
  }
}
