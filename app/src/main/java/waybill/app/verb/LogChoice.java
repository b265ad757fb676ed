package waybill.app.verb;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.StandardStream;

/**
 * Which lines are wanted.
 *
 * @param paths of these parts and what is below them; of all if there are none
 * @param failed only of parts that failed
 * @param stream only of this one, if given
 * @param pattern to be found in them, if given
 */
record LogChoice(
    List<String> paths,
    boolean failed,
    Optional<StandardStream> stream,
    Optional<Pattern> pattern) {
  LogChoice {
    paths = List.copyOf(paths);
  }

  /** Of a longer line only the beginning is looked at. */
  private static final int MAX_SEARCHED = 16 << 10;

  /** Ordinary expressions take microseconds; some take ages, and the agent is not theirs. */
  private static final long MAX_LOOKS = 20_000_000;

  boolean wants(String path) {
    return paths.isEmpty() || paths.stream().anyMatch(wanted -> isWithin(path, wanted));
  }

  /** Whether a part is another one or below it. */
  static boolean isWithin(String path, String other) {
    return path.equals(other)
        || (path.startsWith(other)
            && (other.isEmpty() || "/[".indexOf(path.charAt(other.length())) >= 0));
  }

  boolean wants(StandardStream written) {
    return stream.isEmpty() || stream.get() == written;
  }

  boolean wantsLine(String line) {
    if (pattern.isEmpty()) {
      return true;
    }
    String searched = line.substring(0, Math.min(line.length(), MAX_SEARCHED));
    return pattern.get().matcher(new Counted(searched, new AtomicLong())).find();
  }

  /** Ends a search that goes on and on: matching looks at characters, and each look counts. */
  private record Counted(String text, AtomicLong looks) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (looks.incrementAndGet() > MAX_LOOKS) {
        throw Failure.of(
                FailureCode.COMMAND_LINE, "the expression of `--grep` takes too long on a line")
            .withHelp("expressions like `(a+)+` try all ways to divide a line; write it otherwise")
            .asException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), looks);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
