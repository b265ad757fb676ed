package waybill.web.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes what takes too long: blocking channels know no timeouts. Its thread begins with the first
 * that has a limit.
 */
final class Watchdog implements AutoCloseable {
  /** Longer than anybody waits, and far from an overflow. */
  private static final long FOR_EVER = 1L << 60;

  private static final Watch NONE = new Watch(() -> {}, 0);

  private final List<Watch> watches = new ArrayList<>();
  private @Nullable Thread thread;

  /** When its thread looks next; it need not be woken for what is due later. */
  private long looksAt;

  private boolean closed;

  /** A limit that holds until it is lifted. */
  static class Watch {
    private final Closeable watched;
    private final long deadline;
    private volatile boolean bitten;

    private Watch(Closeable watched, long deadline) {
      this.watched = watched;
      this.deadline = deadline;
    }

    /** Whether it was closed for its time. */
    final boolean hasBitten() {
      return bitten;
    }

    /** Nanoseconds until it is to be looked at; it is due when there are none. */
    long left(long now) {
      return deadline - now;
    }

    private void bite() {
      bitten = true;
      try {
        watched.close();
      } catch (IOException e) {
        return; // closed is closed
      }
    }
  }

  /** A limit for each single wait, of which there may be many; in between it does not count. */
  static final class Stalls extends Watch {
    private final long limit;
    private volatile boolean waiting;
    private volatile long since;

    private Stalls(Closeable watched, long limit) {
      super(watched, 0);
      this.limit = limit;
    }

    void begin() {
      if (limit > 0) {
        since = System.nanoTime();
        waiting = true;
      }
    }

    void end() {
      waiting = false;
    }

    @Override
    long left(long now) {
      return waiting ? since + limit - now : limit;
    }
  }

  /** No more than so long from now; zero for no limit. */
  Watch limit(Closeable watched, long nanos) {
    if (nanos <= 0) {
      return NONE;
    }
    var watch = new Watch(watched, System.nanoTime() + nanos);
    add(watch);
    return watch;
  }

  /** No wait of more than so long; zero for no limit. */
  Stalls stalls(Closeable watched, long nanos) {
    var stalls = new Stalls(watched, Math.max(0, nanos));
    if (nanos > 0) {
      add(stalls);
    }
    return stalls;
  }

  private synchronized void add(Watch watch) {
    watches.add(watch);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("waybill-web-watchdog").start(this::run);
      return;
    }
    long now = System.nanoTime();
    if (now + watch.left(now) - looksAt < 0) {
      notifyAll();
    }
  }

  synchronized void lift(Watch watch) {
    watches.remove(watch);
  }

  private void run() {
    try {
      while (true) {
        for (Watch due : awaitDue()) {
          due.bite();
        }
      }
    } catch (InterruptedException closedNow) {
      return;
    }
  }

  private synchronized List<Watch> awaitDue() throws InterruptedException {
    while (true) {
      if (closed) {
        throw new InterruptedException();
      }
      long now = System.nanoTime();
      var due = new ArrayList<Watch>();
      long next = FOR_EVER;
      for (Watch watch : watches) {
        long left = watch.left(now);
        if (left <= 0) {
          due.add(watch);
        } else {
          next = Math.min(next, left);
        }
      }
      if (!due.isEmpty()) {
        watches.removeAll(due);
        return due;
      }
      looksAt = now + next;
      wait(next / 1_000_000, (int) (next % 1_000_000));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
