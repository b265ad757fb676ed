package waybill.dialects.opspec.command;

import java.util.OptionalLong;
import waybill.cli.Invocation;
import waybill.engine.LiveRuns;
import waybill.model.task.Outcome.Canceller;

/**
 * What an interrupt means while a run is shown: the first one ends the run, another one the
 * showing. One that comes before the run has begun ends it as soon as it has.
 */
final class Stopping {
  private final LiveRuns live;
  private final Invocation invocation;
  private final Thread shower;
  private OptionalLong run = OptionalLong.empty();
  private boolean asked;

  /**
   * For the calling thread.
   *
   * @param live knows the run
   */
  Stopping(LiveRuns live, Invocation invocation) {
    this.live = live;
    this.invocation = invocation;
    this.shower = Thread.currentThread();
  }

  /** The run has begun. */
  synchronized void began(long number) {
    run = OptionalLong.of(number);
    if (asked) {
      boolean _ = live.cancel(number, Canceller.USER);
    }
  }

  /** Somebody wants it to end. */
  synchronized void interrupted() {
    if (asked) {
      shower.interrupt();
      return;
    }
    asked = true;
    invocation.err().print("Gracefully stopping... (signal Control-C again to force)\n");
    invocation.err().flush();
    if (run.isPresent()) {
      boolean _ = live.cancel(run.getAsLong(), Canceller.USER);
    }
  }
}
