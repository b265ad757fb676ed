package waybill.data.blob;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import waybill.files.DurableFile;
import waybill.files.FolderTree;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Blobs as files below a folder: {@code data/CONTAINER/PATH}, each its content and a {@link
 * Footer}; what is being written or removed is in {@code staging}, which is emptied when the store
 * is opened. For any number of threads and one process.
 *
 * <p>Names that are none fail with {@code IllegalArgumentException}: ask {@link #isContainerName}
 * and {@link #isBlobPath} about those of strangers. What the disk refuses is a {@link
 * FailureException} that says why.
 */
public final class BlobStore {
  /** Larger ones are refused. */
  public static final long MAX_BLOB = 5000L << 20;

  private static final int PIECE = 256 << 10;
  private static final int LOCKS = 64;

  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** How a blob was received. */
  public enum Put {
    WRITTEN,
    /** There is one of that name, or one in its way, which stays. */
    EXISTS,
    /** The content has another MD5 than was said; nothing was kept. */
    DAMAGED,
    NO_CONTAINER
  }

  private final Path data;
  private final Path staging;
  private final AtomicLong staged = new AtomicLong();
  private final BlobWaiters waiters = new BlobWaiters();

  /** Held while names change in a container: short, nothing is written or synced meanwhile. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  private BlobStore(Path folder) {
    this.data = folder.resolve("data");
    this.staging = folder.resolve("staging");
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** The store in a folder, which is made where it is missing; what was left half done goes. */
  public static BlobStore open(Path folder) {
    var store = new BlobStore(folder);
    try {
      Files.createDirectories(store.data, PRIVATE_FOLDER);
      Files.createDirectories(store.staging, PRIVATE_FOLDER);
      DurableFile.syncFolder(folder);
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(store.staging)) {
        for (Path leftover : leftovers) {
          FolderTree.delete(leftover);
        }
      }
      return store;
    } catch (IOException e) {
      throw failed("cannot open the store of blobs " + folder, e);
    }
  }

  public static boolean isContainerName(String name) {
    return BlobNames.isContainer(name);
  }

  /** Parts joined by {@code /}, each of {@code A-Za-z0-9._-} and not of dots alone. */
  public static boolean isBlobPath(String path) {
    return BlobNames.isPath(path);
  }

  /** False when there is one of that name. */
  public boolean create(String container) {
    try {
      Files.createDirectory(folder(container), PRIVATE_FOLDER);
      DurableFile.syncFolder(data);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw failed("cannot make the container " + container, e);
    }
  }

  /** The names of all that there are. */
  public List<String> containers() {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(data)) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (isContainerName(name)) {
          names.add(name);
        }
      }
      return names;
    } catch (DirectoryIteratorException e) {
      throw failed("cannot list the containers", new IOException(e));
    } catch (IOException e) {
      throw failed("cannot list the containers", e);
    }
  }

  public boolean has(String container) {
    return Files.isDirectory(folder(container), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Removes it with all its blobs; false when there is none. Readers that wait are woken, those
   * that have a blob open go on, and what is being written goes.
   */
  public boolean remove(String container) {
    Path away = staged();
    try {
      ReentrantLock lock = lock(container);
      lock.lock();
      try {
        Files.move(folder(container), away, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        lock.unlock();
      }
      DurableFile.syncFolder(data);
      waiters.wakeAll(container);
      FolderTree.delete(away);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failed("cannot remove the container " + container, e);
    }
  }

  /**
   * Keeps a blob, durably when it returns.
   *
   * @param content as many bytes as the blob's size are read from it
   * @throws IOException when the content cannot be read, or ends too soon
   */
  public Put put(String container, String path, Blob blob, InputStream content) throws IOException {
    Path target = file(container, path);
    checkSize(blob.size());
    if (!has(container)) {
      return Put.NO_CONTAINER;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return Put.EXISTS;
    }
    Path file = staged();
    try {
      try (FileChannel channel = create(file)) {
        String md5 = receive(content, blob.size(), file, channel);
        if (!blob.md5().isEmpty() && !blob.md5().equals(md5)) {
          return Put.DAMAGED;
        }
        finish(channel, file, Footer.of(md5, blob.metadata()));
      }
      return commit(container, path, file, target);
    } finally {
      discard(file);
    }
  }

  /** The same for bytes at hand whose MD5 the caller has computed: it is not computed again. */
  public Put put(String container, String path, Blob blob, byte[] content, int length) {
    Path target = file(container, path);
    if (length != blob.size() || blob.md5().isEmpty()) {
      throw new IllegalArgumentException("a blob of " + length + " bytes that says otherwise");
    }
    if (!has(container)) {
      return Put.NO_CONTAINER;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return Put.EXISTS;
    }
    Path file = staged();
    try {
      try (FileChannel channel = create(file)) {
        write(channel, file, ByteBuffer.wrap(content, 0, length));
        finish(channel, file, Footer.of(blob.md5(), blob.metadata()));
      } catch (IOException e) {
        throw failed("cannot write " + file, e);
      }
      return commit(container, path, file, target);
    } finally {
      discard(file);
    }
  }

  private static void checkSize(long size) {
    if (size < 0 || size > MAX_BLOB) {
      throw new IllegalArgumentException("a blob of " + size + " bytes");
    }
  }

  private static FileChannel create(Path file) {
    try {
      return FileChannel.open(file, NEW, PRIVATE_FILE);
    } catch (IOException e) {
      throw failed("cannot write " + file, e);
    }
  }

  private static String receive(InputStream content, long size, Path file, FileChannel channel)
      throws IOException {
    MessageDigest md5 = md5();
    byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, size))];
    long left = size;
    while (left > 0) {
      int length = content.read(piece, 0, (int) Math.min(piece.length, left));
      if (length < 0) {
        throw new EOFException("the content ends " + left + " bytes too soon");
      }
      md5.update(piece, 0, length);
      write(channel, file, ByteBuffer.wrap(piece, 0, length));
      left -= length;
    }
    return Base64.getEncoder().encodeToString(md5.digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static void write(FileChannel channel, Path file, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed("cannot write " + file, e);
    }
  }

  private static void finish(FileChannel channel, Path file, ByteBuffer footer) {
    write(channel, file, footer);
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failed("cannot write " + file, e);
    }
  }

  /** Gives a finished file its name; of several only the first gets it. */
  private Put commit(String container, String path, Path file, Path target) {
    try {
      ReentrantLock lock = lock(container);
      lock.lock();
      try {
        if (!has(container)) {
          return Put.NO_CONTAINER;
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || !makeFolders(container, path)) {
          return Put.EXISTS;
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        lock.unlock();
      }
      syncFolderOf(target);
      waiters.wake(container, path);
      return Put.WRITTEN;
    } catch (NoSuchFileException e) {
      return Put.NO_CONTAINER; // removed since
    } catch (IOException e) {
      throw failed("cannot keep " + target, e);
    }
  }

  /** False when a blob has the name of one of them. */
  private boolean makeFolders(String container, String path) throws IOException {
    Path folder = folder(container);
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      Path inner = folder(container).resolve(path.substring(0, slash));
      if (!Files.isDirectory(inner, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.createDirectory(inner, PRIVATE_FOLDER);
        } catch (FileAlreadyExistsException blob) {
          return false;
        }
        DurableFile.syncFolder(folder);
      }
      folder = inner;
    }
    return true;
  }

  private static void syncFolderOf(Path target) throws IOException {
    DurableFile.syncFolder(target.resolveSibling("."));
  }

  /** What is known of a blob. */
  public Optional<Blob> find(String container, String path) {
    Path file = file(container, path);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Optional.of(Footer.read(channel));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return nothingOr(file, e);
    }
  }

  /**
   * The file of a blob, for reading: its first bytes, as many as the blob's size, are the content,
   * which is not looked at; what is behind them is the store's own.
   */
  public Optional<FileChannel> open(String container, String path) {
    Path file = file(container, path);
    try {
      return Optional.of(FileChannel.open(file, StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return nothingOr(file, e);
    }
  }

  /** A folder is no blob, nor is what would be below one. */
  private <T> Optional<T> nothingOr(Path file, IOException e) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    throw new FailureException(
        Failure.of(
            FailureCode.STORE_UNREADABLE, "cannot read the blob " + file + ": " + OsReason.of(e)),
        e);
  }

  /**
   * Waits until there is such a blob, the container is gone or the time is over; then as {@link
   * #find}.
   */
  public Optional<Blob> await(String container, String path, Duration patience)
      throws InterruptedException {
    awaitAny(container, List.of(path), patience);
    return find(container, path);
  }

  /** Waits until there is one of these blobs, the container is gone or the time is over. */
  public void awaitAny(String container, List<String> paths, Duration patience)
      throws InterruptedException {
    waiters.await(container, paths, patience.toNanos(), () -> isAnyThere(container, paths));
  }

  private boolean isAnyThere(String container, List<String> paths) {
    for (String path : paths) {
      if (Files.exists(file(container, path), LinkOption.NOFOLLOW_LINKS)) {
        return true;
      }
    }
    return !has(container);
  }

  private ReentrantLock lock(String container) {
    return locks[Math.floorMod(container.hashCode(), LOCKS)];
  }

  private Path folder(String container) {
    if (!BlobNames.isContainer(container)) {
      throw new IllegalArgumentException("no name of a container: " + container);
    }
    return data.resolve(container);
  }

  private Path file(String container, String path) {
    if (!BlobNames.isPath(path)) {
      throw new IllegalArgumentException("no path of a blob: " + path);
    }
    return folder(container).resolve(path);
  }

  private Path staged() {
    return staging.resolve(Long.toString(staged.incrementAndGet()));
  }

  /** Gone already when it was kept. */
  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return; // it is in nobody's way, and goes when the store is opened
    }
  }

  private static FailureException failed(String what, IOException e) {
    if (OsReason.isDiskFull(e)) {
      return new FailureException(
          Failure.of(FailureCode.DISK_FULL, what + ": " + OsReason.of(e))
              .withHelp("make room on that disk, or delete and purge what is not needed"),
          e);
    }
    String why = e instanceof ClosedByInterruptException ? "it was interrupted" : OsReason.of(e);
    return new FailureException(Failure.of(FailureCode.STORE_UNREADABLE, what + ": " + why), e);
  }
}
