package waybill.images.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;
import waybill.images.registry.BlobSink;
import waybill.images.source.Sha256;

/** A blob on its way to the disk. What was there is read once, for the digest of the whole. */
final class PartialBlob implements BlobSink, AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final FileChannel channel;
  private final BlobStore store;
  private MessageDigest digest = Sha256.begin();
  private long size;

  private PartialBlob(FileChannel channel, BlobStore store) {
    this.channel = channel;
    this.store = store;
  }

  /** Opens or makes the file; its name belongs to the caller for as long as that is open. */
  static PartialBlob open(Path part, BlobStore store) throws IOException {
    return readThrough(
        FileChannel.open(
            part,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
        store);
  }

  /** Opens a file that is only looked at. */
  static PartialBlob read(Path file, BlobStore store) throws IOException {
    return readThrough(FileChannel.open(file, StandardOpenOption.READ), store);
  }

  private static PartialBlob readThrough(FileChannel channel, BlobStore store) throws IOException {
    PartialBlob blob = new PartialBlob(channel, store);
    boolean read = false;
    try {
      blob.readThrough();
      read = true;
      return blob;
    } finally {
      if (!read) {
        channel.close();
      }
    }
  }

  private void readThrough() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer.clear()) >= 0) {
      size += buffer.position();
      digest.update(buffer.flip());
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer, size + buffer.position() - offset);
      }
    } catch (IOException failed) {
      throw store.failure(failed);
    }
    digest.update(bytes, offset, length);
    size += length;
  }

  @Override
  public void restart() {
    try {
      channel.truncate(0);
    } catch (IOException failed) {
      throw store.failure(failed);
    }
    digest = Sha256.begin();
    size = 0;
  }

  @Override
  public String digest() {
    try {
      return Sha256.text((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", impossible);
    }
  }

  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
