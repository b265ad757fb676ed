package waybill.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.model.task.Ids;

/**
 * One thing that the launcher does on the way to a task's program. The records are the payloads of
 * {@code enum step} in {@code protocol.h}, and a plan's order is the order in which they are
 * carried out.
 */
public sealed interface Step {

  /** Joins a control group with these limits; 0 means none. */
  record ControlGroup(long memoryBytes, long processes, long cpuMillis) implements Step {}

  /** Enters a network namespace, or stays in the host's. */
  record Network(waybill.model.task.Network network) implements Step {}

  /**
   * Makes the stack of the plan's layers the root.
   *
   * @param makesMountPoints whether later steps make the mount points that it lacks
   * @param diskBytes how much it takes when it is writable; 0 means half of the machine's memory
   * @param files where the file is that takes it; empty: it is in memory
   */
  record Root(boolean writable, boolean makesMountPoints, long diskBytes, Optional<DiskFiles> files)
      implements Step {

    /** In memory. */
    Root(boolean writable, boolean makesMountPoints, long diskBytes) {
      this(writable, makesMountPoints, diskBytes, Optional.empty());
    }
  }

  /**
   * Mounts a fresh file system.
   *
   * @param attributes bits of {@code MOUNT_ATTR_…}
   * @param isTheTasks whether its root folder belongs to the task's id
   * @param mode of its root folder, as mount(8) takes it, or empty for the type's own
   * @param size of a file system in memory, as mount(8) takes it, or empty for half of the memory
   */
  record FileSystem(
      String type, String target, int attributes, boolean isTheTasks, String mode, String size)
      implements Step {

    FileSystem(String type, String target, int attributes, boolean isTheTasks) {
      this(type, target, attributes, isTheTasks, "", "");
    }
  }

  /** Attaches the host's device of that name. */
  record Device(String name, String target) implements Step {}

  /**
   * Attaches a file or folder of the host.
   *
   * @param written the source as the author wrote it, for messages
   */
  record Bind(Path source, String written, String target, Manner manner) implements Step {
    /** {@code enum bind} of the launcher. */
    public enum Manner {
      READ_ONLY,
      WRITABLE,
      /** Read-only, and the host's owners are nobody: what the kernel's own file systems take. */
      AS_IT_IS,
      /** A device that works: nothing of it is mapped, and whoever may use it on the host may. */
      DEVICE
    }
  }

  /** Makes a symbolic link in place of what is there. */
  record Link(String path, String target) implements Step {}

  /**
   * Makes a file in place of what is there.
   *
   * @param content a character for each byte (ISO-8859-1)
   */
  record File(String path, String content) implements Step {}

  /** Covers a file or folder, if it is there, with an empty one that nobody can read. */
  record Mask(String target, boolean folder) implements Step {}

  /** Makes a folder, if it is not there, for whom the program runs as. */
  record Folder(String path) implements Step {}

  /** Starts a session, with the task's terminal as its controlling one if it has one. */
  record Session() implements Step {}

  /**
   * Lowers a soft resource limit ({@code RLIMIT_…}) to a value, or to the hard limit if that is
   * lower.
   */
  record ResourceLimit(int resource, long soft) implements Step {}

  /**
   * Becomes these ids. With a single id, in a user namespace where no others exist, for good and
   * without capabilities; with a range, id 0 has what container engines grant, and programs may
   * change to other ids.
   *
   * @param fileCapabilities whether a range's id 0 may set capabilities of files
   * @param moreGroups of a range
   */
  record Identity(long user, long group, Ids ids, boolean fileCapabilities, List<Long> moreGroups)
      implements Step {}

  /** Changes the working directory, with the task's rights. */
  record Directory(String path) implements Step {}

  /** Installs the task's own system call filter. */
  record Filter(boolean refuseSetId) implements Step {}

  /**
   * Executes the first candidate that may be executed, or {@code arguments.get(0)} when there is
   * none.
   *
   * @param arguments with the program's name first
   * @param environment as {@code NAME=value}
   */
  record Execute(List<String> candidates, List<String> arguments, List<String> environment)
      implements Step {}
}
