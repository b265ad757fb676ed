package waybill.dialects.bacalhau.run;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.engine.room.Capacity;
import waybill.model.task.Limits;
import waybill.model.task.Root;

/**
 * More than a machine has, even when nothing else runs on it.
 *
 * @param resource its key in jobs
 * @param wanted how much, for people
 * @param there how much the machine has, likewise
 */
public record Shortage(String resource, String wanted, String there) {
  private static final String BECAUSE = "; a Disk lies in memory here, because ";

  /** What tasks write into memory counts there too. */
  private static final String WRITES_COUNT = " and its Disk, which lies in memory";

  /**
   * All of them; none for a task that can run. A disk that is too large is told of itself, and not
   * of what it would take of the memory.
   */
  public static List<Shortage> of(Resources wanted, Capacity capacity, Abilities abilities) {
    List<Shortage> found = new ArrayList<>();
    if (wanted.cpuMillis() > capacity.cpuMillis()) {
      String there = Amounts.cpus(capacity.cpuMillis()) + " processors";
      found.add(new Shortage("CPU", Amounts.cpus(wanted.cpuMillis()), there));
    }
    room(wanted, capacity, abilities, found);
    if (wanted.gpus() > capacity.gpus()) {
      String there = capacity.gpus() == 0 ? "none" : Integer.toString(capacity.gpus());
      found.add(new Shortage("GPU", Integer.toString(wanted.gpus()), there));
    }
    return found;
  }

  /** Bytes of its disk that count as memory: all or none. */
  public static long diskInMemory(Resources wanted, Capacity capacity, Abilities abilities) {
    Limits limits = DockerTaskMaker.limits(wanted, abilities);
    return capacity.writableRoot(limits) == Root.Access.WRITABLE_IN_MEMORY
        ? wanted.diskBytes().orElse(0)
        : 0;
  }

  private static void room(
      Resources wanted, Capacity capacity, Abilities abilities, List<Shortage> found) {
    long disk = wanted.diskBytes().orElse(0);
    long inMemory = diskInMemory(wanted, capacity, abilities);
    long counted = inMemory <= capacity.memoryBytes() ? inMemory : 0;
    String why = abilities.noDisks().map(BECAUSE::concat).orElse("");
    if (wanted.memoryBytes() > capacity.memoryBytes() - counted) {
      String asked = Amounts.bytes(wanted.memoryBytes());
      String there = Amounts.bytes(capacity.memoryBytes());
      found.add(
          counted == 0
              ? new Shortage("Memory", asked, there)
              : new Shortage("Memory", asked + WRITES_COUNT, there + why));
    }
    if (disk > capacity.largestDisk()) {
      String there = Amounts.bytes(capacity.largestDisk());
      found.add(new Shortage("Disk", Amounts.bytes(disk), there + why));
    }
  }

  /** In the specification's words. */
  public String message() {
    return "insufficient resources: " + resource + " request exceeds node capacity";
  }

  /** How much too much it is; goes on after whoever asks for it. */
  public String amounts() {
    return "asks for " + wanted + ", and this machine has " + there;
  }
}
