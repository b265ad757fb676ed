package waybill.dialects.opspec.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.model.task.Outcome.Canceller;

/**
 * What one thread does of a run, and what can be killed as a whole: the run itself, or a call
 * beside others.
 *
 * <p>A kill interrupts the thread only while it waits in {@link #await}. Everywhere else it would
 * hit files and the journal in the middle of something; there the thread looks by itself.
 */
final class Branch {
  private @Nullable Canceller killedBy;
  private @Nullable Thread waiting;

  /** Something that takes its time, and that an interrupt ends. */
  interface Waiting<T> {
    T run() throws InterruptedException;
  }

  /** Ends what the branch does. Returns at once; the first one counts. */
  synchronized void kill(Canceller by) {
    if (killedBy == null) {
      killedBy = by;
    }
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** Who killed it, if somebody did. */
  synchronized Optional<Canceller> killedBy() {
    return Optional.ofNullable(killedBy);
  }

  /**
   * Waits, and leaves no interrupt behind.
   *
   * @throws InterruptedException when the branch is killed meanwhile or was before
   */
  <T> T await(Waiting<T> what) throws InterruptedException {
    synchronized (this) {
      if (killedBy != null) {
        throw new InterruptedException();
      }
      waiting = Thread.currentThread();
    }
    try {
      return what.run();
    } finally {
      synchronized (this) {
        waiting = null;
        boolean _ = Thread.interrupted();
      }
    }
  }
}
