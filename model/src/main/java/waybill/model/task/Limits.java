package waybill.model.task;

import java.util.OptionalLong;

/**
 * What a task may use, enforced by control groups.
 *
 * @param memoryBytes of the task and all it starts, swap included; at least 1
 * @param processes processes and threads at a time; at least 1
 * @param cpuMillis thousandths of a processor; at least 1
 */
public record Limits(OptionalLong memoryBytes, OptionalLong processes, OptionalLong cpuMillis) {

  /** No limit at all; needs no control group. */
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** Whether nothing is limited. */
  public boolean isNone() {
    // Not `equals(NONE)`: the first use of a record's own costs a fresh JVM 7 ms, and every task
    // comes by here.
    return memoryBytes.isEmpty() && processes.isEmpty() && cpuMillis.isEmpty();
  }
}
