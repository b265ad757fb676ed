package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import waybill.dialects.tyger.problem.BufferTexts;

/**
 * Reads a buffer, also while it is written: several blobs at once, passed on in order. Nothing is
 * passed on that was not verified, by its own MD5 and by its place in the chain of hashes.
 */
public final class BufferReader {
  public static final int READERS = 32;
  private static final int PIECE = 256 << 10;

  private final BlobAccess blobs;
  private final int readers;
  private final Pause pause;

  public BufferReader(BlobAccess blobs, int readers) {
    this(blobs, readers, Pause.REAL);
  }

  /**
   * @param readers blobs asked for at once
   * @param pause how long pauses take, and when they are over
   */
  public BufferReader(BlobAccess blobs, int readers, Pause pause) {
    if (readers < 1) {
      throw new IllegalArgumentException(readers + " readers");
    }
    this.blobs = blobs;
    this.readers = readers;
    this.pause = pause;
  }

  /**
   * Reads to the end. What came before a failure has been passed on.
   *
   * @return bytes
   * @throws IOException when they cannot be passed on
   * @throws waybill.model.failure.FailureException with the tool's text, also {@code the buffer is
   *     in a permanently failed state}
   */
  public long read(WritableByteChannel out) throws IOException, InterruptedException {
    var arrivals = new Arrivals(blobs, pause);
    arrivals.start();
    try (Fetches fetches = new Fetches(arrivals)) {
      return pass(fetches, out);
    }
  }

  private static long pass(Fetches fetches, WritableByteChannel out)
      throws IOException, InterruptedException {
    String chain = HashChain.FIRST;
    long bytes = 0;
    for (long number = 0; ; number++) {
      Fetch fetch = fetches.of(number);
      BlobAccess.Content content = fetch.take();
      chain = HashChain.next(chain, content.seal().md5());
      if (!content.seal().chain().orElse("").equals(chain)) {
        throw BufferTexts.chainMismatch(number);
      }
      if (content.length() == 0) {
        return bytes;
      }
      fetches.more();
      writeAll(out, content);
      bytes += content.length();
      fetches.passed(number);
    }
  }

  /** In pieces: the JDK copies each through memory of its own. */
  private static void writeAll(WritableByteChannel out, BlobAccess.Content content)
      throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content.bytes(), 0, content.length());
    while (left.position() < content.length()) {
      left.limit(Math.min(content.length(), left.position() + PIECE));
      out.write(left);
    }
  }

  /**
   * The threads that fetch: number n is for the one of place n modulo {@code readers}. There are
   * more with each blob that came, so that a short buffer does not get questions for blobs that it
   * does not have.
   */
  private final class Fetches implements AutoCloseable {
    private static final int MORE = 2;

    private final Arrivals arrivals;
    private final Room room = new Room();
    private final List<Fetch> fetches = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Fetches(Arrivals arrivals) {
      this.arrivals = arrivals;
      begin();
    }

    Fetch of(long number) {
      return fetches.get((int) (number % readers));
    }

    void passed(long number) {
      of(number).release();
      room.next(number + 1);
    }

    void more() {
      for (int i = 0; i < MORE && fetches.size() < readers; i++) {
        begin();
      }
    }

    private void begin() {
      int place = fetches.size();
      var fetch = new Fetch(arrivals, room, place, readers);
      Thread thread = BufferThreads.of("read " + place, fetch);
      fetches.add(fetch);
      threads.add(thread);
      thread.start();
    }

    @Override
    public void close() {
      for (Thread thread : threads) {
        thread.interrupt();
      }
    }
  }
}
