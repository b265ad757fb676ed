package waybill.dialects.tyger.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One thing is changed by one thread at a time; few locks do for any number of things. */
final class Locks {
  private static final int COUNT = 64;

  private final ReentrantLock[] locks = new ReentrantLock[COUNT];

  Locks() {
    for (int i = 0; i < COUNT; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /** Does the work while no other work for that id is done. Works must not be nested. */
  <T> T with(String id, Supplier<T> work) {
    ReentrantLock lock = locks[Math.floorMod(id.hashCode(), COUNT)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
