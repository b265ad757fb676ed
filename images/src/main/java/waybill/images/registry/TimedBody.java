package waybill.images.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream whose reader gives up when nothing more comes. The JDK's own
 * stream would wait for ever, and its one time-out is for the whole answer or for none of its body,
 * depending on the version.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {

  /** How many lists of buffers may be under way; each has up to 16 KiB. */
  private static final int AHEAD = 8;

  /** What the connection said last: an error, or the good end. */
  private record End(@Nullable Throwable failure) {}

  private final Duration stall;
  private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private List<ByteBuffer> buffers = List.of();
  private int next;
  private @Nullable End end;
  private volatile boolean closed;

  TimedBody(Duration stall) {
    this.stall = stall;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(given);
    if (closed) {
      given.cancel();
    } else {
      given.request(AHEAD);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    queue.add(item);
  }

  @Override
  public void onError(Throwable failure) {
    queue.add(new End(failure));
  }

  @Override
  public void onComplete() {
    queue.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (next >= buffers.size() || !buffers.get(next).hasRemaining()) {
      if (next < buffers.size()) {
        next++;
      } else if (!more()) {
        return -1;
      }
    }
    ByteBuffer buffer = buffers.get(next);
    int got = Math.min(length, buffer.remaining());
    buffer.get(bytes, offset, got);
    return got;
  }

  /** Waits for the next buffers; false at the good end. */
  private boolean more() throws IOException {
    if (closed) {
      throw new IOException("closed");
    }
    if (end == null) {
      Object item = poll();
      if (item instanceof List<?> list) {
        buffers = cast(list);
        next = 0;
        Flow.Subscription from = subscription.get();
        if (from != null) {
          from.request(1);
        }
        return true;
      }
      end = (End) item;
    }
    Throwable failure = end.failure();
    if (failure != null) {
      throw failure instanceof IOException io ? io : new IOException(failure);
    }
    return false;
  }

  @SuppressWarnings("unchecked") // only lists of buffers are put into the queue
  private static List<ByteBuffer> cast(List<?> list) {
    return (List<ByteBuffer>) list;
  }

  private Object poll() throws IOException {
    try {
      Object item = queue.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
      if (item == null) {
        close();
        throw new HttpTimeoutException("nothing came for " + Words.time(stall));
      }
      return item;
    } catch (InterruptedException now) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() {
    closed = true;
    Flow.Subscription from = subscription.get();
    if (from != null && end == null) {
      from.cancel();
    }
  }
}
