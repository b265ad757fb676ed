package waybill.backends.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import waybill.images.store.LayerStore;
import waybill.images.unpack.Hashing;
import waybill.model.task.Ids;
import waybill.sandbox.DiskFiles;
import waybill.sandbox.LauncherSettings;
import waybill.sandbox.SubordinateIds;
import waybill.sandbox.TreeSettings;

/**
 * What this machine's backend needs to know.
 *
 * @param launcher how the launcher is started
 * @param store opened when the first stored layer or the host's programs are wanted
 * @param hidden real paths of folders that no task may see through a bind
 * @param lent real paths of folders in hidden ones: what lies in one of these may be bound, they
 *     themselves may not
 * @param gpus the machine's graphics processors, each for one task at a time
 * @param disks where roots that lie on disk have their files, if they can
 */
public record LocalSettings(
    LauncherSettings launcher,
    Supplier<LayerStore> store,
    List<Path> hidden,
    List<Path> lent,
    List<Gpu> gpus,
    Optional<DiskFiles> disks) {
  private static final Path SUBORDINATE_USERS = Path.of("/etc/subuid");
  private static final Path SUBORDINATE_GROUPS = Path.of("/etc/subgid");

  public LocalSettings {
    hidden = List.copyOf(hidden);
    lent = List.copyOf(lent);
    gpus = List.copyOf(gpus);
  }

  /** Without graphics processors, and without roots on disk. */
  public LocalSettings(
      LauncherSettings launcher, Supplier<LayerStore> store, List<Path> hidden, List<Path> lent) {
    this(launcher, store, hidden, lent, List.of(), Optional.empty());
  }

  /** With nothing lent. */
  public LocalSettings(LauncherSettings launcher, Supplier<LayerStore> store, List<Path> hidden) {
    this(launcher, store, hidden, List.of());
  }

  /** Whether a real path lies in a folder that tasks may not see. */
  boolean hides(Path source) {
    return isInside(source, hidden) && !isInside(source, lent);
  }

  private static boolean isInside(Path source, List<Path> folders) {
    for (Path folder : folders) {
      if (source.startsWith(folder) && !source.equals(folder)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Which ids tasks can have here. Asked before images are looked for, because layers are unpacked
   * for one or for the other.
   *
   * @param ids what tasks get
   * @param subordinate an ordinary user's, when that is a range
   * @param note why that is less than what was wanted, for a person; empty when it is not
   */
  public record Granted(Ids ids, Optional<SubordinateIds> subordinate, Optional<String> note) {}

  /** What this process's user can be granted. A range that is not to be had is no failure. */
  public static Granted grant(Ids wanted) {
    String user = System.getProperty("user.name", "");
    if (wanted == Ids.SINGLE || user.equals("root")) {
      return new Granted(wanted, Optional.empty(), Optional.empty());
    }
    return grantRange(
        user, HostIds.subordinate(SUBORDINATE_USERS, SUBORDINATE_GROUPS, names(user)));
  }

  static Granted grantRange(String user, Optional<SubordinateIds> subordinate) {
    if (subordinate.isPresent()) {
      return new Granted(Ids.RANGE, subordinate, Optional.empty());
    }
    return new Granted(
        Ids.SINGLE,
        Optional.empty(),
        Optional.of(
            "tasks have a single user and group, and all files of images belong to them, because `"
                + user
                + "` has no 65,536 subordinate ids; `usermod --add-subuids 100000-165535"
                + " --add-subgids 100000-165535 "
                + user
                + "` as root gives it some"));
  }

  private static List<String> names(String user) {
    try {
      return List.of(user, String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid")));
    } catch (IOException e) {
      return List.of(user); // then only lines with the name are found
    }
  }

  /**
   * A launcher for this process's user, whose tasks have a single id each.
   *
   * @param runtimeFolder ours alone (mode 0700), for a socket that lives a moment
   * @param workers how many tasks can be on their way to their program at a time, 1 to 64
   */
  public static LauncherSettings launcher(Path program, Path runtimeFolder, int workers) {
    return launcher(program, runtimeFolder, workers, Optional.empty());
  }

  /** The same for tasks with the ids that were granted; for an ordinary user it starts later. */
  public static LauncherSettings launcher(
      Path program, Path runtimeFolder, int workers, Granted granted) {
    return launcher(program, runtimeFolder, workers, granted.subordinate());
  }

  private static LauncherSettings launcher(
      Path program, Path runtimeFolder, int workers, Optional<SubordinateIds> subordinate) {
    return new LauncherSettings(
        program,
        runtimeFolder,
        workers,
        HostIds.forTasks(SUBORDINATE_USERS, System.getProperty("user.name", "")),
        subordinate,
        Optional.empty(),
        LauncherSettings.Kernel.PROBED);
  }

  /**
   * Who writes the files of layers.
   *
   * @param program the launcher's binary
   */
  public static LocalUnpacker unpacker(Path program, Granted granted) {
    return new LocalUnpacker(new TreeSettings(program, granted.subordinate()));
  }

  /**
   * Who calculates the digests of what is large.
   *
   * @param program the launcher's binary
   */
  public static Hashing hashing(Path program) {
    return new LocalHashing(program);
  }
}
