package waybill.dialects.opspec.call;

import waybill.model.task.Outcome;

/** Runs the containers of one run: the only thing of a call that is not the language's own. */
public interface Containers {

  /**
   * Runs one and returns when it is over. {@link #cancel} ends it, and so does an interrupt.
   *
   * @param path of the call in the run's tree; unique among those that run
   * @throws waybill.model.failure.FailureException when its image cannot be had
   * @throws InterruptedException when the calling thread is interrupted; nothing runs then
   */
  Outcome run(String path, Container container) throws InterruptedException;

  /** Ends all of them, those that are still to come included, and returns at once. */
  void cancel(Outcome.Canceller by);

  /** Makes them for runs. For any number of threads. */
  @FunctionalInterface
  interface Supply {
    Containers ofRun(long run);
  }
}
