package waybill.backends.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import waybill.files.OsReason;
import waybill.sandbox.DiskFiles;

/** Whether roots of tasks can lie on this machine's disk, which takes root and loop devices. */
public sealed interface HostDisks {

  /**
   * They can.
   *
   * @param bytes that all of them can take together now
   */
  record Had(DiskFiles files, long bytes) implements HostDisks {}

  /**
   * They cannot.
   *
   * @param reason that goes on after "because"
   * @param cure what to do about it
   */
  record Lacking(String reason, String cure) implements HostDisks {}

  /** Where they are, if they can be. */
  default Optional<DiskFiles> place() {
    return this instanceof Had had ? Optional.of(had.files()) : Optional.empty();
  }

  /** Why they cannot be. */
  default Optional<String> lack() {
    return this instanceof Lacking lacking ? Optional.of(lacking.reason()) : Optional.empty();
  }

  /** How much they take; 0 when there are none. */
  default long size() {
    return this instanceof Had had ? had.bytes() : 0;
  }

  /** Looks at the machine. Makes a folder in the cache. */
  static HostDisks find(Path cache) {
    return new Search(
            System.getProperty("user.name", "").equals("root"),
            Path.of("/dev/loop-control"),
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin")))
        .in(cache);
  }

  /** Where to look. */
  record Search(boolean root, Path control, List<Path> programs) {
    private static final String FORMATTER = "mkfs.ext4";

    HostDisks in(Path cache) {
      if (!root) {
        return new Lacking("only root can have loop devices", "run it as root");
      }
      try {
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      } catch (IOException e) {
        return new Lacking(
            control + " cannot be opened: " + OsReason.of(e),
            "load the kernel's module `loop`; a container needs its devices as well");
      }
      for (Path folder : programs) {
        Path formatter = folder.resolve(FORMATTER);
        if (Files.isExecutable(formatter)) {
          return at(cache.resolve("disks"), formatter);
        }
      }
      return new Lacking(FORMATTER + " is not installed", "install e2fsprogs");
    }

    private static HostDisks at(Path folder, Path formatter) {
      String cure = "set WAYBILL_CACHE_DIR to a folder on a disk";
      try {
        make(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          return new Lacking(folder + " is not a folder", "remove it");
        }
        Path real = folder.toRealPath();
        FileStore store = Files.getFileStore(real);
        if (store.type().equals("tmpfs") || store.type().equals("ramfs")) {
          return new Lacking(real + " lies in memory itself (" + store.type() + ")", cure);
        }
        return new Had(new DiskFiles(real, formatter), DiskFiles.largest(store.getUsableSpace()));
      } catch (IOException e) {
        return new Lacking(folder + " cannot be used: " + OsReason.of(e), cure);
      }
    }

    private static void make(Path folder) throws IOException {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      try {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        return; // looked at next
      }
    }
  }
}
