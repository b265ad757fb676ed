package waybill.images.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import waybill.images.archive.Decompression;
import waybill.images.store.TreeDigest;

/**
 * An archive that is read once: decompressed in one thread, hashed in a second, and read by whoever
 * asks. Both digests are known at its end.
 */
final class ArchiveStream implements AutoCloseable {
  private final MessageDigest storedDigest = TreeDigest.sha256();
  private final MessageDigest plainDigest = TreeDigest.sha256();
  private final InputStream stream;
  private final boolean hashesStored;

  private ArchiveStream(InputStream stored, boolean hashesStored, Path scratch) throws IOException {
    this.hashesStored = hashesStored;
    InputStream counted = hashesStored ? new DigestInputStream(stored, storedDigest) : stored;
    InputStream plain = new ReadAhead(Decompression.of(counted, scratch), "archive-reader");
    stream = new ReadAhead(new DigestInputStream(plain, plainDigest), "archive-digest");
  }

  /** Opens an archive. The digest of its stored bytes is only calculated where one is expected. */
  static ArchiveStream open(ArchiveSource source, Path scratch) throws IOException {
    InputStream stored = source.open();
    boolean opened = false;
    try {
      ArchiveStream stream = new ArchiveStream(stored, source.digest().isPresent(), scratch);
      opened = true;
      return stream;
    } finally {
      if (!opened) {
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
    return "sha256:" + TreeDigest.hex(plainDigest);
  }

  /** Of the bytes as they are stored; once, after the stream's end. */
  String storedDigest() {
    if (!hashesStored) {
      throw new IllegalStateException("nobody wanted to know it");
    }
    return "sha256:" + TreeDigest.hex(storedDigest);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
