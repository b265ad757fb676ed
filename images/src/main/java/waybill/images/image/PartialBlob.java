package waybill.images.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import waybill.images.registry.BlobSink;
import waybill.images.unpack.Hashing;

/** A blob on its way to the disk. What was there is read once, for the digest of the whole. */
final class PartialBlob implements BlobSink, AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final FileChannel channel;
  private final BlobStore store;
  private final Hashing hashing;
  private Hashing.Hash hash;

  /** Of all bytes, once somebody asked. */
  private Optional<String> digest = Optional.empty();

  private long size;

  private PartialBlob(FileChannel channel, BlobStore store, Hashing hashing) {
    this.channel = channel;
    this.store = store;
    this.hashing = hashing;
    this.hash = hashing.begin();
  }

  /** Opens or makes the file; its name belongs to the caller for as long as that is open. */
  static PartialBlob open(Path part, BlobStore store, Hashing hashing) throws IOException {
    return readThrough(
        FileChannel.open(
            part,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
        store,
        hashing);
  }

  /** Opens a file that is only looked at. */
  static PartialBlob read(Path file, BlobStore store, Hashing hashing) throws IOException {
    return readThrough(FileChannel.open(file, StandardOpenOption.READ), store, hashing);
  }

  private static PartialBlob readThrough(FileChannel channel, BlobStore store, Hashing hashing)
      throws IOException {
    PartialBlob blob = new PartialBlob(channel, store, hashing);
    boolean read = false;
    try {
      blob.readThrough();
      read = true;
      return blob;
    } finally {
      if (!read) {
        blob.close();
      }
    }
  }

  private void readThrough() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer.clear()) >= 0) {
      size += buffer.position();
      hash.update(buffer.array(), 0, buffer.position());
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
    hash.update(bytes, offset, length);
    size += length;
  }

  @Override
  public void restart() {
    try {
      channel.truncate(0);
    } catch (IOException failed) {
      throw store.failure(failed);
    }
    hash.close();
    hash = hashing.begin();
    digest = Optional.empty();
    size = 0;
  }

  @Override
  public String digest() {
    if (digest.isEmpty()) {
      digest = Optional.of(hash.digest());
    }
    return digest.get();
  }

  void sync() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    hash.close();
    channel.close();
  }
}
