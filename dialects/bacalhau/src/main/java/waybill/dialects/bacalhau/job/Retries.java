package waybill.dialects.bacalhau.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.ErrorHandling.Backoff;
import waybill.dialects.bacalhau.spec.ErrorHandling.OnFailure;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy;

/**
 * Whether and when a replica is tried again. In jobs that come to an end, tries are counted; in
 * jobs that go on, restarts are, and forgotten once a replica has stayed up for ten minutes. What
 * was lost with an agent is nobody's fault: it is tried at once, and a try that had not begun
 * counts for nothing.
 */
final class Retries {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration LONGEST_RESTART_PAUSE = Duration.ofMinutes(5);
  private static final Duration STABLE = Duration.ofMinutes(10);

  /**
   * Tries of a replica whose job says nothing, and only if something other than it was at fault.
   */
  private static final int TRIES = 2;

  private Retries() {}

  /** How a try ended, as far as it matters here. */
  enum Cause {
    COMPLETED,
    /** The job or its program is at fault. */
    JOB,
    /** Something else is. */
    CIRCUMSTANCES,
    /** The agent ended while it ran. */
    LOST,
    /** The agent ended before it began. */
    NEVER_BEGUN
  }

  /**
   * What follows.
   *
   * @param counted see {@link Execution#counted}
   * @param next when the replica is tried again; empty when that was its last try
   */
  record Retry(int counted, Optional<Instant> next) {}

  /**
   * Decides what follows a try.
   *
   * @param tried as it was until now
   */
  static Retry after(Kind kind, Execution tried, Cause cause, Instant now) {
    if (cause == Cause.NEVER_BEGUN) {
      return new Retry(tried.counted(), Optional.of(now));
    }
    return switch (kind) {
      case Kind.Batch batch -> again(batch.errorHandling(), tried.counted() + 1, cause, now);
      case Kind.Ops ops -> again(ops.errorHandling(), tried.counted() + 1, cause, now);
      case Kind.Service service -> restart(service.restartPolicy(), tried, cause, now);
      case Kind.Daemon daemon -> restart(daemon.restartPolicy(), tried, cause, now);
    };
  }

  private static Retry again(
      Optional<ErrorHandling> handling, int tries, Cause cause, Instant now) {
    boolean again = cause != Cause.COMPLETED && tries < tries(handling, cause);
    boolean exponential = handling.isPresent() && handling.get().backoff() == Backoff.EXPONENTIAL;
    Duration pause =
        cause == Cause.LOST ? Duration.ZERO : exponential ? doubled(tries, LONGEST_PAUSE) : PAUSE;
    return new Retry(tries, again ? Optional.of(now.plus(pause)) : Optional.empty());
  }

  private static int tries(Optional<ErrorHandling> handling, Cause cause) {
    if (handling.isPresent()) {
      return handling.get().onFailure() == OnFailure.RETRY ? handling.get().maxAttempts() : 1;
    }
    return cause == Cause.JOB ? 1 : TRIES;
  }

  private static Retry restart(RestartPolicy policy, Execution tried, Cause cause, Instant now) {
    if (cause == Cause.LOST) {
      return new Retry(tried.counted(), Optional.of(now));
    }
    boolean stable =
        tried.state() == ExecutionState.RUNNING && !now.isBefore(tried.modified().plus(STABLE));
    int restarts = stable ? 1 : tried.counted() + 1;
    boolean again =
        switch (policy.mode()) {
          case ALWAYS -> true;
          case ON_FAILURE -> cause != Cause.COMPLETED;
          case NEVER -> false;
        };
    if (!again
        || (policy.maxAttempts().isPresent() && restarts > policy.maxAttempts().getAsInt())) {
      return new Retry(restarts, Optional.empty());
    }
    return new Retry(restarts, Optional.of(now.plus(doubled(restarts, LONGEST_RESTART_PAUSE))));
  }

  /** Whether a replica that has completed is done, not missing. */
  static boolean mayComplete(Kind kind) {
    return switch (kind) {
      case Kind.Batch _, Kind.Ops _ -> true;
      case Kind.Service service -> service.restartPolicy().mode() != RestartPolicy.Mode.ALWAYS;
      case Kind.Daemon daemon -> daemon.restartPolicy().mode() != RestartPolicy.Mode.ALWAYS;
    };
  }

  /** One second, two, four and so on. */
  private static Duration doubled(int which, Duration longest) {
    Duration pause = PAUSE.multipliedBy(1L << Math.min(which - 1, 20));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /**
   * Whether a pause is over. Also when the clock was set back before its beginning: else it would
   * take as much longer.
   */
  static boolean isDue(Execution tried, Instant now) {
    return tried.next().isPresent()
        && (!now.isBefore(tried.next().get()) || now.isBefore(tried.modified()));
  }
}
