package waybill.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/**
 * Deletes a temporary folder as usual, but its symbolic links before all else. JUnit warns of each
 * that leads out of the folder, though it never follows one; a whole system has hundreds, which
 * bury what is worth reading. Chosen in {@code junit-platform.properties}.
 */
public final class LinksFirst implements TempDirDeletionStrategy {

  @Override
  public DeletionResult delete(
      Path folder, AnnotatedElementContext element, ExtensionContext extension) throws IOException {
    Files.walkFileTree(folder, new Links());
    return Standard.INSTANCE.delete(folder, element, extension);
  }

  /** What cannot be read or deleted is left for what comes next, which tells of it. */
  private static final class Links extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        delete(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private static void delete(Path link) {
      try {
        Files.deleteIfExists(link);
      } catch (IOException toldByTheNext) {
        // it comes to this link again
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException why) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException why) {
      return FileVisitResult.CONTINUE;
    }
  }
}
