package waybill.dialects.opspec.coercion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import waybill.dialects.opspec.value.Value.FileValue;

/** New files below a folder of a test, with numbers for names. */
public class TestFiles implements NewFiles {
  private final Path folder;
  private int count;

  public TestFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path file(byte[] content) {
    try {
      return Files.write(next(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path folder() {
    try {
      return Files.createDirectories(next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with that text. */
  public FileValue holding(String text) {
    return new FileValue(file(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  /** How many files and folders were made. */
  public int count() {
    return count;
  }

  private Path next() throws IOException {
    Files.createDirectories(folder);
    return folder.resolve(Integer.toString(++count));
  }
}
