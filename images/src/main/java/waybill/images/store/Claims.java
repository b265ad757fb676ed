package waybill.images.store;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waybill.files.FileLock;

/**
 * Who uses which layers, so that none is removed from under a running task:
 *
 * <pre>
 *   CACHE/layers/use/
 *     4711-398112-pid:[4026531836]    what one process uses: a name and a line end each
 *     cleaning.lock                   while somebody removes layers, or was killed doing so
 * </pre>
 *
 * <p>A process writes down what it is about to use, then looks for a cleaner, and only then whether
 * the layer is there. A cleaner announces itself, then reads what is written down. Whatever the
 * order, one of them sees the other; a process that sees a cleaner waits until it has decided,
 * which takes as long as some renames. A claim holds until its process ends, however it ends:
 * nothing has to be given back, so nothing can be forgotten. Safe for many threads.
 */
final class Claims {

  /** When there are more processes than that, some of them have surely ended. */
  private static final int MANY = 64;

  /**
   * A process of another PID namespace cannot be looked for. Nothing runs longer in a container.
   */
  private static final long FOREIGN_MILLIS = 7L * 24 * 60 * 60 * 1000;

  private final File folder;
  private final File cleaning;

  /** Guarded by this. */
  private final HashSet<String> mine = new HashSet<>();

  private @Nullable File own;

  Claims(Path folder) {
    this.folder = new File(folder.toString());
    this.cleaning = new File(this.folder, "cleaning.lock");
  }

  /**
   * Keeps a layer from being removed as long as this process lives. Where that cannot be written
   * down, nobody could remove anything either.
   *
   * @throws IOException if the wait for a cleaner was interrupted
   */
  void claim(String name) throws IOException {
    try {
      write(name);
    } catch (IOException readOnly) {
      return;
    }
    if (cleaning.exists()) {
      awaitCleaner();
    }
  }

  private synchronized void write(String name) throws IOException {
    if (mine.contains(name)) {
      return;
    }
    File file = own;
    if (file == null) {
      file = begin();
      own = file;
    }
    try (FileOutputStream out = new FileOutputStream(file, true)) {
      out.write((name + '\n').getBytes(StandardCharsets.US_ASCII));
    }
    mine.add(name);
  }

  private File begin() throws IOException {
    createFolder();
    File file = new File(folder, ClaimOwner.self().text());
    String[] names = folder.list();
    if (names != null && names.length > MANY) {
      for (String name : names) {
        isAlive(name);
      }
    }
    file.deleteOnExit();
    return file;
  }

  private void createFolder() throws IOException {
    if (!folder.isDirectory()) {
      try {
        Files.createDirectory(folder.toPath());
      } catch (FileAlreadyExistsException another) {
        // Somebody else was faster.
        return;
      }
    }
  }

  private void awaitCleaner() throws IOException {
    try {
      // Deleting it again is for those that come later; a dead cleaner cannot.
      FileLock.exclusive(cleaning.toPath()).delete();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while waiting for a cleaner");
    }
  }

  /** Announces a cleaner; while the lock is held, what {@link #claimed} says cannot change. */
  FileLock beginCleaning() throws IOException, InterruptedException {
    createFolder();
    return FileLock.exclusive(cleaning.toPath());
  }

  /** What living processes use; forgets those that have ended. */
  Set<String> claimed() throws IOException {
    Set<String> claimed = new HashSet<>();
    String[] names = folder.list();
    if (names == null) {
      return claimed;
    }
    for (String name : names) {
      if (isAlive(name)) {
        claimed.addAll(names(new File(folder, name)));
      }
    }
    return claimed;
  }

  private static List<String> names(File file) throws IOException {
    try {
      return Files.readAllLines(file.toPath());
    } catch (NoSuchFileException endedMeanwhile) {
      return List.of();
    }
  }

  /** Whether a file holds the claims of a living process; deletes those of a dead one. */
  private boolean isAlive(String name) throws IOException {
    File file = new File(folder, name);
    if (file.equals(cleaning)) {
      return false;
    }
    ClaimOwner owner = ClaimOwner.parse(name);
    boolean alive =
        owner.namespace().equals(ClaimOwner.self().namespace())
            ? owner.isAlive()
            : System.currentTimeMillis() - file.lastModified() < FOREIGN_MILLIS;
    if (!alive) {
      Files.deleteIfExists(file.toPath());
    }
    return alive;
  }
}
