package waybill.cli;

import java.util.function.BooleanSupplier;

/** Rows on a screen: decides when they are drawn anew. */
final class LiveProgress implements ProgressArea, ProgressTimer.Driven {
  private static final long MILLISECOND = 1_000_000;

  /** Ten pictures a second look like motion; more are only work for the terminal. */
  private static final long LEAST_BETWEEN_PICTURES = 100 * MILLISECOND;

  /** The times in the rows go on when nothing else does. */
  private static final long MOST_BETWEEN_PICTURES = 500 * MILLISECOND;

  private final LiveRows rows;
  private final ProgressClock clock;
  private long lastPicture;
  private boolean ended;

  /** Written by workers, which must not wait for a picture to be drawn. */
  private volatile boolean changed;

  LiveProgress(LiveRows rows, ProgressClock clock) {
    this.rows = rows;
    this.clock = clock;
    this.lastPicture = clock.nanos();
  }

  @Override
  public long periodMillis() {
    return LEAST_BETWEEN_PICTURES / MILLISECOND;
  }

  @Override
  public synchronized boolean tick() {
    long since = clock.nanos() - lastPicture;
    boolean due = since >= (changed ? LEAST_BETWEEN_PICTURES : MOST_BETWEEN_PICTURES);
    if (due && !ended) {
      lastPicture = clock.nanos();
      changed = false;
      rows.refresh();
    }
    return !ended;
  }

  @Override
  public void changed() {
    changed = true;
  }

  /**
   * The rows come back as they were, not drawn anew: jobs may end five hundred times a second, and
   * only putting them back at once keeps them from flickering.
   */
  @Override
  public synchronized void above(BooleanSupplier output) {
    if (ended) {
      boolean _ = output.getAsBoolean();
      return;
    }
    rows.beginOutput();
    boolean atLineStart = true;
    try {
      atLineStart = output.getAsBoolean();
    } finally {
      rows.endOutput(atLineStart);
    }
  }

  @Override
  public synchronized void tell(Tone tone, String line) {
    if (!ended) {
      rows.insert(tone, line);
    }
  }

  @Override
  public synchronized void leave() {
    if (!ended) {
      ended = true;
      rows.leave();
    }
  }

  @Override
  public synchronized void close() {
    if (!ended) {
      ended = true;
      rows.remove();
    }
  }
}
