package waybill.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What many test classes need and nobody changes, each thing in a folder that everybody may read:
 * made when the first asks for it, gone with the virtual machine. For threads.
 */
final class Stock {
  private static final Path FOLDER = folder();

  /** The programs of src/test/c that every class uses. */
  static final Thing PROGRAMS = new Thing("programs", Stock::compile);

  /** The product, packed and unpacked again. */
  static final Thing PACKAGE = new Thing("package", Stock::unpack);

  private Stock() {}

  /** Fills a folder that does not exist yet. */
  interface Maker {
    void make(Path folder) throws IOException, InterruptedException;
  }

  /** One of them. */
  static final class Thing {
    private final String name;
    private final Maker maker;
    private Optional<Path> made = Optional.empty();

    Thing(String name, Maker maker) {
      this.name = name;
      this.maker = maker;
    }

    /** The folder with it. Whoever comes while it is made waits for it. */
    synchronized Path get() throws IOException, InterruptedException {
      if (made.isEmpty()) {
        Path parent = Files.createTempDirectory(FOLDER, name);
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = parent.resolve(name);
        maker.make(folder);
        made = Optional.of(folder);
      }
      return made.orElseThrow();
    }
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("waybill-stock-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try {
      Workshop.call("rm", "-rf", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void compile(Path folder) throws IOException, InterruptedException {
    Files.createDirectory(folder);
    for (String name : new String[] {"ending", "crasher"}) {
      Workshop.compile(name, folder);
    }
  }

  private static void unpack(Path folder) throws IOException, InterruptedException {
    Workshop.call(Workshop.SOURCE_TREE.resolve("wb").toString(), "package");
    Path archives = Workshop.SOURCE_TREE.resolve("target");
    Path archive;
    try (Stream<Path> files = Files.list(archives)) {
      archive = files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    Files.createDirectory(folder);
    Workshop.call(
        "tar",
        "-xzf",
        archive.toString(),
        "-C",
        folder.toString(),
        "--strip-components=1",
        "--no-same-owner");
  }
}
