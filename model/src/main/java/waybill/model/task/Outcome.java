package waybill.model.task;

import waybill.model.failure.Failure;

/** How an attempt or a task ended. */
public sealed interface Outcome {

  /** The program ended by itself. */
  record Exited(int code) implements Outcome {}

  /** A signal that was not ours ended the program. */
  record Signaled(int signal) implements Outcome {}

  /** The task's timeout passed and we ended the program. */
  record TimedOut() implements Outcome {}

  /** The kernel ended the program because the task's memory limit was reached. */
  record OutOfMemory() implements Outcome {}

  /** Somebody ended the task before it was over. */
  record Cancelled(Canceller by) implements Outcome {}

  /** The sandbox was made up to a point where the kernel or the host's files said no. */
  record NotStarted(SetupFailure failure) implements Outcome {}

  /** The task could not be brought to the sandbox, or its end was lost. */
  record Failed(Failure failure) implements Outcome {}

  /** Who ended a task. */
  enum Canceller {
    USER,
    SIBLING,
    WAYBILL
  }
}
