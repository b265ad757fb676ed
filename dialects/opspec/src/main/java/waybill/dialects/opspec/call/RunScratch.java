package waybill.dialects.opspec.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import waybill.dialects.opspec.reference.Scratch;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** The scratch of a run: one folder, made when it is first needed. For any number of threads. */
final class RunScratch implements Scratch {

  /**
   * Whatever user a container has must be able to read them, and may want to execute a script that
   * was made of a text. Nobody else comes here: the run's folder is closed.
   */
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Set<PosixFilePermission> CLOSED =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final AtomicLong last = new AtomicLong();
  private volatile boolean made;

  RunScratch(Path folder) {
    this.folder = folder;
  }

  @Override
  public Path file(byte[] content) {
    Path file = next();
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.setPosixFilePermissions(file, OPEN);
      return file;
    } catch (IOException failed) {
      throw failure(file, failed);
    }
  }

  @Override
  public Path folder() {
    Path made = next();
    try {
      Files.createDirectory(made);
      Files.setPosixFilePermissions(made, OPEN);
      return made;
    } catch (IOException failed) {
      throw failure(made, failed);
    }
  }

  /** Whether something lies in it. */
  boolean holds(Path path) {
    return path.startsWith(folder);
  }

  private Path next() {
    if (!made) {
      make();
    }
    return folder.resolve(Long.toString(last.incrementAndGet()));
  }

  private void make() {
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(CLOSED));
      made = true;
    } catch (IOException failed) {
      throw failure(folder, failed);
    }
  }

  private static FailureException failure(Path path, IOException failed) {
    return new FailureException(
        Failure.of(
            FailureCode.STORE_UNREADABLE, "cannot make " + path + ": " + OsReason.of(failed)),
        failed);
  }
}
