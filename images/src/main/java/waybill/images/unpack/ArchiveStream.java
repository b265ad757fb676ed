package waybill.images.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import waybill.images.archive.Decompression;

/**
 * An archive that is read once: decompressed in a thread of its own, and read by whoever asks. Both
 * digests are known at its end.
 */
final class ArchiveStream implements AutoCloseable {
  private final InputStream stream;
  private final Optional<Hashing.Hash> storedHash;
  private final Hashing.Hash plainHash;

  private ArchiveStream(
      InputStream plain, Optional<Hashing.Hash> storedHash, Hashing.Hash plainHash) {
    this.stream = new HashedStream(new ReadAhead(plain, "archive-reader"), plainHash);
    this.storedHash = storedHash;
    this.plainHash = plainHash;
  }

  /** Opens an archive. The digest of its stored bytes is only calculated where one is expected. */
  static ArchiveStream open(ArchiveSource source, Path scratch, Hashing hashing)
      throws IOException {
    InputStream stored = source.open();
    Optional<Hashing.Hash> storedHash =
        source.digest().isPresent() ? Optional.of(hashing.begin()) : Optional.empty();
    boolean opened = false;
    try {
      InputStream counted =
          storedHash.isPresent() ? new HashedStream(stored, storedHash.get()) : stored;
      InputStream plain = Decompression.of(counted, scratch);
      ArchiveStream stream = new ArchiveStream(plain, storedHash, hashing.begin());
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        close(storedHash);
        stored.close();
      }
    }
  }

  /** The archive after decompression. */
  InputStream stream() {
    return stream;
  }

  /** Of the archive after decompression; once, after the stream's end. */
  String digest() {
    return plainHash.digest();
  }

  /** Of the bytes as they are stored; once, after the stream's end. */
  String storedDigest() {
    return storedHash
        .orElseThrow(() -> new IllegalStateException("nobody wanted to know it"))
        .digest();
  }

  /** The thread first: it hashes, too. */
  @Override
  public void close() throws IOException {
    try {
      stream.close();
    } finally {
      plainHash.close();
      close(storedHash);
    }
  }

  private static void close(Optional<Hashing.Hash> hash) {
    if (hash.isPresent()) {
      hash.get().close();
    }
  }
}
