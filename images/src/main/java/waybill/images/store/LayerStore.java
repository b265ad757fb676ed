package waybill.images.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import waybill.files.DurableFile;
import waybill.files.FileLock;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * Layers on disk, unpacked once and then only read:
 *
 * <pre>
 *   CACHE/layers/            mode 0700: modes inside are those of the sources, open to all or not
 *     format                 "1" and a newline; written first, and read whenever the store is opened
 *     sha256/ab/ab12…/       a layer, the root of its tree; complete, durable, never changed
 *     sha256-range/ab/ab12…/ one whose files have the owners that its archive gave them
 *     tmp/                   exists only while somebody builds, or after a builder was killed
 *       3f2a-0/              a tree being built
 *       3f2a-0.lock          locked by its builder; a leftover is one whose lock is free
 *     records/               what the layers were built from, see BuildRecords
 *     marks/                 when layers were last used and how large they are, see Marks
 *     use/                   which processes use which layers, see Claims
 * </pre>
 *
 * <p>Any number of processes and threads may use one store. A layer appears under its digest by a
 * rename after everything in it is on disk, so it is whole or not there, whenever a process or the
 * machine dies; two builders of the same layer both succeed, and the first one's tree stays.
 * Leftovers are removed by whoever opens the store next, or, where he may not, by whoever next
 * unpacks an archive. A store that cannot be written still serves the layers it has.
 *
 * <p>This class and {@link Staging} speak {@code java.io} where a layer that is there already is
 * looked up: the first use of a {@code java.nio} channel or directory stream costs a fresh JVM 2 to
 * 5 ms, these calls cost 0.05.
 */
public final class LayerStore {
  private static final String FORMAT = "1\n";
  private static final int MAX_FORMAT_BYTES = 64;

  private static final String RANGE_SHELVES = "sha256-range";

  /** What the names of claimed blobs begin with. */
  static final String BLOB = "blob-";

  private static final String SCHEME = "sha256:";
  private static final int HEX_DIGITS = 64;

  private final Path root;
  private final StoreDisk disk;

  private final Stages stages;
  private final Claims claims;
  private final Marks marks;
  private volatile boolean grown;

  private LayerStore(Path root, StoreDisk disk) {
    this.root = root;
    this.disk = disk;
    this.stages = new Stages(root.resolve("tmp"), disk);
    this.claims = new Claims(root.resolve("use"));
    this.marks = new Marks(root.resolve("marks"));
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
    store.stages.sweep();
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

  /** Where the tree of a layer for one id is, or would be. */
  public Path folder(String digest) {
    return folder(digest, Ids.SINGLE);
  }

  /**
   * Where a layer's tree is, or would be.
   *
   * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
   */
  public Path folder(String digest, Ids ids) {
    if (!isDigest(digest)) {
      throw new IllegalArgumentException("not a layer's digest: " + digest);
    }
    String hex = digest.substring(SCHEME.length());
    return shelf(hex, ids).resolve(hex);
  }

  /** The folders between the root and a layer, from the root down. */
  List<Path> foldersAbove(String digest, Ids ids) {
    return List.of(shelves(ids), shelf(digest.substring(SCHEME.length()), ids));
  }

  private Path shelf(String hex, Ids ids) {
    return shelves(ids).resolve(hex.substring(0, 2));
  }

  Path shelves(Ids ids) {
    return root.resolve(ids == Ids.SINGLE ? "sha256" : RANGE_SHELVES);
  }

  /** What a layer is called where it is written down that it is used. */
  private static String name(String digest, Ids ids) {
    return Stages.name(digest.substring(SCHEME.length()), ids);
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

  /** Whether the layer for one id is here, as {@link #contains(String, Ids)}. */
  public boolean contains(String digest) {
    return contains(digest, Ids.SINGLE);
  }

  /**
   * Whether the layer is here, whole and usable. Then nobody removes it as long as this process
   * lives, and it counts as used now.
   *
   * @throws FailureException if the wait for somebody who removes layers was interrupted
   */
  public boolean contains(String digest, Ids ids) {
    File folder = new File(folder(digest, ids).toString());
    if (!folder.isDirectory()) {
      return false;
    }
    String name = name(digest, ids);
    try {
      claims.claim(name);
    } catch (IOException interrupted) {
      throw failure("use", interrupted);
    }
    boolean there = folder.isDirectory();
    if (there) {
      marks.touch(name);
    }
    return there;
  }

  /** Begins a new layer, for one id. The caller closes it. */
  public Staging stage() {
    try {
      return new Staging(this, disk, stages.beginFolder());
    } catch (IOException failed) {
      throw failure("begin a layer in", failed);
    }
  }

  /** Begins a layer that somebody else writes, of which nothing is known yet. */
  public UnpackedStaging stageUnpacked(Ids ids, TreeAccess access) {
    try {
      stages.sweep(access);
      return new UnpackedStaging(this, disk, stages.begin(ids), ids, access);
    } catch (IOException failed) {
      throw failure("begin a layer in", failed);
    }
  }

  /**
   * Begins a layer that somebody else writes, once nobody else is about to make the same one; the
   * caller then looks again whether it is there.
   */
  public UnpackedStaging stageUnpacked(String digest, Ids ids, TreeAccess access) {
    try {
      stages.sweep(access);
      return new UnpackedStaging(
          this, disk, stages.begin(digest.substring(SCHEME.length()), ids, access), ids, access);
    } catch (IOException failed) {
      throw failure("begin a layer in", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure("begin a layer in", new InterruptedIOException());
    }
  }

  /** A place to take a layer to that is no longer wanted. */
  UnpackedStaging stageRemoval(Ids ids, TreeAccess access) throws IOException {
    return new UnpackedStaging(this, disk, stages.begin(ids), ids, access);
  }

  /** What a staging folder is and who owns it. */
  record Stage(Path tree, FileLock lock) {}

  void discard(Stage stage) {
    stages.discard(stage);
  }

  void createIfMissing(Path folder) throws IOException {
    disk.createIfMissing(folder);
  }

  /** Keeps a layer, there or not, from being removed as long as this process lives. */
  void claim(String digest, Ids ids) throws IOException {
    claims.claim(name(digest, ids));
  }

  /**
   * Keeps a downloaded archive, there or not, from being removed as long as this process lives. To
   * be called before anybody looks whether it is there.
   */
  public void keepBlob(String digest) {
    try {
      claims.claim(BLOB + digest.substring(SCHEME.length()));
    } catch (IOException interrupted) {
      throw failure("use", interrupted);
    }
  }

  /** Whether this process has added a layer, so that there may be more than there should be. */
  public boolean hasGrown() {
    return grown;
  }

  /** A layer was added. */
  void grew() {
    grown = true;
  }

  void note(String digest, Ids ids, TreeSize size) {
    marks.note(name(digest, ids), size);
  }

  Claims claims() {
    return claims;
  }

  Marks marks() {
    return marks;
  }

  Stages stages() {
    return stages;
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
      if (Files.exists(shelves(Ids.SINGLE))) {
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
