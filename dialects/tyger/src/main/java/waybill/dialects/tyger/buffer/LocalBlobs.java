package waybill.dialects.tyger.buffer;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import waybill.data.blob.Blob;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.files.OsReason;

/** Blobs of a container of this machine's store. */
public final class LocalBlobs implements BlobAccess {
  /** Larger pieces would only be copied outside the processor's caches. */
  private static final int PIECE = 256 << 10;

  private final BlobStore store;
  private final String container;
  private final Writers writers;

  /**
   * @param writers of that store
   */
  public LocalBlobs(BlobStore store, String container, Writers writers) {
    this.store = store;
    this.container = container;
    this.writers = writers;
  }

  @Override
  public String name() {
    return container;
  }

  @Override
  public Put put(String path, byte[] bytes, int offset, int length, Seal seal) {
    byte[] content = offset == 0 ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
    Map<String, String> metadata =
        seal.chain().map(chain -> Map.of(Seal.CHAIN, chain)).orElse(Map.of());
    Blob blob = new Blob(length, seal.md5(), metadata);
    return switch (store.put(container, path, blob, content, length)) {
      case WRITTEN -> Put.WRITTEN;
      case EXISTS -> Put.EXISTS;
      case DAMAGED -> throw BufferTexts.md5Mismatch(path);
      case NO_CONTAINER -> throw BufferTexts.missing();
    };
  }

  @Override
  public Optional<Content> get(String path, Duration patience, Space space)
      throws InterruptedException {
    Optional<Blob> found = writers.await(container, path, patience);
    if (found.isEmpty()) {
      ensureContainer();
      return Optional.empty();
    }
    Blob blob = found.get();
    if (blob.size() > MAX_BLOB) {
      throw BufferTexts.form("blob " + path + " has " + blob.size() + " bytes, which is too large");
    }
    int length = (int) blob.size();
    byte[] bytes = space.of(length);
    read(path, bytes, length);
    if (!HashChain.md5(bytes, 0, length).equals(blob.md5())) {
      throw BufferTexts.md5Mismatch(path);
    }
    return Optional.of(new Content(bytes, length, seal(blob)));
  }

  private void read(String path, byte[] bytes, int length) {
    try (FileChannel file = store.open(container, path).orElseThrow(BufferTexts::missing)) {
      int done = 0;
      while (done < length) {
        int count = file.read(ByteBuffer.wrap(bytes, done, Math.min(PIECE, length - done)));
        if (count < 0) {
          throw new EOFException("it ends after " + done + " of " + length + " bytes");
        }
        done += count;
      }
    } catch (IOException e) {
      throw BufferTexts.form("cannot read blob " + path + ": " + OsReason.of(e));
    }
  }

  @Override
  public Optional<Seal> head(String path) {
    Optional<Blob> found = find(path);
    if (found.isEmpty()) {
      ensureContainer();
    }
    return found.map(LocalBlobs::seal);
  }

  private Optional<Blob> find(String path) {
    return store.find(container, path);
  }

  private void ensureContainer() {
    if (!store.has(container)) {
      throw BufferTexts.missing();
    }
  }

  private static Seal seal(Blob blob) {
    return new Seal(blob.md5(), Optional.ofNullable(blob.metadata().get(Seal.CHAIN)));
  }
}
