package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * @param queued since when it waits for room; empty before that, and once something of it has run
 * @param verdict how it is going to end, as soon as nothing of it runs any more; empty while that
 *     is open
 * @param executions of this version, in the order in which they began: the last one of each
 *     replica, and a few before it
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
    Optional<Instant> queued,
    Optional<Verdict> verdict,
    List<Execution> executions) {

  /** Characters of an id that people see: the letter, the dash, eight digits. */
  private static final int SHORT_ID = 10;

  public Job {
    executions = List.copyOf(executions);
  }

  /** Whether it is neither over nor about to be. */
  public boolean isGoingOn() {
    return !state.isOver() && verdict.isEmpty();
  }

  /**
   * How a version ends.
   *
   * @param state one in which it is over
   * @param message why
   * @param forExecutions what those that still run are told
   */
  public record Verdict(JobState state, String message, String forExecutions) {}

  /** How far a job has come. */
  public enum JobState {
    PENDING,
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    STOPPED;

    /** Whether nothing happens any more, and nothing of it runs. */
    public boolean isOver() {
      return this == COMPLETED || this == FAILED || this == STOPPED;
    }

    /** As people and programs see it. */
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One try of one replica.
   *
   * @param id {@code e-} and a UUID
   * @param partition which replica, from 0 on
   * @param machine on which it runs; empty for the agent's own
   * @param attempt which try of it in this version, from 1 on
   * @param message why it is in this state; empty if that needs no words
   * @param exitCode of the program, once it has ended by itself
   * @param created when it was decided that it is to be
   * @param modified when it came into this state
   * @param next when the replica is tried again, if that is to be and has not begun
   * @param counted how many tries of this replica count against the number it is allowed; with this
   *     one, once it is over
   * @param stopping why it was asked to end; empty if it was not
   */
  public record Execution(
      String id,
      int partition,
      String machine,
      int attempt,
      ExecutionState state,
      String message,
      Optional<Integer> exitCode,
      Instant created,
      Instant modified,
      Optional<Instant> next,
      int counted,
      Optional<String> stopping) {

    /** By what people call it. */
    public String shortId() {
      return id.substring(0, Math.min(id.length(), SHORT_ID));
    }

    /** Its place in the tree of the version's run. */
    public String path() {
      return "r" + partition + "." + attempt;
    }

    /** Whether it runs and is to go on. */
    boolean isUp() {
      return state == ExecutionState.RUNNING && stopping.isEmpty();
    }

    Execution in(ExecutionState now, Instant since) {
      return new Execution(
          id, partition, machine, attempt, now, message, exitCode, created, since, next, counted,
          stopping);
    }

    Execution stopping(String reason) {
      return new Execution(
          id,
          partition,
          machine,
          attempt,
          state,
          message,
          exitCode,
          created,
          modified,
          next,
          counted,
          Optional.of(reason));
    }

    /** That it is not tried again, or has been already. */
    Execution followed() {
      return next.isEmpty()
          ? this
          : new Execution(
              id,
              partition,
              machine,
              attempt,
              state,
              message,
              exitCode,
              created,
              modified,
              Optional.empty(),
              counted,
              stopping);
    }
  }

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

    /** As people and programs see it. */
    public String word() {
      return switch (this) {
        case NEW -> "New";
        case BID_ACCEPTED -> "BidAccepted";
        case RUNNING -> "Running";
        case PUBLISHING -> "Publishing";
        case COMPLETED -> "Completed";
        case FAILED -> "Failed";
        case CANCELLED -> "Cancelled";
      };
    }
  }
}
