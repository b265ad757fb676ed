package waybill.dialects.bacalhau.spec;

import java.util.Optional;

/** The type of a job, with what only jobs of that type have. */
public sealed interface Kind {

  /** As it is written. */
  String word();

  /** Whether it runs until it is stopped, and is never complete. */
  default boolean goesOn() {
    return switch (this) {
      case Batch _, Ops _ -> false;
      case Service _, Daemon _ -> true;
    };
  }

  /** Whether it has a replica for each machine, not a number of them. */
  default boolean isEverywhere() {
    return switch (this) {
      case Batch _, Service _ -> false;
      case Ops _, Daemon _ -> true;
    };
  }

  /** How many executions of it there are to be at a time on one machine. */
  int count();

  /**
   * Runs once and is complete.
   *
   * @param count of replicas, 1 or more, each of which runs once
   */
  record Batch(int count, ExecutionPlan plan, Optional<ErrorHandling> errorHandling)
      implements Kind {
    @Override
    public String word() {
      return "batch";
    }
  }

  /** Runs once on every machine that matches. */
  record Ops(Optional<ErrorHandling> errorHandling) implements Kind {
    @Override
    public String word() {
      return "ops";
    }

    @Override
    public int count() {
      return 1;
    }
  }

  /**
   * Runs until it is stopped.
   *
   * @param count of replicas, 1 or more
   * @param maxUnavailable how many of them may be down at a time while they are replaced by a newer
   *     version, 1 to {@code count}
   */
  record Service(int count, int maxUnavailable, RestartPolicy restartPolicy) implements Kind {
    @Override
    public String word() {
      return "service";
    }
  }

  /** Runs on every machine that matches until it is stopped. */
  record Daemon(RestartPolicy restartPolicy) implements Kind {
    @Override
    public String word() {
      return "daemon";
    }

    @Override
    public int count() {
      return 1;
    }
  }

  /** How the replicas of a batch job go. */
  enum ExecutionPlan {
    /** As many at a time as there is room for. */
    PARALLEL,
    /** One after the other, by their partition. */
    SEQUENTIAL
  }
}
