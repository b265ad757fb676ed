package waybill.dialects.bacalhau.run;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.engine.room.Capacity;

/**
 * More than a machine has, even when nothing else runs on it.
 *
 * @param resource its key in jobs
 * @param wanted how much, for people
 * @param there how much the machine has, likewise
 */
public record Shortage(String resource, String wanted, String there) {
  /** What tasks write lies in memory, so it counts there too. */
  private static final String WRITES_COUNT = " and its Disk, which lies in memory";

  /** All of them; none for a task that can run. */
  public static List<Shortage> of(Resources wanted, Capacity capacity) {
    List<Shortage> found = new ArrayList<>();
    if (wanted.cpuMillis() > capacity.cpuMillis()) {
      String there = Amounts.cpus(capacity.cpuMillis()) + " processors";
      found.add(new Shortage("CPU", Amounts.cpus(wanted.cpuMillis()), there));
    }
    long disk = wanted.diskBytes().orElse(0);
    if (wanted.memoryBytes() > capacity.memoryBytes() - Math.min(disk, capacity.diskBytes())) {
      String asked = Amounts.bytes(wanted.memoryBytes()) + (disk == 0 ? "" : WRITES_COUNT);
      found.add(new Shortage("Memory", asked, Amounts.bytes(capacity.memoryBytes())));
    }
    if (disk > capacity.diskBytes()) {
      found.add(new Shortage("Disk", Amounts.bytes(disk), Amounts.bytes(capacity.diskBytes())));
    }
    if (wanted.gpus() > capacity.gpus()) {
      String there = capacity.gpus() == 0 ? "none" : Integer.toString(capacity.gpus());
      found.add(new Shortage("GPU", Integer.toString(wanted.gpus()), there));
    }
    return found;
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
