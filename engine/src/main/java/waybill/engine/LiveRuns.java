package waybill.engine;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import waybill.model.task.Outcome.Canceller;

/** The submissions that this process runs at the moment. For any number of threads. */
public final class LiveRuns {
  private final ConcurrentHashMap<Long, Consumer<Canceller>> running = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> atRest = new AtomicReference<>(() -> {});

  /**
   * Makes a run known until the returned registration is closed.
   *
   * @param cancel asks the run to end; returns at once and may be called more than once. By {@link
   *     Canceller#WAYBILL} it is asked when this process ends: a run that is to go on in the next
   *     one then only stops what runs here
   */
  public Registration register(long run, Consumer<Canceller> cancel) {
    running.put(run, cancel);
    return () -> {
      if (running.remove(run) != null && running.isEmpty()) {
        atRest.get().run();
      }
    };
  }

  /** Calls this, in the thread that ended it, when the last run has ended. */
  public void whenEmpty(Runnable tell) {
    atRest.set(tell);
  }

  /** Whether none runs; costs the same however many do. */
  public boolean isEmpty() {
    return running.isEmpty();
  }

  /** Asks a run to end; false when it does not run here. */
  public boolean cancel(long run, Canceller by) {
    Consumer<Canceller> cancel = running.get(run);
    if (cancel == null) {
      return false;
    }
    cancel.accept(by);
    return true;
  }

  /** The numbers of all of them, ascending. */
  public List<Long> numbers() {
    return running.keySet().stream().sorted().toList();
  }

  /** See {@link #register}. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
