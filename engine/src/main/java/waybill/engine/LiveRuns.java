package waybill.engine;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import waybill.model.task.Outcome.Canceller;

/** The submissions that this process runs at the moment. For any number of threads. */
public final class LiveRuns {
  private final ConcurrentHashMap<Long, Consumer<Canceller>> running = new ConcurrentHashMap<>();

  /**
   * Makes a run known until the returned registration is closed.
   *
   * @param cancel asks the run to end; returns at once and may be called more than once
   */
  public Registration register(long run, Consumer<Canceller> cancel) {
    running.put(run, cancel);
    return () -> running.remove(run);
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
