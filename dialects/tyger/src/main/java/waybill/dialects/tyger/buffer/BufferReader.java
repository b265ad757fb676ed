package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;


/** Reads a buffer, also while it is written. Nothing is passed on that was not verified. */
public final class BufferReader {
  public static final int READERS = 32;

  public BufferReader(BlobAccess blobs, int readers) {}

  /**
   * Reads to the end.
   *
   * @return bytes
   * @throws waybill.model.failure.FailureException with the tool's text, also {@code the buffer is in a permanently failed state}
   */
  public long read(WritableByteChannel out) throws IOException, InterruptedException {
    throw new UnsupportedOperationException();
  }
}
