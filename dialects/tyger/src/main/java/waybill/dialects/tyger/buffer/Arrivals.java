package waybill.dialects.tyger.buffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import waybill.dialects.tyger.problem.BufferTexts;

/**
 * Waits for blobs that are still to be written, and finds out when they never will be. Our own
 * server lets a question wait; others answer at once and are asked again, less and less often. For
 * any number of threads.
 */
final class Arrivals {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  /** An answer that came sooner was not waited for. */
  private static final long AT_ONCE = Duration.ofSeconds(1).toNanos();

  /** How often a server that answers at once is asked whether the buffer has ended. */
  private static final long END_AGE = Duration.ofSeconds(5).toNanos();

  /** For markers, which are a line. */
  private static final BlobAccess.Space LITTLE =
      size -> {
        if (size > Marker.MAX_BYTES) {
          throw BufferTexts.form("a marker of the buffer has " + size + " bytes");
        }
        return new byte[size];
      };

  private enum State {
    LIVE,
    COMPLETE,
    FAILED
  }

  private final BlobAccess blobs;
  private final Pause pause;
  private final ReentrantLock lock = new ReentrantLock();
  private State known = State.LIVE;
  private Optional<Long> looked = Optional.empty();

  Arrivals(BlobAccess blobs, Pause pause) {
    this.blobs = blobs;
    this.pause = pause;
  }

  /** Waits until the buffer has been begun, in a form that is known. */
  void start() throws InterruptedException {
    Optional<BlobAccess.Content> start = await(BlobNames.START, LITTLE);
    Marker.checkStart(
        start.orElseThrow(() -> BufferTexts.form("the buffer has ended and was never begun")));
  }

  /** Waits until there is such a blob; fails when the buffer has ended without it. */
  BlobAccess.Content await(long number, BlobAccess.Space space) throws InterruptedException {
    return await(BlobNames.of(number), space).orElseThrow(() -> BufferTexts.expected(number));
  }

  /** Empty when the buffer is complete without it. */
  private Optional<BlobAccess.Content> await(String path, BlobAccess.Space space)
      throws InterruptedException {
    int misses = 0;
    while (true) {
      long asked = pause.nanos();
      Optional<BlobAccess.Content> content = blobs.get(path, PATIENCE, space);
      if (content.isPresent()) {
        return content;
      }
      boolean atOnce = pause.nanos() - asked < AT_ONCE;
      misses = atOnce ? misses + 1 : 0;
      State state = misses > 1 ? state(asked - END_AGE) : state(asked);
      switch (state) {
        case FAILED -> throw BufferTexts.failed();
        // It may have been written after we asked for it.
        case COMPLETE -> {
          return blobs.get(path, Duration.ZERO, space);
        }
        case LIVE -> {
          if (atOnce) {
            pause.rest(between(misses));
          }
        }
      }
    }
  }

  private static Duration between(int misses) {
    if (misses <= 10) {
      return Duration.ofMillis(100);
    }
    if (misses <= 100) {
      return Duration.ofMillis(500);
    }
    return Duration.ofSeconds(misses <= 1000 ? 1 : 5);
  }

  /** As it was at that moment, or later. */
  private State state(long notBefore) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (known == State.LIVE && (looked.isEmpty() || looked.get() - notBefore < 0)) {
        long now = pause.nanos();
        Optional<BlobAccess.Content> end = blobs.get(BlobNames.END, Duration.ZERO, LITTLE);
        if (end.isPresent()) {
          known = Marker.isComplete(end.get()) ? State.COMPLETE : State.FAILED;
        }
        looked = Optional.of(now); // not when that failed: all who wait have to find it out
      }
      return known;
    } finally {
      lock.unlock();
    }
  }
}
