package waybill.engine;

import waybill.engine.event.Phases;
import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/**
 * What a backend says of an attempt that is over.
 *
 * @param outcome how it ended; {@code Signaled(9)} when {@link Backend#kill} ended it, also when
 *     its program had not been started yet. Never {@code TimedOut} or {@code Cancelled}: only the
 *     engine knows why it killed
 * @param usage of the program and all it started
 * @param stdoutBytes written by the program to standard output, passed on or not
 * @param stderrBytes the same for standard error
 * @param phases where the time went, without the wait for a slot
 */
public record AttemptReport(
    Outcome outcome, Usage usage, long stdoutBytes, long stderrBytes, Phases phases) {

  /** Of an attempt whose program never ran. */
  static AttemptReport nothingRan(Outcome outcome) {
    return new AttemptReport(outcome, Usage.NONE, 0, 0, Phases.NONE);
  }
}
