package waybill.engine.room;

import waybill.model.task.Limits;
import waybill.model.task.Root;
import waybill.model.task.Task;

/**
 * What is set aside for a task while it runs, besides its slot. It is bookkeeping only: what holds
 * the task to it are its {@link Limits}.
 *
 * @param cpuMillis thousandths of a processor; 0 or more, like all of them
 * @param memoryBytes with what the task may write to its root, if that lies in memory
 * @param diskBytes that its root takes, if it lies on disk
 * @param gpus whole graphics processors
 */
public record Demand(long cpuMillis, long memoryBytes, long diskBytes, int gpus) {

  /** A slot and nothing else. */
  public static final Demand NONE = new Demand(0, 0, 0, 0);

  public Demand {
    if (cpuMillis < 0 || memoryBytes < 0 || diskBytes < 0 || gpus < 0) {
      throw new IllegalArgumentException("nobody can need less than nothing");
    }
  }

  /** All that a task can come to use. */
  public static Demand of(Task task) {
    Limits limits = task.limits();
    long memory = limits.memoryBytes().orElse(0);
    long root = limits.diskBytes().orElse(0);
    boolean onDisk = task.root().access() == Root.Access.WRITABLE_ON_DISK;
    return new Demand(
        limits.cpuMillis().orElse(0),
        onDisk ? memory : sum(memory, root),
        onDisk ? root : 0,
        limits.gpus());
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  // By hand, because every task comes by here: the first use of a record's own costs a fresh JVM
  // several milliseconds.
  @Override
  public boolean equals(Object other) {
    return other instanceof Demand demand
        && cpuMillis == demand.cpuMillis
        && memoryBytes == demand.memoryBytes
        && diskBytes == demand.diskBytes
        && gpus == demand.gpus;
  }

  @Override
  public int hashCode() {
    long mixed = ((cpuMillis * 31 + memoryBytes) * 31 + diskBytes) * 31 + gpus;
    return (int) (mixed ^ mixed >>> 32);
  }
}
