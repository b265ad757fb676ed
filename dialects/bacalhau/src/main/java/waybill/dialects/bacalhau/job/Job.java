package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.spec.JobSpec;

/**
 * One version of a job, as far as it has come.
 *
 * @param id {@code j-} and a UUID; the same for all versions
 * @param version 1 for the first
 * @param run the number by which the journal knows this version
 * @param message why it is in this state; empty if that needs no words
 * @param created when the job's first version was submitted
 * @param submitted when this version was
 * @param modified when something last changed
 * @param executions of this version, in the order in which they began
 */
public record Job(
    String id,
    int version,
    JobSpec spec,
    long run,
    JobState state,
    String message,
    Instant created,
    Instant submitted,
    Instant modified,
    List<Execution> executions) {

  public Job {
    executions = List.copyOf(executions);
  }

  /** How far a job has come. */
  public enum JobState {
    PENDING,
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    STOPPED;

    /** Whether nothing happens any more. */
    public boolean isOver() {
      return this == COMPLETED || this == FAILED || this == STOPPED;
    }

    /** As people and programs see it. */
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One try of one replica.
   *
   * @param id {@code e-} and a UUID
   * @param partition which replica, from 0 on
   * @param attempt which try of it in this version, from 1 on
   * @param message why it is in this state; empty if that needs no words
   * @param exitCode of the program, once it has ended by itself
   * @param next when the replica is tried again, if that is to be and has not begun
   */
  public record Execution(
      String id,
      int partition,
      int attempt,
      ExecutionState state,
      String message,
      Optional<Integer> exitCode,
      Instant created,
      Instant modified,
      Optional<Instant> next) {}

  /** How far an execution has come; the word and the number are those of the older program. */
  public enum ExecutionState {
    /** To be started. */
    NEW(1),
    /** Waits for room. */
    BID_ACCEPTED(5),
    RUNNING(6),
    PUBLISHING(7),
    COMPLETED(9),
    FAILED(10),
    CANCELLED(11);

    private final int number;

    ExecutionState(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }

    public boolean isOver() {
      return number >= COMPLETED.number;
    }
  }
}
