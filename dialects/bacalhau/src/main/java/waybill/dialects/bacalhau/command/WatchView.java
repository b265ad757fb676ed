package waybill.dialects.bacalhau.command;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.ExecutionState;

/** One row: how far a job is. */
final class WatchView implements ProgressView {
  private Job job;

  WatchView(Job job) {
    this.job = job;
  }

  /** It has come so far. */
  synchronized void now(Job later) {
    job = later;
  }

  @Override
  public synchronized List<Row> rows(int columns, int rows) {
    return List.of(new Row(Tone.STRONG, summary()));
  }

  @Override
  public synchronized Optional<String> heartbeat() {
    return Optional.of(summary());
  }

  private String summary() {
    Map<ExecutionState, Integer> counts = new EnumMap<>(ExecutionState.class);
    job.executions().forEach(execution -> counts.merge(execution.state(), 1, Integer::sum));
    var text = new StringBuilder(job.spec().name()).append("  ").append(job.state().word());
    counts.forEach(
        (state, count) ->
            text.append("  ")
                .append(count)
                .append(' ')
                .append(Words.word(state).toLowerCase(Locale.ROOT)));
    return text.append("  ")
        .append(Words.duration(Duration.between(job.submitted(), Instant.now())))
        .toString();
  }
}
