package waybill.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A lock between processes, and between the threads of this one. It is held until closed; the
 * kernel releases it when the process dies, however it dies. The file is created when missing (mode
 * 0600, its folder must exist), stays empty and means nothing by itself.
 *
 * <p>The kernel's record locks belong to the process and are all dropped when it closes
 * <em>any</em> descriptor of the file. So a lock file must be opened by nobody but this class,
 * which opens each at most once per process. A lock is not bound to a thread, and is not reentrant.
 */
public final class FileLock implements AutoCloseable {

  /**
   * Waiting asks again and again instead of blocking in the kernel: the kernel takes two processes
   * that wait for each other in different threads for a deadlock, and a blocked call cannot be
   * interrupted without closing the file.
   */
  private static final long FIRST_PAUSE_MILLIS = 1;

  private static final long LONGEST_PAUSE_MILLIS = 50;

  private static final Set<OpenOption> OPEN =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What this process holds, by real path; guarded by itself. */
  private static final Map<Path, Held> HELD = new HashMap<>();

  /** One open lock file; {@code holders} above 1 only for a shared lock. */
  private static final class Held {
    final FileChannel channel;
    final boolean shared;
    int holders = 1;

    Held(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  private final Path file;
  private boolean open = true;

  private FileLock(Path file) {
    this.file = file;
  }

  /** Waits until nobody else holds the lock in any way. */
  public static FileLock exclusive(Path file) throws IOException, InterruptedException {
    return await(file, false);
  }

  /** Waits until nobody holds the lock exclusively; any number may share it. */
  public static FileLock shared(Path file) throws IOException, InterruptedException {
    return await(file, true);
  }

  /** The exclusive lock, unless somebody holds it in any way. Does not wait. */
  public static Optional<FileLock> tryExclusive(Path file) throws IOException {
    return take(file, false);
  }

  /** The shared lock, unless somebody holds it exclusively. Does not wait. */
  public static Optional<FileLock> tryShared(Path file) throws IOException {
    return take(file, true);
  }

  /** Releases the lock and leaves the file. A second call does nothing. */
  @Override
  public void close() throws IOException {
    release(false);
  }

  /**
   * Deletes the file and releases the lock. Whoever waits for it takes a new file. Only for the
   * holder of an exclusive lock.
   */
  public void delete() throws IOException {
    release(true);
  }

  private void release(boolean delete) throws IOException {
    synchronized (HELD) {
      Held held = HELD.get(file);
      if (!open || held == null) {
        return;
      }
      open = false;
      held.holders--;
      if (held.holders > 0) {
        return;
      }
      HELD.remove(file);
      try {
        if (delete) {
          Files.deleteIfExists(file);
        }
      } finally {
        held.channel.close();
      }
    }
  }

  private static FileLock await(Path file, boolean shared)
      throws IOException, InterruptedException {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      Optional<FileLock> lock = take(file, shared);
      if (lock.isPresent()) {
        return lock.get();
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static Optional<FileLock> take(Path file, boolean shared) throws IOException {
    Path real = file.resolveSibling(".").toRealPath().resolve(file.getFileName());
    synchronized (HELD) {
      Held held = HELD.get(real);
      if (held == null) {
        return open(real, shared);
      }
      if (shared && held.shared) {
        held.holders++;
        return Optional.of(new FileLock(real));
      }
      return Optional.empty();
    }
  }

  /**
   * Opens and locks the file at a path. Its last holder may delete it at any time, and a lock on a
   * file that no longer has the name would keep nobody out: hence the look before and after.
   */
  private static Optional<FileLock> open(Path file, boolean shared) throws IOException {
    while (true) {
      Optional<Object> before = identity(file);
      if (before.isEmpty()) {
        create(file);
        continue;
      }
      FileChannel channel;
      try {
        channel = FileChannel.open(file, OPEN);
      } catch (NoSuchFileException deleted) {
        continue;
      }
      boolean kept = false;
      try {
        if (channel.tryLock(0, Long.MAX_VALUE, shared) == null) {
          return Optional.empty();
        }
        if (before.equals(identity(file))) {
          kept = true;
          HELD.put(file, new Held(channel, shared));
          return Optional.of(new FileLock(file));
        }
      } finally {
        if (!kept) {
          channel.close();
        }
      }
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file, PRIVATE);
    } catch (FileAlreadyExistsException another) {
      // Somebody was faster; any lock file at this name will do.
      return;
    }
  }

  private static Optional<Object> identity(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new FileSystemException(file.toString(), null, "is not a lock file");
      }
      return Optional.of(Objects.requireNonNull(attributes.fileKey()));
    } catch (NoSuchFileException deleted) {
      return Optional.empty();
    }
  }
}
