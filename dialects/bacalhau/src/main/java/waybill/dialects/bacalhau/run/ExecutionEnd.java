package waybill.dialects.bacalhau.run;

/** How an execution ended. */
public sealed interface ExecutionEnd {

  /** All its programs ended with exit code 0. */
  record Completed() implements ExecutionEnd {}

  /**
   * A program ended with another exit code.
   *
   * @param task which one
   */
  record ExitedWith(String task, int code) implements ExecutionEnd {}

  /** A task took longer than its execution timeout. */
  record TimedOut(String task) implements ExecutionEnd {}

  /**
   * Something else went wrong.
   *
   * @param message the root cause, for people
   * @param fault whether another try may help
   */
  record Failed(String message, Fault fault) implements ExecutionEnd {}

  /** It was stopped. */
  record Stopped() implements ExecutionEnd {}

  /** Who is to blame. */
  enum Fault {
    /** The job as it is written, or its program: another try would end the same way. */
    JOB,
    /** The machine, the network, or we. */
    CIRCUMSTANCES
  }
}
