package waybill.backends.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.engine.room.Capacity;
import waybill.sandbox.ControlGroups;

/**
 * What this machine has for tasks: all that this process itself may use.
 *
 * @param capacity processors as far as affinity and quotas of control groups allow them, memory as
 *     far as limits of control groups do, the disk as it is free now
 * @param gpus for {@link LocalSettings}
 * @param disks for {@link LocalSettings} as well
 * @param notes what could not be used and why, a line each, for people
 */
public record HostCapacity(Capacity capacity, List<Gpu> gpus, HostDisks disks, List<String> notes) {
  private static final Path PROC = Path.of("/proc");
  private static final long KIBIBYTE = 1024;

  public HostCapacity {
    gpus = List.copyOf(gpus);
    notes = List.copyOf(notes);
  }

  /**
   * Looks at the machine; takes some milliseconds.
   *
   * @param slots how many tasks may run at a time, whatever they need
   * @param cache where roots that lie on disk get a folder
   */
  public static HostCapacity find(int slots, Path cache) {
    return find(slots, PROC, GpuFiles.FOLDERS, HostDisks.find(cache));
  }

  static HostCapacity find(int slots, Path proc, List<Path> gpuFolders, HostDisks disks) {
    var groups = new Groups(proc.resolve("self/mountinfo"), proc.resolve("self/cgroup"));
    GpuFiles.Found found = GpuFiles.read(gpuFolders);
    long memory = Math.min(memoryBytes(proc), groups.memoryBytes());
    var capacity =
        new Capacity(
            slots,
            Math.min(1000L * processors(proc), groups.cpuMillis()),
            memory,
            disks.size(),
            found.gpus().size());
    return new HostCapacity(capacity, found.gpus(), disks, found.notes());
  }

  /** Not the runtime's own count, which rounds a quota and can be set by an option. */
  private static int processors(Path proc) {
    for (String line : lines(proc.resolve("self/status"))) {
      if (line.startsWith("Cpus_allowed_list:")) {
        int count = countOfList(line.substring(line.indexOf(':') + 1).trim());
        if (count > 0) {
          return count;
        }
      }
    }
    return Runtime.getRuntime().availableProcessors();
  }

  /** Of {@code 0-3,8}; 0 when it is not such a list. */
  static int countOfList(String list) {
    long count = 0;
    for (String part : list.split(",", -1)) {
      int dash = part.indexOf('-');
      OptionalLong first = number(dash < 0 ? part : part.substring(0, dash));
      OptionalLong last = number(dash < 0 ? part : part.substring(dash + 1));
      if (first.isEmpty() || last.isEmpty() || last.getAsLong() < first.getAsLong()) {
        return 0;
      }
      count += last.getAsLong() - first.getAsLong() + 1;
    }
    return count > 1 << 20 ? 0 : (int) count;
  }

  private static long memoryBytes(Path proc) {
    for (String line : lines(proc.resolve("meminfo"))) {
      if (line.startsWith("MemTotal:") && line.endsWith(" kB")) {
        OptionalLong total = number(line.substring(9, line.length() - 3).trim());
        if (total.isPresent() && total.getAsLong() <= Long.MAX_VALUE / KIBIBYTE) {
          return total.getAsLong() * KIBIBYTE;
        }
      }
    }
    return Runtime.getRuntime().maxMemory(); // proc is hidden: what we know of is what we may use
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A whole number of 0 or more. */
  private static OptionalLong number(String text) {
    try {
      long number = Long.parseLong(text);
      return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The limits of our own control group and of all above it, of both versions: what is not there
   * limits nothing.
   */
  private record Groups(Path mountInfo, Path own) {

    long memoryBytes() {
      return Math.min(
          least("memory", folder -> firstNumber(folder.resolve("memory.limit_in_bytes"))),
          least("", folder -> firstNumber(folder.resolve("memory.max"))));
    }

    long cpuMillis() {
      return Math.min(least("cpu", Groups::quotaOfVersion1), least("", Groups::quotaOfVersion2));
    }

    private interface Limit {
      OptionalLong of(Path group);
    }

    private long least(String controller, Limit limit) {
      long least = Long.MAX_VALUE;
      Optional<Path> group = ControlGroups.ownFolder(mountInfo, own, controller);
      while (group.isPresent() && Files.exists(group.get().resolve("cgroup.procs"))) {
        least = Math.min(least, limit.of(group.get()).orElse(Long.MAX_VALUE));
        group = Optional.ofNullable(group.get().getParent());
      }
      return least;
    }

    private static OptionalLong quotaOfVersion1(Path group) {
      OptionalLong quota = firstNumber(group.resolve("cpu.cfs_quota_us"));
      OptionalLong period = firstNumber(group.resolve("cpu.cfs_period_us"));
      return share(quota, period);
    }

    /** {@code 50000 100000}, or {@code max 100000}. */
    private static OptionalLong quotaOfVersion2(Path group) {
      List<String> lines = lines(group.resolve("cpu.max"));
      String[] fields = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
      return fields.length == 2
          ? share(number(fields[0]), number(fields[1]))
          : OptionalLong.empty();
    }

    private static OptionalLong share(OptionalLong quota, OptionalLong period) {
      return quota.isEmpty()
              || period.isEmpty()
              || period.getAsLong() == 0
              || quota.getAsLong() > Long.MAX_VALUE / 1000
          ? OptionalLong.empty()
          : OptionalLong.of(Math.max(1, quota.getAsLong() * 1000 / period.getAsLong()));
    }

    /** Of a file with one number; -1 and {@code max} are none. */
    private static OptionalLong firstNumber(Path file) {
      List<String> lines = lines(file);
      return lines.isEmpty() ? OptionalLong.empty() : number(lines.getFirst());
    }
  }
}
