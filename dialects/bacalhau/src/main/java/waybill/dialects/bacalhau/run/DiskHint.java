package waybill.dialects.bacalhau.run;

import java.util.Optional;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.TaskResult;

/** Tells whose program failed with a full disk that it was full. */
final class DiskHint {
  /** Of the disk may be left: a write that does not fit as a whole writes nothing at times. */
  private static final int MOST_LEFT_PERCENT = 5;

  private DiskHint() {}

  /** A hint for a task that failed. */
  static Optional<String> of(TaskSpec task, ExecutionEnd end, TaskResult result) {
    if (!(end instanceof ExecutionEnd.ExitedWith) || task.resources().diskBytes().isEmpty()) {
      return Optional.empty();
    }
    long disk = task.resources().diskBytes().getAsLong();
    return result.usage().diskBytes() < disk / 100 * (100 - MOST_LEFT_PERCENT)
        ? Optional.empty()
        : Optional.of(
            "hint: the Disk of task " + task.name() + ", " + Amounts.bytes(disk) + ", was full");
  }
}
