package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedPipeTest {
  private static final int LARGE = 1 << 20;

  @TempDir Path folder;

  @Test
  void makesAPipeWithThePermissionsThatWereAskedFor() throws IOException {
    Path pipe = folder.resolve("größe 1.pipe");

    NamedPipe.make(pipe, "rw-rw-rw-");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pipe)))
        .isEqualTo("rw-rw-rw-");
    assertThat((int) Files.getAttribute(pipe, "unix:mode") & 0170000).isEqualTo(0010000);
  }

  @Test
  void passesBytesFromOneEndToTheOther() throws IOException {
    Path pipe = folder.resolve("p");
    NamedPipe.make(pipe, "rw-------");

    try (FileChannel both =
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      both.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      ByteBuffer got = ByteBuffer.allocate(10);

      assertThat(both.read(got)).isEqualTo(3);
    }
  }

  @Test
  void saysWhyItCannotBeMade() throws IOException {
    Path taken = Files.createFile(folder.resolve("taken"));

    assertReason(taken, "File exists");
    assertReason(folder.resolve("none/p"), "No such file or directory");
    assertReason(taken.resolve("p"), "Not a directory");
    assertReason(folder.resolve("x".repeat(300)), "File name too long");
    Path readOnly = Path.of("/proc/p");
    assertThatThrownBy(() -> NamedPipe.make(readOnly, "rw-------"))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void saysThatAFolderMayNotBeWritten() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(closed)).as("root may write everywhere").isFalse();

    assertReason(closed.resolve("p"), "Permission denied");
  }

  @Test
  void holdsMoreWhenEnlarged() throws IOException {
    Path pipe = folder.resolve("p");
    NamedPipe.make(pipe, "rw-------");

    try (FileChannel both =
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assumeThat(NamedPipe.enlarge(pipe, LARGE)).as("the kernel grants it").isTrue();

      // It would block for ever if the pipe did not hold it.
      assertThat(both.write(ByteBuffer.allocate(LARGE))).isEqualTo(LARGE);
    }
  }

  @Test
  void cannotEnlargeWhatIsNotThere() {
    assertThat(NamedPipe.enlarge(folder.resolve("none"), LARGE)).isFalse();
  }

  private static void assertReason(Path path, String reason) {
    assertThatThrownBy(() -> NamedPipe.make(path, "rw-------"))
        .isInstanceOfSatisfying(
            IOException.class, failure -> assertThat(OsReason.of(failure)).isEqualTo(reason));
  }
}
