package waybill.dialects.opspec.call;

import waybill.model.task.Outcome;

/** Runs containers: the only thing of a call that is not the language's own. */
public interface Containers {

  /**
   * Runs one and returns when it is over. The run's cancellation ends it, and so does an interrupt.
   *
   * @param path of the call in the run's tree; unique in the run
   * @throws waybill.model.failure.FailureException when its image cannot be had
   * @throws InterruptedException when the calling thread is interrupted; nothing runs then
   */
  Outcome run(long run, String path, Container container) throws InterruptedException;
}
