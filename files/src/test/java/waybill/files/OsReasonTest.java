package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OsReasonTest {

  @Test
  void isTheSystemsTextWithoutThePath() {
    assertThat(OsReason.of(new NoSuchFileException("/p/x"))).isEqualTo("No such file or directory");
    assertThat(OsReason.of(new FileSystemException("/p/x", null, "Is a directory")))
        .isEqualTo("Is a directory");
    assertThat(OsReason.of(new FileNotFoundException("/p (x)/y (Permission denied)")))
        .isEqualTo("Permission denied");
    assertThat(OsReason.of(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
    assertThat(OsReason.of(new IOException())).isEqualTo("IOException");
  }

  @Test
  void isFoundForWhatTheJdkReallyThrows(@TempDir Path folder) throws IOException {
    assertThat(reason(() -> Files.size(folder.resolve("none"))))
        .isEqualTo("No such file or directory");
    assertThat(reason(() -> new FileInputStream(folder.resolve("none").toFile()).close()))
        .isEqualTo("No such file or directory");
    assertThat(reason(() -> Files.readSymbolicLink(folder))).isEqualTo("Invalid argument");
    assertThat(reason(() -> Files.createDirectory(folder))).isEqualTo("File exists");
    Path full = Files.createDirectories(folder.resolve("full/inside")).getParent();
    assertThat(reason(() -> Files.delete(full))).isEqualTo("Directory not empty");
  }

  @Test
  void knowsAFullDisk() {
    assertThat(OsReason.isDiskFull(new IOException("No space left on device"))).isTrue();
    assertThat(OsReason.isDiskFull(new FileSystemException("/p", null, "Disk quota exceeded")))
        .isTrue();
    assertThat(OsReason.isDiskFull(new NoSuchFileException("/p"))).isFalse();
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static String reason(Attempt attempt) {
    try {
      attempt.run();
      return "no failure";
    } catch (IOException failed) {
      return OsReason.of(failed);
    }
  }
}
