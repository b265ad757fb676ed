package waybill.images.image;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import waybill.files.FileLock;
import waybill.files.OsReason;
import waybill.images.registry.BlobSink;
import waybill.images.source.Descriptor;
import waybill.images.source.Sha256;
import waybill.images.unpack.Hashing;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Manifests, configurations and layers as registries gave them, by digest:
 *
 * <pre>
 *   CACHE/blobs/sha256/ab/
 *     ab12…          a blob: complete, verified, durable, never changed
 *     ab12….part     what there is of one; goes on where it was cut off, also after a crash
 *     ab12….lock     held by who gets it; others wait and then find it
 * </pre>
 *
 * <p>Any number of processes and threads may use one store.
 */
final class BlobStore {
  private static final int SCHEME = "sha256:".length();

  private final Path root;
  private final Hashing hashing;
  private final BlobDisk disk;

  BlobStore(Path cacheFolder, Hashing hashing) {
    this(cacheFolder, hashing, new BlobDisk());
  }

  BlobStore(Path cacheFolder, Hashing hashing, BlobDisk disk) {
    this.root = cacheFolder.toAbsolutePath().resolve("blobs/sha256");
    this.hashing = hashing;
    this.disk = disk;
  }

  /** Brings the bytes of a blob into a sink, verified. */
  interface Getter {
    void get(BlobSink sink) throws InterruptedException;
  }

  /** Where a blob is, or would be. */
  Path file(String digest) {
    String hex = digest.substring(SCHEME);
    return root.resolve(hex.substring(0, 2)).resolve(hex);
  }

  /** A blob that is here. */
  Optional<Path> find(String digest, long size) {
    Path file = file(digest);
    return new File(file.toString()).length() == size && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** A blob that is here, or is then. */
  Path obtain(Descriptor blob, Getter getter) throws InterruptedException {
    Optional<Path> here = find(blob.digest(), blob.size());
    if (here.isPresent()) {
      return here.get();
    }
    Path file = file(blob.digest());
    try {
      makeFolder(file.resolveSibling("."));
      try (FileLock lock = FileLock.exclusive(beside(file, ".lock"))) {
        if (find(blob.digest(), blob.size()).isEmpty()) {
          get(file, getter);
        }
        lock.delete();
      }
      return file;
    } catch (ClosedByInterruptException now) {
      throw interrupted();
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  private void get(Path file, Getter getter) throws IOException, InterruptedException {
    Path part = beside(file, ".part");
    try (PartialBlob partial = PartialBlob.open(part, this, hashing, disk)) {
      getter.get(partial);
      partial.sync();
    }
    disk.rename(part, file);
    disk.syncFolder(file.resolveSibling("."));
  }

  /** Puts a small blob that is at hand and verified. */
  void put(String digest, byte[] bytes) {
    Path file = file(digest);
    try {
      if (find(digest, bytes.length).isEmpty()) {
        makeFolder(file.resolveSibling("."));
        disk.put(file, bytes);
      }
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  /** A small blob; empty when it is not here, or damaged, or larger than that. */
  Optional<byte[]> read(String digest, int most) {
    Path file = file(digest);
    long size = new File(file.toString()).length();
    if (size == 0 || size > most) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return Sha256.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Reads a whole blob and looks whether it still is what it was. */
  boolean isIntact(String digest) {
    try (PartialBlob blob = PartialBlob.read(file(digest), this, hashing, disk)) {
      return blob.digest().equals(digest);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Removes a blob and what there is of it, unless somebody gets it at this moment. */
  void remove(String digest) {
    Path file = file(digest);
    try {
      if (!Files.isDirectory(file.resolveSibling("."))) {
        return;
      }
      Optional<FileLock> lock = FileLock.tryExclusive(beside(file, ".lock"));
      if (lock.isEmpty()) {
        return;
      }
      try (FileLock held = lock.get()) {
        disk.delete(file);
        disk.delete(beside(file, ".part"));
        held.delete();
      }
    } catch (IOException failed) {
      throw failure(failed);
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      disk.createFolders(folder);
    }
  }

  private static InterruptedException interrupted() {
    // The channel was closed because this thread's flag is set; the exception takes its place.
    Thread.interrupted();
    return new InterruptedException();
  }

  /** What a failed operation on the store means to its user. */
  FailureException failure(IOException failed) {
    String message = "cannot write the image store " + root + ": " + OsReason.of(failed);
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
