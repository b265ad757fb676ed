package waybill.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where this process may make control groups. Source of the rules: the kernel's {@code
 * admin-guide/cgroup-v1} and {@code admin-guide/cgroup-v2.rst}.
 *
 * @param version 1, or 2 for the unified hierarchy
 * @param memory a folder that does not exist yet, in the hierarchy that counts memory
 * @param processes the same for processes; empty with version 2
 * @param cpu the same for processor time; empty with version 2
 */
public record ControlGroups(int version, String memory, String processes, String cpu) {

  /** What our folders are called. */
  static final String PREFIX = "waybill-";

  /** Finds a place for our groups, by trying to make one; empty where limits cannot be enforced. */
  public static Optional<ControlGroups> find() {
    return find(Path.of("/proc/self/mountinfo"), Path.of("/proc/self/cgroup"));
  }

  static Optional<ControlGroups> find(Path mountInfo, Path own) {
    List<String> mounts;
    List<String> groups;
    try {
      mounts = Files.readAllLines(mountInfo, StandardCharsets.UTF_8);
      groups = Files.readAllLines(own, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Optional.empty(); // no control groups in this kernel, or proc is hidden
    }
    String name =
        PREFIX + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    Optional<ControlGroups> unified = findUnified(mounts, groups, name);
    return unified.isPresent() ? unified : findVersion1(mounts, groups, name);
  }

  private static Optional<ControlGroups> findVersion1(
      List<String> mounts, List<String> groups, String name) {
    var folders = new ArrayList<String>(3);
    for (String controller : List.of("memory", "pids", "cpu")) {
      Optional<Path> folder = ownFolder(mounts, groups, controller);
      if (folder.isEmpty() || !canMakeGroup(folder.get())) {
        return Optional.empty();
      }
      folders.add(folder.get().resolve(name).toString());
    }
    return Optional.of(new ControlGroups(1, folders.get(0), folders.get(1), folders.get(2)));
  }

  /**
   * A group with processes in it may not hand controllers to groups below it, so ours lie beside
   * our own group or further up: below the nearest ancestor that passes them on and that we may
   * write to.
   */
  private static Optional<ControlGroups> findUnified(
      List<String> mounts, List<String> groups, String name) {
    Optional<Path> folder = ownFolder(mounts, groups, "");
    while (folder.isPresent()) {
      Path here = folder.get();
      if (passesOn(here) && canMakeGroup(here)) {
        return Optional.of(new ControlGroups(2, here.resolve(name).toString(), "", ""));
      }
      Path parent = here.getParent();
      folder =
          parent != null && Files.exists(parent.resolve("cgroup.controllers"))
              ? Optional.of(parent)
              : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean passesOn(Path group) {
    try {
      var controllers =
          List.of(Files.readString(group.resolve("cgroup.subtree_control")).trim().split(" "));
      return controllers.containsAll(List.of("memory", "pids", "cpu"))
          && Files.isWritable(group.resolve("cgroup.procs"));
    } catch (IOException e) {
      return false; // not a group that we may look into
    }
  }

  private static boolean canMakeGroup(Path parent) {
    return Files.isWritable(parent);
  }

  /**
   * Our own group's folder in the hierarchy of a controller, or in the unified one for {@code ""};
   * empty where there is none.
   *
   * @param mountInfo the file of that name in {@code /proc/self}
   * @param own the file {@code cgroup} there
   */
  public static Optional<Path> ownFolder(Path mountInfo, Path own, String controller) {
    try {
      return ownFolder(
          Files.readAllLines(mountInfo, StandardCharsets.UTF_8),
          Files.readAllLines(own, StandardCharsets.UTF_8),
          controller);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Our own group's folder: the mount of the hierarchy, and our path in it as seen from the mount's
   * root.
   */
  private static Optional<Path> ownFolder(
      List<String> mounts, List<String> groups, String controller) {
    Optional<String> path = ownPath(groups, controller);
    for (String line : mounts) {
      String[] fields = line.split(" ");
      int dash = List.of(fields).indexOf("-");
      if (path.isEmpty() || dash < 0 || dash + 3 >= fields.length) {
        continue;
      }
      boolean fits =
          controller.isEmpty()
              ? fields[dash + 1].equals("cgroup2")
              : fields[dash + 1].equals("cgroup")
                  && List.of(fields[dash + 3].split(",")).contains(controller);
      if (fits) {
        Path root = Path.of(unescaped(fields[3]));
        Path own = Path.of(path.get());
        Path below = own.startsWith(root) ? root.relativize(own) : Path.of("");
        return Optional.of(Path.of(unescaped(fields[4])).resolve(below)).filter(Files::isDirectory);
      }
    }
    return Optional.empty();
  }

  /** What would break up a line of the mount table is written as three octal digits. */
  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /**
   * Lines are {@code number:controllers:path}; the unified hierarchy has number 0 and no
   * controllers.
   */
  private static Optional<String> ownPath(List<String> groups, String controller) {
    for (String line : groups) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3
          && (controller.isEmpty()
              ? fields[0].equals("0")
              : List.of(fields[1].split(",")).contains(controller))) {
        return Optional.of(fields[2]);
      }
    }
    return Optional.empty();
  }
}
