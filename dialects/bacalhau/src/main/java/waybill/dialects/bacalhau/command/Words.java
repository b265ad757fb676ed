package waybill.dialects.bacalhau.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;

/** Small things that several commands say. */
final class Words {
  /** The letter, the dash and eight digits. */
  private static final int SHORT_ID = 10;

  private static final int SECONDS_OF_MINUTE = 60;
  private static final int SECONDS_OF_HOUR = 3600;

  private Words() {}

  /** The beginning of an id, by which people know it. */
  static String shortId(String id) {
    return id.substring(0, Math.min(id.length(), SHORT_ID));
  }

  /** Where an execution's events are in the tree of its run. */
  static String path(Execution execution) {
    return "r" + execution.partition() + "." + execution.attempt();
  }

  /** To the second, in UTC. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
  }

  /** For example {@code 4.2s} or {@code 3m5s}. */
  static String duration(Duration time) {
    long millis = Math.max(0, time.toMillis());
    long seconds = millis / 1000;
    if (seconds < SECONDS_OF_MINUTE) {
      return seconds + "." + millis % 1000 / 100 + "s";
    }
    if (seconds < SECONDS_OF_HOUR) {
      return seconds / SECONDS_OF_MINUTE + "m" + seconds % SECONDS_OF_MINUTE + "s";
    }
    return seconds / SECONDS_OF_HOUR + "h" + seconds % SECONDS_OF_HOUR / SECONDS_OF_MINUTE + "m";
  }

  /** For example {@code BidAccepted}. */
  static String word(ExecutionState state) {
    return switch (state) {
      case NEW -> "New";
      case BID_ACCEPTED -> "BidAccepted";
      case RUNNING -> "Running";
      case PUBLISHING -> "Publishing";
      case COMPLETED -> "Completed";
      case FAILED -> "Failed";
      case CANCELLED -> "Cancelled";
    };
  }

  /** What is wanted of an execution. */
  static String desired(Job job, Execution execution) {
    return execution.state().isOver() || job.state().isOver() ? "Stopped" : "Running";
  }

  /** The engine of a job. */
  static String engine(Job job) {
    return switch (job.spec().tasks().getFirst().engine()) {
      case waybill.dialects.bacalhau.spec.EngineSpec.Docker _ -> "docker";
      case waybill.dialects.bacalhau.spec.EngineSpec.Wasm _ -> "wasm";
    };
  }
}
