package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import waybill.testing.Needs;

/** A file system in memory with little room, which is gone when the test is. Needs root. */
record SmallDisk(Path folder) implements AutoCloseable {
  SmallDisk(Path folder, int kibibytes) throws IOException {
    this(folder);
    Needs.root();
    command("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "none", folder.toString());
  }

  private static void command(String... words) throws IOException {
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }

  @Override
  public void close() throws IOException {
    command("umount", folder.toString());
  }
}
