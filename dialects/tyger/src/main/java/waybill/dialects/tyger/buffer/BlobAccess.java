package waybill.dialects.tyger.buffer;

import java.time.Duration;
import java.util.Optional;

/**
 * The blobs of one buffer, wherever they are. For any number of threads. What cannot be done is a
 * {@link waybill.model.failure.FailureException} with the tool's text, after all that could be
 * tried was tried; so is a container that is not there, whatever is asked of it.
 */
public interface BlobAccess {

  /** How a blob was received. */
  enum Put {
    WRITTEN,
    /** There is one of that name, which stays. */
    EXISTS
  }

  /**
   * Gives the room that a blob is read into.
   *
   * @see #get
   */
  interface Space {
    /** At least so many bytes, of which the first are used; may wait for them. */
    byte[] of(int size) throws InterruptedException;
  }

  /** The content of a blob, which fits its seal's MD5. */
  final class Content {
    private final byte[] bytes;
    private final int length;
    private final Seal seal;

    /**
     * @param bytes the first {@code length} of them; not copied
     */
    public Content(byte[] bytes, int length, Seal seal) {
      this.bytes = bytes;
      this.length = length;
      this.seal = seal;
    }

    byte[] bytes() {
      return bytes;
    }

    int length() {
      return length;
    }

    Seal seal() {
      return seal;
    }
  }

  /** Says that somebody writes, until it is closed. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** The largest blob that is read. */
  int MAX_BLOB = 1 << 30;

  /** What the place is called in messages; never a URL with its signature. */
  String name();

  /** Keeps a blob, durably when it returns; the bytes are then the caller's again. */
  Put put(String path, byte[] bytes, int offset, int length, Seal seal) throws InterruptedException;

  /**
   * Reads a blob and checks its MD5.
   *
   * @param patience wait so long for it, unless the buffer has ended; some servers answer at once
   * @return empty when it is not there
   */
  Optional<Content> get(String path, Duration patience, Space space) throws InterruptedException;

  /**
   * Says from now on that the writer lives, to whom that is of use. For whoever has put the first
   * marker; to be closed when there is the last one, or there can be none.
   */
  default Hold hold() {
    return () -> {};
  }

  /** What is known of a blob, if it is there. */
  Optional<Seal> head(String path) throws InterruptedException;
}
