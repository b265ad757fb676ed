package waybill.data.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Blobs as files below a folder. For any number of threads and one process. */
public final class BlobStore {
  private BlobStore() {}

  /** How a blob was received. */
  public enum Put {
    WRITTEN,
    /** There is one of that name, which stays. */
    EXISTS,
    /** The content has another MD5 than was said; nothing was kept. */
    DAMAGED,
    NO_CONTAINER
  }

  public static BlobStore open(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** False when there is one of that name. */
  public boolean create(String container) {
    throw new UnsupportedOperationException();
  }

  public boolean has(String container) {
    throw new UnsupportedOperationException();
  }

  /** Removes it with all its blobs; false when there is none. Readers that wait are woken. */
  public boolean remove(String container) {
    throw new UnsupportedOperationException();
  }

  /**
   * Keeps a blob, durably when it returns.
   *
   * @param path parts joined by {@code /}, each of {@code A-Za-z0-9._-}
   * @param content as many bytes as {@code size}
   */
  public Put put(String container, String path, Blob blob, InputStream content) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The same for bytes at hand whose MD5 the caller has computed: it is not computed again. */
  public Put put(String container, String path, Blob blob, byte[] content, int length) {
    throw new UnsupportedOperationException();
  }

  public Optional<Blob> find(String container, String path) {
    throw new UnsupportedOperationException();
  }

  /** The content, for reading; not looked at. */
  public Optional<FileChannel> open(String container, String path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits until there is such a blob, the container is gone or the time is over; then as {@link
   * #find}.
   */
  public Optional<Blob> await(String container, String path, Duration patience)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** For whoever counts what is there. */
  public Map<String, Long> sizes() {
    throw new UnsupportedOperationException();
  }
}
