package waybill.dialects.opspec.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import waybill.dialects.opspec.reference.Scratch;

/**
 * Where values are tried before there is a run: on disk only if one of them becomes a file, and
 * gone when closed. For one thread.
 */
final class TrialScratch implements Scratch, AutoCloseable {
  private Optional<Path> folder = Optional.empty();

  @Override
  public Path file(byte[] content) {
    try {
      return Files.write(Files.createTempFile(base(), "value", ""), content);
    } catch (IOException e) {
      throw new UncheckedIOException("a value could not be written to a file", e);
    }
  }

  @Override
  public Path folder() {
    try {
      return Files.createTempDirectory(base(), "value");
    } catch (IOException e) {
      throw new UncheckedIOException("a folder for a value could not be made", e);
    }
  }

  private Path base() throws IOException {
    if (folder.isEmpty()) {
      folder = Optional.of(Files.createTempDirectory("waybill-arguments"));
    }
    return folder.get();
  }

  @Override
  public void close() {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Files.walkFileTree(folder.get(), new Remover());
    } catch (IOException leftOver) {
      // The system cleans its folder of temporary files; the run itself does not depend on it.
      folder = Optional.empty();
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, java.io.IOException e)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
