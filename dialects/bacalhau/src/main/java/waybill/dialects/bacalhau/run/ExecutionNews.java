package waybill.dialects.bacalhau.run;

/** What is told of an execution while it goes on. */
public interface ExecutionNews {

  /**
   * A task waits for room from now on; not told when there is room at once.
   *
   * @param task its place in the job, from 0 on
   */
  void waiting(String executionId, int task);

  /** A task has got its room. */
  void started(String executionId, int task);

  /** Nothing of it runs any more. */
  void ended(String executionId, ExecutionEnd end);
}
