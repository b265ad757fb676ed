package waybill.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Lines in a log: one for each change, and a sign of life where there was none for long. */
final class PlainProgress implements ProgressArea, ProgressTimer.Driven {
  private static final long SECOND = 1_000_000_000;
  private static final long MOST_SILENCE = 30 * SECOND;

  private final PrintStream err;
  private final ProgressView view;
  private final Terminal terminal;
  private final ProgressClock clock;
  private final long start;
  private long lastLine;
  private boolean ended;

  PlainProgress(PrintStream err, ProgressView view, Terminal terminal, ProgressClock clock) {
    this.err = err;
    this.view = view;
    this.terminal = terminal;
    this.clock = clock;
    this.start = clock.nanos();
    this.lastLine = start;
  }

  @Override
  public long periodMillis() {
    return 1000;
  }

  @Override
  public synchronized boolean tick() {
    if (!ended && clock.nanos() - lastLine >= MOST_SILENCE) {
      Optional<String> heartbeat = view.heartbeat();
      lastLine = clock.nanos();
      if (heartbeat.isPresent()) {
        write(Tone.PLAIN, heartbeat.get());
      }
    }
    return !ended;
  }

  @Override
  public void changed() {}

  @Override
  public synchronized void above(BooleanSupplier output) {
    boolean _ = output.getAsBoolean();
  }

  @Override
  public synchronized void tell(Tone tone, String line) {
    if (!ended) {
      lastLine = clock.nanos();
      write(tone, line);
    }
  }

  private void write(Tone tone, String line) {
    String text = tone.of(DisplayText.safe(line), terminal.colours());
    err.print(since(clock.nanos() - start) + " " + text + "\n");
    err.flush();
  }

  /** Minutes, seconds and hundredths: 00:12.31. */
  private static String since(long nanos) {
    long hundredths = nanos / (SECOND / 100);
    long seconds = hundredths / 100;
    return two(seconds / 60) + ":" + two(seconds % 60) + "." + two(hundredths % 100);
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }

  @Override
  public synchronized void leave() {
    ended = true;
  }

  @Override
  public synchronized void close() {
    ended = true;
  }
}
