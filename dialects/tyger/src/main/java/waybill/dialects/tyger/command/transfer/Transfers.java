package waybill.dialects.tyger.command.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.buffer.BufferWriter;
import waybill.dialects.tyger.buffer.RelayClient;
import waybill.dialects.tyger.buffer.RemoteBlobs;
import waybill.dialects.tyger.buffer.Trouble;
import waybill.web.client.WebClient;

/**
 * Moves streams into buffers and out of them, stored or not. Each call uses its own thread until it
 * is done; interrupted, it ends within seconds, and a buffer that it wrote is marked failed.
 */
public final class Transfers {

  /**
   * How a stream is written.
   *
   * @param dop blobs under way at once
   * @param blockSize bytes of a blob at most
   * @param flushInterval after so long what there is goes out; zero for never
   */
  public record Writing(int dop, int blockSize, Duration flushInterval) {
    public static final Writing DEFAULT =
        new Writing(BufferWriter.WRITERS, BufferWriter.BLOCK_SIZE, BufferWriter.FLUSH_INTERVAL);

    /** The same, when all of it is there at once. */
    Writing withoutFlush() {
      return new Writing(dop, blockSize, Duration.ZERO);
    }
  }

  private final WebClient web;
  private final Trouble trouble;

  /**
   * @param trouble hears what is tried again
   */
  public Transfers(WebClient web, Trouble trouble) {
    this.web = web;
    this.trouble = trouble;
  }

  /**
   * Writes a stream to its end.
   *
   * @param meter counts what was read of it
   * @throws IOException when it cannot be read
   * @throws waybill.model.failure.FailureException when it cannot be written
   */
  public void write(AccessUrls urls, InputStream in, Writing writing, Meter meter)
      throws IOException, InterruptedException {
    if (RelayClient.isRelay(urls.current())) {
      send(urls, meter.counting(in));
    } else {
      ReadableByteChannel counted = meter.counting(Streams.channel(in));
      write(urls, counted, writing);
    }
  }

  /** The same for a channel, which is closed when the transfer is interrupted. */
  void write(AccessUrls urls, ReadableByteChannel in, Writing writing, Meter meter)
      throws IOException, InterruptedException {
    ReadableByteChannel counted = meter.counting(in);
    if (RelayClient.isRelay(urls.current())) {
      send(urls, Channels.newInputStream(counted));
    } else {
      write(urls, counted, writing);
    }
  }

  private void write(AccessUrls urls, ReadableByteChannel in, Writing writing)
      throws IOException, InterruptedException {
    var blobs = new RemoteBlobs(web, urls, trouble);
    new BufferWriter(blobs, writing.dop(), writing.blockSize(), writing.flushInterval()).write(in);
  }

  /** In a thread of its own: nothing wakes one that waits for what somebody types. */
  private void send(AccessUrls urls, InputStream in) throws IOException, InterruptedException {
    var task =
        new FutureTask<>(
            () -> {
              new RelayClient(web, urls, trouble).write(in);
              return true;
            });
    Thread thread = Thread.ofPlatform().daemon().name("buffer relay").start(task);
    try {
      boolean _ = task.get();
    } catch (ExecutionException e) {
      Streams.rethrow(e);
    } finally {
      thread.interrupt();
    }
  }

  /**
   * Reads a buffer to its end.
   *
   * @param meter counts what was passed on
   * @throws IOException when it cannot be passed on
   * @throws waybill.model.failure.FailureException when it cannot be read
   */
  public void read(AccessUrls urls, WritableByteChannel out, int dop, Meter meter)
      throws IOException, InterruptedException {
    WritableByteChannel counted = meter.counting(out);
    if (RelayClient.isRelay(urls.current())) {
      new RelayClient(web, urls, trouble).read(counted);
    } else {
      new BufferReader(new RemoteBlobs(web, urls, trouble), dop).read(counted);
    }
  }
}
