package waybill.images.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Files in a folder. Links are followed: what they lead to is verified like all else. */
final class FolderFiles implements PackedFiles {
  private final Path folder;

  FolderFiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<Long> size(String name) throws IOException {
    try {
      Path file = folder.resolve(name);
      return Files.isRegularFile(file) ? Optional.of(Files.size(file)) : Optional.empty();
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return Files.newInputStream(file);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
