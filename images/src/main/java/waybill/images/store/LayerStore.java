package waybill.images.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import waybill.files.DurableFile;
import waybill.files.FileLock;
import waybill.files.FolderTree;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Layers on disk, unpacked once and then only read:
 *
 * <pre>
 *   CACHE/layers/            mode 0700: modes inside are those of the sources, open to all or not
 *     format                 "1" and a newline; written first, and read whenever the store is opened
 *     sha256/ab/ab12…/       a layer, the root of its tree; complete, durable, never changed
 *     tmp/                   exists only while somebody builds, or after a builder was killed
 *       3f2a-0/              a tree being built
 *       3f2a-0.lock          locked by its builder; a leftover is one whose lock is free
 *     records/               what the layers were built from, see BuildRecords
 * </pre>
 *
 * <p>Any number of processes and threads may use one store. A layer appears under its digest by a
 * rename after everything in it is on disk, so it is whole or not there, whenever a process or the
 * machine dies; two builders of the same layer both succeed, and the first one's tree stays.
 * Leftovers are removed by whoever opens the store next. A store that cannot be written still
 * serves the layers it has.
 *
 * <p>This class and {@link Staging} speak {@code java.io} where a layer that is there already is
 * looked up: the first use of a {@code java.nio} channel or directory stream costs a fresh JVM 2 to
 * 5 ms, these calls cost 0.05.
 */
public final class LayerStore {
  private static final String FORMAT = "1\n";
  private static final int MAX_FORMAT_BYTES = 64;

  private static final String LOCK = ".lock";

  private static final String SCHEME = "sha256:";
  private static final int HEX_DIGITS = 64;

  /** Enough to get past all who sweep or take names at this moment. */
  private static final int STAGE_ATTEMPTS = 1000;

  private final Path root;
  private final StoreDisk disk;

  private LayerStore(Path root, StoreDisk disk) {
    this.root = root;
    this.disk = disk;
  }

  /**
   * Opens the store in a cache folder, which is made when missing.
   *
   * @throws FailureException {@code STORE_UNREADABLE} if it is of another version, or cannot be
   *     read or made; {@code DISK_FULL}
   */
  public static LayerStore open(Path cacheFolder) {
    return open(cacheFolder, new StoreDisk());
  }

  static LayerStore open(Path cacheFolder, StoreDisk disk) {
    LayerStore store = new LayerStore(cacheFolder.toAbsolutePath().resolve("layers"), disk);
    store.checkFormat();
    store.sweep();
    return store;
  }

  /** The folder of the whole store; absolute. */
  public Path root() {
    return root;
  }

  /** Where notes on how layers were built are kept; may not exist. */
  public Path records() {
    return root.resolve("records");
  }

  /**
   * Where a layer's tree is, or would be.
   *
   * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
   */
  public Path folder(String digest) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException("not a layer's digest: " + digest);
    }
    String hex = digest.substring(SCHEME.length());
    return shelf(hex).resolve(hex);
  }

  /** The folders between the root and a layer, from the root down. */
  List<Path> foldersAbove(String digest) {
    return List.of(shelves(), shelf(digest.substring(SCHEME.length())));
  }

  private Path shelf(String hex) {
    return shelves().resolve(hex.substring(0, 2));
  }

  private Path shelves() {
    return root.resolve("sha256");
  }

  /** Whether a text is the digest of some layer. */
  public static boolean isDigest(String text) {
    if (!text.startsWith(SCHEME) || text.length() != SCHEME.length() + HEX_DIGITS) {
      return false;
    }
    for (int i = SCHEME.length(); i < text.length(); i++) {
      char digit = text.charAt(i);
      if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Whether the layer is here, whole and usable. */
  public boolean contains(String digest) {
    return new File(folder(digest).toString()).isDirectory();
  }

  /** Begins a new layer. The caller closes it. */
  public Staging stage() {
    try {
      return new Staging(this, disk, stageFolder());
    } catch (IOException failed) {
      throw failure("begin a layer in", failed);
    }
  }

  /** What a staging folder is and who owns it. */
  record Stage(Path tree, FileLock lock) {}

  private Stage stageFolder() throws IOException {
    Path temporary = temporary();
    String prefix = Long.toHexString(System.nanoTime()) + "-";
    IOException last = new IOException("no free name");
    for (int attempt = 0; attempt < STAGE_ATTEMPTS; attempt++) {
      Path tree = temporary.resolve(prefix + attempt);
      try {
        createIfMissing(temporary);
        Optional<FileLock> lock = FileLock.tryExclusive(lockOf(tree));
        if (lock.isPresent()) {
          return locked(tree, lock.get());
        }
      } catch (NoSuchFileException | FileAlreadyExistsException raced) {
        // Another one removed the empty folder of all stagings, or has this name.
        last = raced;
      }
    }
    throw last;
  }

  private Stage locked(Path tree, FileLock lock) throws IOException {
    Stage stage = new Stage(tree, lock);
    try {
      disk.createFolder(tree);
      return stage;
    } catch (IOException failed) {
      discard(stage);
      throw failed;
    }
  }

  /** Ends a staging: deletes its tree, unless that was moved away, and lets go of its name. */
  void discard(Stage stage) {
    try (FileLock held = stage.lock()) {
      FolderTree.delete(stage.tree());
      held.delete();
    } catch (IOException kept) {
      // Then it is a leftover, and swept when the store is next opened. What brought us here, if
      // anything went wrong, matters more.
      return;
    }
    removeTemporary();
  }

  void createIfMissing(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      disk.createFolder(folder);
    } catch (FileAlreadyExistsException another) {
      // Somebody else was faster, which is as good.
      return;
    }
  }

  /** Succeeds for the last one; while it is not there, opening the store takes one look. */
  private void removeTemporary() {
    try {
      Files.deleteIfExists(temporary());
    } catch (IOException inUse) {
      // Another builder is at work, or left something for the next sweep.
      return;
    }
  }

  private Path temporary() {
    return root.resolve("tmp");
  }

  private static Path lockOf(Path tree) {
    return tree.resolveSibling(tree.getFileName() + LOCK);
  }

  /** Removes what killed builders left; looks no further than one name when there is nothing. */
  private void sweep() {
    String[] names = new File(temporary().toString()).list();
    if (names == null) {
      return;
    }
    for (String name : names) {
      if (name.endsWith(LOCK)) {
        sweep(temporary().resolve(name.substring(0, name.length() - LOCK.length())));
      }
    }
    removeTemporary();
  }

  private void sweep(Path tree) {
    try {
      Optional<FileLock> lock = FileLock.tryExclusive(lockOf(tree));
      if (lock.isPresent()) {
        discard(new Stage(tree, lock.get()));
      }
    } catch (IOException kept) {
      // A leftover costs space, and nothing else. That this user may not write to the store is no
      // reason not to read from it.
      return;
    }
  }

  private void checkFormat() {
    File format = new File(root.resolve("format").toString());
    if (!format.exists()) {
      create();
      return;
    }
    String found;
    try (FileInputStream in = new FileInputStream(format)) {
      found = new String(in.readNBytes(MAX_FORMAT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw failure("read", failed);
    }
    if (!found.equals(FORMAT)) {
      throw Failure.of(
              FailureCode.STORE_UNREADABLE,
              "the layer store "
                  + root
                  + " has format `"
                  + found.strip()
                  + "`; this program reads format `"
                  + FORMAT.strip()
                  + "`")
          .withHelp(
              "use the version of the program that made it, set WAYBILL_CACHE_DIR to another folder,"
                  + " or remove the store: it holds only copies")
          .asException();
    }
  }

  private void create() {
    try {
      if (Files.exists(shelves())) {
        throw Failure.of(
                FailureCode.STORE_UNREADABLE,
                "the layer store " + root + " does not say its format")
            .withHelp("remove it: it holds only copies")
            .asException();
      }
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      DurableFile.write(root.resolve("format"), FORMAT.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw failure("make", failed);
    }
  }

  /** What a failed operation on the store means to its user. */
  FailureException failure(String doing, IOException failed) {
    if (failed instanceof ClosedByInterruptException || failed instanceof InterruptedIOException) {
      return new FailureException(
          Failure.of(FailureCode.INTERNAL, "interrupted while building a layer"), failed);
    }
    String message = "cannot " + doing + " the layer store " + root + ": " + OsReason.of(failed);
    if (OsReason.isDiskFull(failed)) {
      return new FailureException(
          Failure.of(FailureCode.DISK_FULL, message)
              .withHelp(
                  "make room on that disk, or set WAYBILL_CACHE_DIR to a folder on another one"),
          failed);
    }
    return new FailureException(
        Failure.of(FailureCode.STORE_UNREADABLE, message)
            .withHelp(
                "give this user the right to read and write it, or set WAYBILL_CACHE_DIR to another"
                    + " folder"),
        failed);
  }
}
