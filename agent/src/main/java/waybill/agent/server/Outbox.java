package waybill.agent.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import waybill.agent.wire.Content;
import waybill.agent.wire.Link;

/**
 * Frames on their way to a client. A thread of its own sends them: threads of commands get
 * interrupted, and an interrupted thread that wrote to the connection would end it. Whoever brings
 * more than the client takes waits.
 */
final class Outbox implements Runnable {
  private static final int MAX_FRAMES = 16;

  private final Link link;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Letter> letters = new ArrayDeque<>();
  private boolean broken;
  private boolean last;

  Outbox(Link link) {
    this.link = link;
    Thread.ofVirtual().name("outbox").start(this);
  }

  private record Letter(int kind, Content content) {}

  void put(int kind, Content content) throws IOException {
    lock.lock();
    try {
      while (letters.size() >= MAX_FRAMES && !broken) {
        changed.awaitUninterruptibly();
      }
      if (broken || last) {
        throw new IOException("the command's caller has gone");
      }
      letters.add(new Letter(kind, content));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends the last frame, and returns when everything has been sent, or nobody takes it. */
  void putLast(int kind, Content content) {
    lock.lock();
    try {
      if (last) {
        return;
      }
      last = true;
      letters.add(new Letter(kind, content));
      changed.signalAll();
      while (!letters.isEmpty() && !broken) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The other side has gone: nothing is sent any more, and nobody waits. */
  void breakOff() {
    lock.lock();
    try {
      broken = true;
      letters.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        Letter next = next();
        if (next == null) {
          return;
        }
        link.send(next.kind(), next.content());
        if (sent()) {
          return;
        }
      }
    } catch (IOException e) {
      breakOff(); // the session's reader meets it, too
    }
  }

  /** Left in its place until it was sent, so that the last one is known to be. */
  private @org.jspecify.annotations.Nullable Letter next() {
    lock.lock();
    try {
      while (letters.isEmpty() && !broken) {
        changed.awaitUninterruptibly();
      }
      return letters.peek();
    } finally {
      lock.unlock();
    }
  }

  private boolean sent() {
    lock.lock();
    try {
      letters.poll();
      changed.signalAll();
      return last && letters.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
