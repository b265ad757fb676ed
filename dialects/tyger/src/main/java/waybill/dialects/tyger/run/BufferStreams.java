package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** What is in buffers, by their ids. For any number of threads. */
public interface BufferStreams {

  /**
   * Reads a buffer to its end, also while it is written.
   *
   * @return bytes
   * @throws waybill.model.failure.FailureException when it cannot be read, or has failed
   */
  long read(String buffer, WritableByteChannel out) throws IOException, InterruptedException;

  /**
   * Writes a buffer until the stream's end and completes it; on any failure, also of the stream,
   * and when the thread is interrupted, it marks it failed.
   *
   * @return bytes
   * @throws waybill.model.failure.FailureException when it cannot be written
   */
  long write(String buffer, ReadableByteChannel in) throws IOException, InterruptedException;

  /** Marks a buffer failed, unless it has ended. */
  void fail(String buffer);
}
