package waybill.images.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import waybill.images.registry.BlobSink;
import waybill.images.unpack.Hashing;

/** A blob on its way to the disk. What was there is read once, for the digest of the whole. */
final class PartialBlob implements BlobSink, AutoCloseable {
  private static final int BUFFER = 256 << 10;

  private final FileChannel channel;
  private final BlobStore store;
  private final Hashing hashing;
  private final BlobDisk disk;
  private Hashing.Hash hash;

  /** Of all bytes, once somebody asked. */
  private Optional<String> digest = Optional.empty();

  private long size;

  private PartialBlob(FileChannel channel, BlobStore store, Hashing hashing, BlobDisk disk) {
    this.channel = channel;
    this.store = store;
    this.hashing = hashing;
    this.disk = disk;
    this.hash = hashing.begin();
  }

  /** Opens or makes the file; its name belongs to the caller for as long as that is open. */
  static PartialBlob open(Path part, BlobStore store, Hashing hashing, BlobDisk disk)
      throws IOException {
    return readThrough(disk.open(part), store, hashing, disk);
  }

  /** Opens a file that is only looked at. */
  static PartialBlob read(Path file, BlobStore store, Hashing hashing, BlobDisk disk)
      throws IOException {
    return readThrough(FileChannel.open(file, StandardOpenOption.READ), store, hashing, disk);
  }

  private static PartialBlob readThrough(
      FileChannel channel, BlobStore store, Hashing hashing, BlobDisk disk) throws IOException {
    PartialBlob blob = new PartialBlob(channel, store, hashing, disk);
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
      disk.write(channel, ByteBuffer.wrap(bytes, offset, length), size);
    } catch (IOException failed) {
      throw store.failure(failed);
    }
    hash.update(bytes, offset, length);
    size += length;
  }

  @Override
  public void restart() {
    try {
      disk.empty(channel);
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
    disk.sync(channel);
  }

  @Override
  public void close() throws IOException {
    hash.close();
    channel.close();
  }
}
