package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/** Fetches every so many-th blob of a buffer, one after the other. */
final class Fetch implements Runnable, BlobAccess.Space {
  /** What came: a blob, or why there is none. */
  private sealed interface Result {
    record Got(BlobAccess.Content content) implements Result {}

    record Failed(Throwable why) implements Result {}
  }

  private final Arrivals arrivals;
  private final Room room;
  private final long first;
  private final int step;

  /** Holds one at most: the next is fetched when this one was passed on. */
  private final BlockingQueue<Result> results = new ArrayBlockingQueue<>(1);

  private final Semaphore released = new Semaphore(1);

  /** The number that is being fetched. */
  private long number;

  /** Used again for the next blob. Belongs to whoever has the content until it is released. */
  private byte[] bytes = new byte[0];

  Fetch(Arrivals arrivals, Room room, long first, int step) {
    this.arrivals = arrivals;
    this.room = room;
    this.first = first;
    this.step = step;
  }

  @Override
  public void run() {
    try {
      boolean more = true;
      for (number = first; more; number += step) {
        released.acquire();
        bytes = room.back(bytes);
        BlobAccess.Content content = arrivals.await(number, this);
        results.add(new Result.Got(content));
        more = content.length() > 0;
      }
    } catch (InterruptedException e) {
      // The reader has what it wants, or has failed.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      results.add(new Result.Failed(e));
    }
  }

  @Override
  public byte[] of(int size) throws InterruptedException {
    if (bytes.length < size) {
      bytes = room.of(number, bytes, size);
    }
    return bytes;
  }

  /** The next blob; its bytes stay as they are until {@link #release}. */
  BlobAccess.Content take() throws IOException, InterruptedException {
    switch (results.take()) {
      case Result.Got got -> {
        return got.content();
      }
      case Result.Failed failed -> {
        BlockCutter.rethrow(failed.why());
        throw new IllegalStateException(failed.why());
      }
    }
  }

  void release() {
    released.release();
  }
}
