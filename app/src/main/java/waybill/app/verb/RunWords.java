package waybill.app.verb;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.RunRecord;

/** The states of runs in words and signs. */
final class RunWords {
  /** All words that {@link #word} gives. */
  static final List<String> STATUSES = List.of("running", "ok", "failed", "killed", "skipped");

  private RunWords() {}

  /** A time for programs, in milliseconds: finer ones only look precise. */
  static String exactly(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** The state in one word. */
  static String word(RunRecord run) {
    return run.ended().isEmpty() ? "running" : word(run.ended().get().ending());
  }

  static String word(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _ -> "ok";
      case Ending.Failed _ -> "failed";
      case Ending.Killed _ -> "killed";
      case Ending.Skipped _ -> "skipped";
    };
  }

  /** As people see it: with a sign, and with who ended it. */
  static String status(RunRecord run, boolean unicode) {
    return run.ended().isEmpty()
        ? sign("⟳ ", unicode) + "running"
        : status(run.ended().get().ending(), unicode);
  }

  static String status(Ending ending, boolean unicode) {
    return switch (ending) {
      case Ending.Succeeded _ -> sign("✔ ", unicode) + "ok";
      case Ending.Failed _ -> sign("✘ ", unicode) + "FAILED";
      case Ending.Killed(var by) ->
          sign("⊘ ", unicode) + "killed (" + by.name().toLowerCase(Locale.ROOT) + ")";
      case Ending.Skipped _ -> sign("○ ", unicode) + "skipped";
    };
  }

  private static String sign(String sign, boolean unicode) {
    return unicode ? sign : "";
  }

  /** Why it did not succeed, where there is something to say. */
  static Optional<String> reason(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _, Ending.Killed _ -> Optional.empty();
      case Ending.Failed(String message) -> Optional.of(message);
      case Ending.Skipped(String reason) -> Optional.of(reason);
    };
  }

  /** How long it took, or has taken until now. */
  static String time(RunRecord run, Instant now) {
    Instant end = run.ended().map(RunRecord.End::at).orElse(now);
    return duration(Duration.between(run.started(), end));
  }

  /** In its two largest units at most. */
  static String duration(Duration time) {
    long millis = Math.max(0, time.toMillis());
    long seconds = millis / 1000;
    if (seconds < 60) {
      return seconds + "." + millis % 1000 / 100 + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
  }

  /** To the largest unit. */
  static String age(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
