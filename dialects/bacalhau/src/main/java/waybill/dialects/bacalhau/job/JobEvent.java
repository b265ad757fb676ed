package waybill.dialects.bacalhau.job;

import java.util.OptionalInt;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.spec.JobSpec;

/** Something that happened to a job, or that somebody wants of it. */
sealed interface JobEvent {

  /**
   * Somebody handed it in: the first version, or the next one.
   *
   * @param newId of the job, should it be a new one
   * @param run the number by which the journal is to know the version
   * @param force also when nothing is different
   * @param seen the latest version when somebody looked, 0 for none; empty not to care
   */
  record Submitted(String newId, long run, JobSpec spec, boolean force, OptionalInt seen)
      implements JobEvent {}

  /** A version is wanted once more. */
  record RerunAsked(long run, JobSpec spec) implements JobEvent {}

  /** Somebody wants its end. */
  record StopAsked(String reason) implements JobEvent {}

  /** An execution has no room yet. */
  record ExecutionWaiting(String executionId) implements JobEvent {}

  /** An execution has got room. */
  record ExecutionStarted(String executionId) implements JobEvent {}

  /** Nothing of an execution runs any more. */
  record ExecutionEnded(String executionId, ExecutionEnd end) implements JobEvent {}

  /** Time has passed, or the clock was set. */
  record Woken() implements JobEvent {}

  /** A new agent has taken over; what the last one ran is gone. */
  record Restarted() implements JobEvent {}
}
