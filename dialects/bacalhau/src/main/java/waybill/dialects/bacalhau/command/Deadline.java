package waybill.dialects.bacalhau.command;

import java.time.Duration;

/** Interrupts a thread after some time, unless closed before. */
final class Deadline implements AutoCloseable {
  private final Thread target;
  private final Thread sleeper;
  private boolean closed;
  private boolean passed;

  /** For the calling thread. */
  Deadline(Duration after) {
    this.target = Thread.currentThread();
    this.sleeper = Thread.ofVirtual().start(() -> sleep(after));
  }

  private void sleep(Duration after) {
    try {
      Thread.sleep(after);
      pass();
    } catch (InterruptedException closedBefore) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pass() {
    if (!closed) {
      passed = true;
      target.interrupt();
    }
  }

  /** Whether the time is over. */
  synchronized boolean hasPassed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    sleeper.interrupt();
  }
}
