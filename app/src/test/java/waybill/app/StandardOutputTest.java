package waybill.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {
  @TempDir Path folder;

  @Test
  void aFullDiskIsRemembered() throws IOException {
    try (var full = new FileOutputStream("/dev/full")) {
      var out = new StandardOutput(full.getFD());
      var print = new PrintStream(out, true, StandardCharsets.UTF_8);
      assertThat(out.whyLost()).isEmpty();
      print.println("lost");
      assertThat(out.whyLost()).contains("No space left on device");
    }
  }

  @Test
  void whatCannotBeWrittenToIsRemembered() throws IOException {
    try (var closed = new FileInputStream("/dev/null")) {
      FileDescriptor readOnly = closed.getFD();
      var out = new StandardOutput(readOnly);
      assertThatThrownBy(() -> out.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
      assertThat(out.whyLost()).contains("Bad file descriptor");
    }
  }

  @Test
  void aReaderWhoHasSeenEnoughIsNoFailure() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader =
        new ProcessBuilder("sh", "-c", "exec <" + pipe + "; read -r line")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var writer = new FileOutputStream(pipe.toFile())) {
      var out = new StandardOutput(writer.getFD());
      out.write("seen\n".getBytes(StandardCharsets.UTF_8));
      assertThat(reader.waitFor()).isZero();
      assertThatThrownBy(() -> out.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
      assertThat(out.whyLost()).isEmpty();
    }
  }
}
