package waybill.web.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Notices that the other side of a request without a body has gone while it waits for its answer,
 * and interrupts whoever makes it: nobody else reads from the connection meanwhile, so an answer
 * that is quiet for hours would be made for nobody. Its thread begins with the first request and
 * sleeps when there are none. Who sends more before the answer is there is treated as gone.
 */
final class HangUps implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final Set<Watch> watches = new HashSet<>();
  private boolean running;
  private boolean closed;

  /** One request that is being answered. */
  final class Watch {
    private final SocketChannel channel;
    private final Thread thread;
    private final long since = System.nanoTime();
    private boolean over;
    private boolean hungUp;

    private Watch(SocketChannel channel, Thread thread) {
      this.channel = channel;
      this.thread = thread;
    }

    /**
     * The answer's last part is about to go out: what comes then is the next request, of which not
     * a byte may be taken.
     */
    void end() {
      synchronized (this) {
        over = true;
      }
      forget(this);
    }

    synchronized boolean hasHungUp() {
      return hungUp;
    }

    private synchronized void look() {
      if (!over && System.nanoTime() - since > EVERY_MILLIS * 1_000_000 && isGone()) {
        over = true;
        hungUp = true;
        thread.interrupt();
      }
    }

    /** The channel does not block. */
    private boolean isGone() {
      try {
        return channel.read(ByteBuffer.allocate(1)) != 0;
      } catch (IOException e) {
        return true;
      }
    }
  }

  /** Watches for the current thread. */
  Watch watch(SocketChannel channel) {
    var watch = new Watch(channel, Thread.currentThread());
    synchronized (this) {
      watches.add(watch);
      if (!running && !closed) {
        running = true;
        Thread.ofPlatform().daemon().name("waybill-web-hang-ups").start(this::run);
      } else if (watches.size() == 1) {
        notifyAll();
      }
    }
    return watch;
  }

  private synchronized void forget(Watch watch) {
    watches.remove(watch);
  }

  private void run() {
    try {
      while (true) {
        next().forEach(Watch::look);
      }
    } catch (InterruptedException closedNow) {
      return;
    }
  }

  private synchronized List<Watch> next() throws InterruptedException {
    long until = System.nanoTime() + EVERY_MILLIS * 1_000_000;
    while (!closed) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (watches.isEmpty()) {
        wait();
      } else if (left > 0) {
        wait(left);
      } else {
        return new ArrayList<>(watches);
      }
    }
    throw new InterruptedException();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
