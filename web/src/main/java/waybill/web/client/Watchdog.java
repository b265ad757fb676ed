package waybill.web.client;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes channels whose time is over: blocking ones know no timeouts. Its thread begins with the
 * first that has a limit.
 */
final class Watchdog implements AutoCloseable {
  private final List<Watch> watches = new ArrayList<>();
  private @Nullable Thread thread;
  private boolean closed;

  /** A limit that holds until it is lifted. */
  static final class Watch {
    private final @Nullable SocketChannel channel;
    private final long deadline;
    private volatile boolean bitten;

    private Watch(@Nullable SocketChannel channel, long deadline) {
      this.channel = channel;
      this.deadline = deadline;
    }

    /** Whether the channel was closed for its time. */
    boolean hasBitten() {
      return bitten;
    }

    private void bite() {
      bitten = true;
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        return; // closed is closed
      }
    }
  }

  private static final Watch NONE = new Watch(null, 0);

  /** No more than so long from now; zero for no limit. */
  synchronized Watch limit(SocketChannel channel, long nanos) {
    if (nanos <= 0) {
      return NONE;
    }
    var watch = new Watch(channel, System.nanoTime() + nanos);
    watches.add(watch);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("waybill-web-watchdog").start(this::run);
    }
    notifyAll();
    return watch;
  }

  synchronized void lift(Watch watch) {
    if (watch != NONE) {
      watches.remove(watch);
    }
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
      long next = Long.MAX_VALUE;
      for (Watch watch : watches) {
        long left = watch.deadline - now;
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
      if (next == Long.MAX_VALUE) {
        wait();
      } else {
        wait(next / 1_000_000, (int) (next % 1_000_000));
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
