package waybill.engine.room;

import java.util.Optional;
import waybill.engine.event.Event.WaitReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Limits;
import waybill.model.task.Root;

/**
 * What a machine has for tasks, all of them together.
 *
 * @param slots how many may run at a time; at least 1
 * @param cpuMillis thousandths of a processor; 0 or more, like all that follow
 * @param memoryBytes for what they hold in memory
 * @param diskBytes for roots that lie on disk; 0 where none can
 * @param gpus whole graphics processors
 */
public record Capacity(int slots, long cpuMillis, long memoryBytes, long diskBytes, int gpus) {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  public Capacity {
    if (slots < 1) {
      throw new IllegalArgumentException("at least one slot is needed, not " + slots);
    }
    if (cpuMillis < 0 || memoryBytes < 0 || diskBytes < 0 || gpus < 0) {
      throw new IllegalArgumentException("a machine cannot have less than nothing");
    }
  }

  /** So many tasks at a time, whatever they need; but graphics processors there are none. */
  public static Capacity slots(int slots) {
    return new Capacity(slots, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 0);
  }

  /**
   * Where a task's writable root lies. In memory, which is fast, as long as it is small there: no
   * larger than the memory that the task asked for, and than a quarter of the machine's. Else on
   * disk, if it fits there.
   */
  public Root.Access writableRoot(Limits limits) {
    long disk = limits.diskBytes().orElse(0);
    boolean small = disk <= limits.memoryBytes().orElse(Long.MAX_VALUE) && disk <= memoryBytes / 4;
    return small || disk > diskBytes
        ? Root.Access.WRITABLE_IN_MEMORY
        : Root.Access.WRITABLE_ON_DISK;
  }

  /** The most that a task's root can take. */
  public long largestDisk() {
    return Math.max(memoryBytes, diskBytes);
  }

  /**
   * The first thing that is too little for such a task even when nothing else runs; empty when it
   * fits.
   */
  public Optional<WaitReason> lacking(Demand demand) {
    if (demand.cpuMillis() > cpuMillis) {
      return Optional.of(WaitReason.CPU);
    }
    if (demand.diskBytes() > diskBytes) {
      return Optional.of(WaitReason.DISK);
    }
    if (demand.memoryBytes() > memoryBytes) {
      return Optional.of(WaitReason.MEMORY);
    }
    return demand.gpus() > gpus ? Optional.of(WaitReason.GPU) : Optional.empty();
  }

  /** Why such a task can never run here, for people; empty when it can. */
  public Optional<Failure> refusal(Demand demand) {
    Optional<WaitReason> lack = lacking(demand);
    return lack.isEmpty() ? Optional.empty() : Optional.of(tooLittle(lack.get(), demand));
  }

  private Failure tooLittle(WaitReason lack, Demand demand) {
    String message =
        switch (lack) {
          case SLOT -> "the task asks for a slot, and there are " + slots;
          case CPU ->
              "the task asks for "
                  + processors(demand.cpuMillis())
                  + " processors, and the machine has "
                  + processors(cpuMillis)
                  + " for tasks";
          case MEMORY ->
              "the task asks for "
                  + bytes(demand.memoryBytes())
                  + " of memory, what it may write counted in, and the machine has "
                  + bytes(memoryBytes)
                  + " for tasks";
          case DISK ->
              "the task asks for "
                  + bytes(demand.diskBytes())
                  + " of disk, and the machine has "
                  + bytes(diskBytes)
                  + " for what tasks write";
          case GPU ->
              "the task asks for "
                  + demand.gpus()
                  + " graphics processors, and the machine has "
                  + gpus
                  + " for tasks";
        };
    return Failure.of(FailureCode.CAPACITY_EXCEEDED, message).withHelp("ask for less");
  }

  private static String processors(long millis) {
    long part = millis % 1000;
    String whole = String.valueOf(millis / 1000);
    if (part == 0) {
      return whole;
    }
    String digits = String.valueOf(1000 + part).substring(1);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + digits.substring(0, end);
  }

  /** To one decimal, rounded down: a limit never looks larger than it is. */
  private static String bytes(long bytes) {
    int unit = 0;
    long scale = 1;
    while (unit < UNITS.length - 1 && bytes / scale >= 1000) {
      scale *= 1000;
      unit++;
    }
    long tenths = unit == 0 ? 0 : bytes / (scale / 10) % 10;
    return bytes / scale + (tenths == 0 ? "" : "." + tenths) + " " + UNITS[unit];
  }
}
