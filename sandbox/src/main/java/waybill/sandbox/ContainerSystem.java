package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;
import waybill.model.task.Network;

/**
 * The steps of {@link waybill.model.task.Mount.ContainerSystem}. What is in memory is bounded, so
 * that all of it and a writable root together cannot take a machine's whole memory.
 */
final class ContainerSystem {
  private static final int READ_ONLY = 1;
  private static final int NO_SET_ID = 2;
  private static final int NO_DEVICES = 4;
  private static final int NO_EXECUTE = 8;
  private static final int PLAIN_FILES = NO_SET_ID | NO_DEVICES | NO_EXECUTE;

  private static final List<String> DEVICES =
      List.of("full", "null", "random", "tty", "urandom", "zero");

  private static final List<Step.Link> LINKS =
      List.of(
          new Step.Link("/dev/fd", "/proc/self/fd"),
          new Step.Link("/dev/stdin", "/proc/self/fd/0"),
          new Step.Link("/dev/stdout", "/proc/self/fd/1"),
          new Step.Link("/dev/stderr", "/proc/self/fd/2"),
          new Step.Link("/dev/ptmx", "pts/ptmx"));

  /** Folders of sysfs that tell facts about the host, or show its control groups. */
  private static final List<String> MASKED_FOLDERS =
      List.of("/sys/firmware", "/sys/fs/cgroup", "/sys/devices/virtual/powercap");

  private ContainerSystem() {}

  /**
   * All but proc, which other tasks have too.
   *
   * @param sharedMemoryBytes of {@code /dev/shm}; 0 for a quarter of the machine's memory
   */
  static void addTo(List<Step> steps, Network network, long sharedMemoryBytes) {
    String shared = sharedMemoryBytes == 0 ? "25%" : Long.toString(sharedMemoryBytes);
    addSys(steps, network);
    steps.add(new Step.FileSystem("tmpfs", "/dev", NO_SET_ID, true, "755", "1m"));
    for (String device : DEVICES) {
      steps.add(new Step.Device(device, "/dev/" + device));
    }
    steps.add(new Step.FileSystem("devpts", "/dev/pts", NO_SET_ID | NO_EXECUTE, false));
    steps.add(new Step.FileSystem("tmpfs", "/dev/shm", PLAIN_FILES, true, "1777", shared));
    steps.add(new Step.FileSystem("mqueue", "/dev/mqueue", PLAIN_FILES, true));
    steps.addAll(LINKS);
  }

  /** An ordinary user may not mount one of the host's network. */
  private static void addSys(List<Step> steps, Network network) {
    steps.add(
        network == Network.HOST
            ? new Step.Bind(Path.of("/sys"), "/sys", "/sys", Step.Bind.Manner.AS_IT_IS)
            : new Step.FileSystem("sysfs", "/sys", READ_ONLY | PLAIN_FILES, false));
    for (String folder : MASKED_FOLDERS) {
      steps.add(new Step.Mask(folder, true));
    }
  }
}
