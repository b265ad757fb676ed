package waybill.cli;

import java.util.function.BooleanSupplier;

/**
 * Shows how far the work is while it runs, on the stream of our remarks. On a screen some rows
 * stand at its bottom, below everything that is written meanwhile. Elsewhere there is a line for
 * each change that is told, and one after every 30 seconds without any. For any number of threads.
 *
 * <p>Whatever else the command writes while an area is open goes through {@link #above}, or it
 * lands in the middle of the rows.
 */
public sealed interface ProgressArea extends AutoCloseable
    permits NoProgress, LiveProgress, PlainProgress {

  /** Shows nothing, has no thread and loads nothing. */
  ProgressArea NONE = new NoProgress();

  /** Begins to show what the view says, until closed. */
  static ProgressArea open(ProgressMode mode, Invocation invocation, ProgressView view) {
    return switch (mode) {
      case OFF -> NONE;
      case LIVE -> {
        LiveRows rows = new LiveRows(invocation.err(), invocation.terminal(), view);
        yield ProgressTimer.drive(new LiveProgress(rows, ProgressClock.SYSTEM));
      }
      case PLAIN ->
          ProgressTimer.drive(
              new PlainProgress(
                  invocation.err(), view, invocation.terminal(), ProgressClock.SYSTEM));
    };
  }

  /** The view has something new. Costs next to nothing: it is asked at the next picture. */
  void changed();

  /**
   * Writes something that stays, above the rows.
   *
   * @param output writes and flushes, on any stream; says whether it ended at the start of a line,
   *     for otherwise the rows begin on a line of their own
   */
  void above(BooleanSupplier output);

  /** Tells a change that a reader of the log wants to find: one line of any text. */
  void tell(Tone tone, String line);

  /** Ends, leaving the rows where they are: for an interrupt, whose reader wants to see them. */
  void leave();

  /** Ends and takes the rows away; again, and after {@link #leave}, it does nothing. */
  @Override
  void close();
}
