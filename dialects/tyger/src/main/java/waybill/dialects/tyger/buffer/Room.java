package waybill.dialects.tyger.buffer;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Memory for blobs that are being fetched. Blobs of usual size keep theirs; larger ones share a
 * bounded amount, of which the blob that is wanted next may always have some, so that none waits
 * for ever.
 */
final class Room {
  private static final int USUAL = 8 << 20;
  private static final long LARGE = Math.max(USUAL, Runtime.getRuntime().maxMemory() / 4);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long used;
  private long next;

  /** Bytes for a blob, instead of those at hand, which are too few. */
  byte[] of(long number, byte[] before, int size) throws InterruptedException {
    back(before);
    if (size <= USUAL) {
      return new byte[size];
    }
    lock.lockInterruptibly();
    try {
      while (used + size > LARGE && number != next) {
        changed.await();
      }
      used += size;
    } finally {
      lock.unlock();
    }
    return new byte[size];
  }

  /** What is kept of bytes that are not needed for the moment. */
  byte[] back(byte[] bytes) {
    if (bytes.length <= USUAL) {
      return bytes;
    }
    lock.lock();
    try {
      used -= bytes.length;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return new byte[0];
  }

  /** That blob is the one that is passed on next. */
  void next(long number) {
    lock.lock();
    try {
      next = number;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
