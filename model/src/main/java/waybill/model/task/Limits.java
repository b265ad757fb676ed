package waybill.model.task;

import java.util.OptionalLong;

/**
 * What a task may use at most. Memory, processes and processor time are held by control groups, the
 * disk by the size of the file system that takes the writes.
 *
 * <p>Pages of a root in memory are counted to whoever writes them. So a task with both limits may
 * use the sum of both as memory: one that keeps each of them is never killed, but what it does not
 * write it may allocate instead.
 *
 * @param memoryBytes of the task and all it starts, swap included; at least 1
 * @param processes processes and threads at a time; at least 1
 * @param cpuMillis thousandths of a processor; at least 1
 * @param diskBytes that its root takes, when that is writable; more is "No space left on device".
 *     Rounded up to whole pages; at least 1
 * @param gpus whole graphics processors that are given to the task and, while it runs, to no other;
 *     0 or more
 */
public record Limits(
    OptionalLong memoryBytes,
    OptionalLong processes,
    OptionalLong cpuMillis,
    OptionalLong diskBytes,
    int gpus) {

  /** No limit at all; needs no control group. */
  public static final Limits NONE =
      new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  public Limits {
    if (gpus < 0) {
      throw new IllegalArgumentException("a task cannot have " + gpus + " graphics processors");
    }
  }

  /** Without a limit of the disk, and without graphics processors. */
  public Limits(OptionalLong memoryBytes, OptionalLong processes, OptionalLong cpuMillis) {
    this(memoryBytes, processes, cpuMillis, OptionalLong.empty(), 0);
  }

  /** Whether no control group is needed. */
  public boolean needNoControlGroup() {
    // Not `equals(NONE)`: the first use of a record's own costs a fresh JVM 7 ms, and every task
    // comes by here.
    return memoryBytes.isEmpty() && processes.isEmpty() && cpuMillis.isEmpty();
  }
}
