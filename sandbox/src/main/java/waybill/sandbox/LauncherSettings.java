package waybill.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a launcher is started.
 *
 * @param program the launcher's binary
 * @param socketFolder where a socket may be made for a moment: a folder that is ours alone (mode
 *     0700), with a path of at most 80 bytes
 * @param workers 1 to 64; one for each processor is best
 * @param hostId for root: the unprivileged host id that tasks run as, 1 to 2^31-65536, and the
 *     first of 65,536 that tasks with a range have; 0 for an ordinary user, whose tasks run as that
 *     user
 * @param subordinateIds for an ordinary user whose tasks may have a range of ids; mapping them
 *     takes two more programs at the launcher's start. Empty: such tasks are refused
 * @param controlGroups where limits are enforced, if they can be
 * @param kernel whether to use what the newest kernels can do
 */
public record LauncherSettings(
    Path program,
    Path socketFolder,
    int workers,
    int hostId,
    Optional<SubordinateIds> subordinateIds,
    Optional<ControlGroups> controlGroups,
    Kernel kernel) {

  /** What the launcher takes. */
  private static final int MAX_WORKERS = 64;

  public LauncherSettings {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(workers + " workers");
    }
  }

  /** For an ordinary user without subordinate ids, or root, who needs none. */
  public LauncherSettings(
      Path program,
      Path socketFolder,
      int workers,
      int hostId,
      Optional<ControlGroups> controlGroups,
      Kernel kernel) {
    this(program, socketFolder, workers, hostId, Optional.empty(), controlGroups, kernel);
  }

  /** Which of two ways to the same sandbox is taken. */
  public enum Kernel {
    /** What this kernel can do, found out by trying. */
    PROBED,
    /** The ways of kernels before 6.15, also on newer ones. */
    CLASSIC
  }

  /** The same with control groups. */
  public LauncherSettings withControlGroups(Optional<ControlGroups> groups) {
    return new LauncherSettings(
        program, socketFolder, workers, hostId, subordinateIds, groups, kernel);
  }
}
