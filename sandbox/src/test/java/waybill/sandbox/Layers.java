package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import waybill.testing.Needs;

/** Folders that tests stack roots from. Made once, and gone with the virtual machine. */
final class Layers {
  /** A property of virtual machines: how the names of the folders that they make begin. */
  static final String PREFIX = "layers.prefix";

  private static final Path FOLDER = temporaryFolder();
  private static final Path BUSYBOX = busybox();

  /** Where launchers connect. */
  static final Path SOCKETS = temporaryFolder();

  private Layers() {}

  /** A folder that only we may enter and that is deleted at the end. */
  static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory(System.getProperty(PREFIX, "waybill-test-"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("something was left in " + folder, e);
    }
  }

  /** Busybox with all its names, mount points, and stubs of devices. */
  static Path withBusybox() {
    return BUSYBOX;
  }

  /** A new empty layer. */
  static Path empty() {
    try {
      return Files.createTempDirectory(FOLDER, "layer-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a file that everybody may read. */
  static Path file(Path layer, String path, String content) {
    try {
      Path file = layer.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a file that everybody may execute. */
  static Path program(Path layer, String path, String content) {
    Path file = file(layer, path, content);
    try {
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path busybox() {
    Needs.busybox();
    try {
      Path layer = FOLDER.resolve("busybox");
      for (String folder :
          List.of("bin", "proc", "sys", "tmp", "dev/pts", "dev/shm", "dev/mqueue", "mnt", "etc")) {
        Files.createDirectories(layer.resolve(folder));
      }
      for (String file :
          List.of("full", "fuse", "null", "random", "tty", "urandom", "zero", "stub")) {
        Files.createFile(layer.resolve("dev").resolve(file));
      }
      Files.createSymbolicLink(layer.resolve("dev/ptmx"), Path.of("pts/ptmx"));
      Path busybox = layer.resolve("bin/busybox");
      Files.copy(Path.of("/bin/busybox"), busybox);
      for (String name : names(busybox)) {
        if (!name.equals("busybox")) {
          Files.createSymbolicLink(layer.resolve("bin").resolve(name), Path.of("busybox"));
        }
      }
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path busybox) throws IOException {
    Process process = new ProcessBuilder(busybox.toString(), "--list").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
        .lines()
        .toList();
  }
}
