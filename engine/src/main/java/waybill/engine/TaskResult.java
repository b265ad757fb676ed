package waybill.engine;

import java.util.Optional;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/**
 * How a task ended and what it wrote. To be closed by whoever asked for it: the output may lie in
 * files.
 *
 * @param outcome how, and with it who ended it
 * @param stdout empty when the task's streams were not captured
 * @param stderr empty when the task's streams were not captured
 * @param usage of its last attempt
 * @param phases of its last attempt, with the wait for a slot
 */
public record TaskResult(
    Outcome outcome, Captured stdout, Captured stderr, Usage usage, Phases phases)
    implements AutoCloseable {

  /** Why output is missing that should have been kept. The task itself did not suffer from it. */
  public Optional<Failure> captureFailure() {
    return stdout.failure().or(stderr::failure);
  }

  @Override
  public void close() {
    stdout.close();
    stderr.close();
  }
}
