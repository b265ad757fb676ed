package waybill.dialects.tyger.buffer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waybill.data.blob.Blob;
import waybill.data.blob.BlobStore;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Knows who still writes the buffers of a store, and marks those failed whose writer is gone: one
 * that was killed cannot say so itself.
 *
 * <p>A writer that wants to be missed says so when it begins ({@link #HELD}), which is kept with
 * the buffer's first marker, and then holds on to the server until the end. When it lets go before
 * that, the buffer has failed at once. When nobody has held on for a while, because the writer or
 * the server died before they had each other again, whoever waits for the buffer finds out. Nothing
 * is done about writers that never said so: other programs do not.
 *
 * <p>For any number of threads.
 */
public final class Writers {
  /** What the first marker of a buffer has among its metadata whose writer wants to be missed. */
  public static final String HELD = "held";

  /** A writer that lives comes sooner, also to a server that has just begun. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final BlobStore store;
  private final long grace;
  private final long began = System.nanoTime();
  private final Map<String, Writer> writers = new ConcurrentHashMap<>();

  /**
   * One that was heard of.
   *
   * @param holding how many requests of it are waiting: it may come again before its old one ends
   * @param heard when something was heard of it
   */
  private record Writer(int holding, long heard) {}

  public Writers(BlobStore store) {
    this(store, GRACE);
  }

  /**
   * @param grace for so long nothing need be heard of a writer
   */
  public Writers(BlobStore store, Duration grace) {
    this.store = store;
    this.grace = grace.toNanos();
  }

  /** Somebody begins to write who wants to be missed: said before anybody can see the marker. */
  public void begins(String container) {
    heard(container, 0);
  }

  /** The buffer has ended; nobody is missed any more. */
  public void ended(String container) {
    writers.remove(container);
  }

  private void heard(String container, int more) {
    writers.merge(
        container,
        new Writer(Math.max(0, more), System.nanoTime()),
        (before, now) -> new Writer(Math.max(0, before.holding() + more), now.heard()));
  }

  /** A writer holds on, until the buffer has ended or the time is over. */
  public void hold(String container, Duration patience) throws InterruptedException {
    heard(container, 1);
    try {
      store.awaitAny(container, List.of(BlobNames.END), patience);
    } finally {
      heard(container, -1);
    }
    if (hasEnded(container)) {
      ended(container);
    }
  }

  /** A writer that held on is gone. */
  public void gone(String container) {
    if (!isHeld(container)) {
      fail(container);
    }
  }

  /** Whether a writer holds on just now. */
  public boolean isHeld(String container) {
    return writers.getOrDefault(container, new Writer(0, began)).holding() > 0;
  }

  /**
   * Waits until there is such a blob, the buffer has ended, it is gone, or the time is over; looks
   * meanwhile whether there is still a writer.
   *
   * @return what there is then
   */
  public Optional<Blob> await(String container, String path, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = end - System.nanoTime();
      if (left > 0) {
        Duration some = Duration.ofNanos(Math.min(left, grace / 2));
        store.awaitAny(container, List.of(path, BlobNames.END), some);
      }
      Optional<Blob> found = store.find(container, path);
      if (found.isPresent() || hasEnded(container) || !store.has(container)) {
        // What was put just before the end.
        return found.isPresent() ? found : store.find(container, path);
      }
      if (isSilent(container)) {
        fail(container);
      }
      if (left <= 0) {
        return store.find(container, path);
      }
    }
  }

  private boolean isSilent(String container) {
    Writer known = writers.getOrDefault(container, new Writer(0, began));
    return known.holding() == 0 && System.nanoTime() - known.heard() > grace;
  }

  private boolean hasEnded(String container) {
    return store.find(container, BlobNames.END).isPresent();
  }

  /** Where it has not ended, and its writer wanted to be missed. */
  private void fail(String container) {
    if (hasEnded(container)) {
      ended(container);
      return;
    }
    boolean wanted =
        store
            .find(container, BlobNames.START)
            .map(start -> start.metadata().containsKey(HELD))
            .orElse(false);
    if (wanted) {
      try {
        BufferWriter.fail(new LocalBlobs(store, container, this));
        ended(container);
      } catch (FailureException e) {
        if (e.failure().code() != FailureCode.DISK_FULL) {
          throw e;
        }
        // There is no room for a word: tried again when somebody looks.
      }
    }
  }
}
