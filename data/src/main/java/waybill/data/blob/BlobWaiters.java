package waybill.data.blob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Who waits for blobs. A put wakes those who wait for it, and nobody else. */
final class BlobWaiters {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<Waiter>> byContainer = new HashMap<>();

  /** No record: two who wait for the same are still two. */
  private static final class Waiter {
    private final List<String> paths;
    private final Condition bell;

    Waiter(List<String> paths, Condition bell) {
      this.paths = paths;
      this.bell = bell;
    }
  }

  /** Waits until it is over or for so long; looks before, and whenever one of the blobs was put. */
  void await(String container, List<String> paths, long nanos, BooleanSupplier isOver)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var waiter = new Waiter(paths, lock.newCondition());
      byContainer.computeIfAbsent(container, name -> new ArrayList<>()).add(waiter);
      try {
        long left = nanos;
        while (left > 0 && !isOver.getAsBoolean()) {
          left = waiter.bell.awaitNanos(left);
        }
      } finally {
        forget(container, waiter);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(String container, Waiter waiter) {
    List<Waiter> all = byContainer.getOrDefault(container, List.of());
    all.remove(waiter);
    if (all.isEmpty()) {
      byContainer.remove(container);
    }
  }

  void wake(String container, String path) {
    lock.lock();
    try {
      for (Waiter waiter : byContainer.getOrDefault(container, List.of())) {
        if (waiter.paths.contains(path)) {
          waiter.bell.signal();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void wakeAll(String container) {
    lock.lock();
    try {
      for (Waiter waiter : byContainer.getOrDefault(container, List.of())) {
        waiter.bell.signal();
      }
    } finally {
      lock.unlock();
    }
  }
}
