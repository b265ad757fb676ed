package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.testing.Needs.need;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.testing.Needs;

/**
 * A folder of one test class that every user may read, and the product in each way in which people
 * have it.
 */
final class Workshop {

  /** The source tree: tests are started in this module's folder. */
  static final Path SOURCE_TREE = Path.of("").toAbsolutePath().resolve("..").normalize();

  /** What {@link Needs#ordinaryUser} becomes. */
  private static final int ORDINARY_ID = 54321;

  private final Path folder;
  private final Path ending;
  private final Path crasher;

  Workshop(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    this.ending = Stock.PROGRAMS.get().resolve("ending");
    this.crasher = Stock.PROGRAMS.get().resolve("crasher");
  }

  /** Tells an exit code from a signal. */
  Path ending() {
    return ending;
  }

  /** Dies of signal 11. */
  Path crasher() {
    return crasher;
  }

  /**
   * The ways in which people have the product: from the source tree, and packed as somebody who
   * cannot write to it.
   */
  List<Product> products() throws IOException, InterruptedException {
    need(
        "product",
        Files.exists(SOURCE_TREE.resolve(".waybill/dist/lib/app.jar")),
        "build it: ./waybill --version");
    Product.User caller = new Product.User(List.of(), Optional.empty(), newFolder("home"));
    List<Product> products = new ArrayList<>();
    products.add(new Product("source tree", caller, SOURCE_TREE.resolve("waybill"), this));
    if (Needs.isRoot()) {
      Product.User user =
          new Product.User(Needs.ordinaryUser(), Optional.of(ORDINARY_ID), newFolder("user"));
      user.own(user.home());
      products.add(
          new Product(
              "package, ordinary user", user, Stock.PACKAGE.get().resolve("bin/waybill"), this));
    }
    return products;
  }

  /** A new folder; its parent too is nobody else's. */
  Path newFolder(String name) throws IOException {
    Path parent = Files.createTempDirectory(folder, name);
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.createDirectory(parent.resolve(name));
  }

  /** A new folder with a busybox for jobs in it. */
  Path newProject() throws IOException {
    Path project = newFolder("project");
    Files.copy(Needs.busybox(), project.resolve("busybox"));
    return project;
  }

  /** A program of src/test/c. */
  Path compile(String name) throws IOException, InterruptedException {
    return compile(name, folder);
  }

  static Path compile(String name, Path folder) throws IOException, InterruptedException {
    Path program = folder.resolve(name);
    Path source = SOURCE_TREE.resolve("conformance/src/test/c/" + name + ".c");
    call(
        Needs.program("cc").toString(),
        "-O1",
        "-static",
        "-o",
        program.toString(),
        source.toString());
    return program;
  }

  static void call(String... command) throws IOException, InterruptedException {
    Path said = Files.createTempFile("waybill-said", "");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int status = process.waitFor();
    String words = Files.readString(said);
    Files.delete(said);
    assertThat(status).describedAs("%s: %s", String.join(" ", command), words).isZero();
  }
}
