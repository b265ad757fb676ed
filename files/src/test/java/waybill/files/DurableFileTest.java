package waybill.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder = Path.of("");

  @Test
  void replacesTheWholeFileAndIsPrivate() throws Exception {
    Path file = folder.resolve("f");
    DurableFile.write(file, new byte[] {'o', 'n', 'e'});
    DurableFile.write(file, new byte[] {'2'});

    assertThat(file).hasContent("2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
    Path file = folder.resolve("f");
    DurableFile.write(file, new byte[] {'1'});

    assertThatThrownBy(
            () ->
                DurableFile.write(
                    file,
                    out -> {
                      out.write('2');
                      throw new IOException("No space left on device");
                    }))
        .hasMessage("No space left on device");

    assertThat(file).hasContent("1");
    assertThat(names()).containsExactly("f");
  }

  @Test
  void passesOverWhatAKilledWriterLeft() throws Exception {
    Files.writeString(folder.resolve(".f.tmp0"), "half");

    DurableFile.write(folder.resolve("f"), new byte[] {'1'});

    assertThat(folder.resolve("f")).hasContent("1");
  }

  @Test
  void writersOfTheSameNameDoNotMixTheirBytes() throws Exception {
    Path file = folder.resolve("f");
    List<Callable<Object>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      byte[] content = Integer.toString(writer).repeat(10_000).getBytes(UTF_8);
      writers.add(
          Executors.callable(
              () -> {
                try {
                  DurableFile.write(file, content);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (var done : pool.invokeAll(writers)) {
        done.get();
      }
    }

    String text = Files.readString(file);
    assertThat(text).isEqualTo(text.substring(0, 1).repeat(10_000));
    assertThat(names()).containsExactly("f");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
