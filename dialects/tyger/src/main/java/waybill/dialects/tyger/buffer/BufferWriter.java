package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;


/** Writes a stream into a buffer. */
public final class BufferWriter {
  public static final int BLOCK_SIZE = 4 << 20;
  public static final int WRITERS = 16;
  public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);

  /**
   * @param writers blobs under way at once
   * @param blockSize bytes of a blob at most
   * @param flushInterval after so long what there is makes a blob; zero for never
   */
  public BufferWriter(BlobAccess blobs, int writers, int blockSize, Duration flushInterval) {}

  /**
   * Writes until the end of the stream and marks the buffer complete. On any failure, and when the
   * thread is interrupted, it marks the buffer failed.
   *
   * @return bytes
   * @throws waybill.model.failure.FailureException with the tool's text, also {@code buffer cannot be overwritten}
   */
  public long write(ReadableByteChannel in) throws IOException, InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Marks a buffer failed, unless it has ended. */
  public static void fail(BlobAccess blobs) {
    throw new UnsupportedOperationException();
  }
}
