package waybill.app.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.engine.event.Event;
import waybill.engine.event.EventSink;

/**
 * What a run looks like while it goes on: the images that are got, the jobs that run, longest
 * first, and how many are over. Holds no more than what goes on.
 */
final class RunView implements ProgressView, EventSink, Preparations {
  private final Map<String, Event> running = new LinkedHashMap<>();
  private final Map<String, String> prepared = new LinkedHashMap<>();
  private long done;
  private long failed;

  @Override
  public synchronized void accept(Event event) {
    switch (event.fact()) {
      case Event.AttemptStarted _ -> running.put(event.taskPath(), event);
      case Event.TaskEnded ended -> {
        running.remove(event.taskPath());
        done++;
        failed += OwnVoice.JobCount.isWell(ended.outcome()) ? 0 : 1;
      }
      case Event.TaskWaiting _, Event.AttemptEnded _ -> {}
      // A stream of jobs has no tree, and its output is not shown here.
      case Event.SubmissionStarted _,
          Event.SubmissionEnded _,
          Event.GroupStarted _,
          Event.GroupEnded _,
          Event.Remark _,
          Event.OutputWritten _ -> {}
    }
  }

  @Override
  public synchronized void now(String what, String state) {
    prepared.put(what, state);
  }

  @Override
  public synchronized void over(String what) {
    prepared.remove(what);
  }

  @Override
  public synchronized List<Row> rows(int columns, int rows) {
    var shown = new ArrayList<Row>();
    prepared.forEach((what, state) -> shown.add(new Row(Tone.PLAIN, " " + what + "  " + state)));
    long now = System.currentTimeMillis();
    for (Event started : running.values()) {
      if (shown.size() < rows - 1) {
        long tenths = Math.max(0, now - started.at().toEpochMilli()) / 100;
        shown.add(
            new Row(
                Tone.DIM,
                " running  job "
                    + started.taskPath()
                    + "  "
                    + tenths / 10
                    + "."
                    + tenths % 10
                    + " s"));
      }
    }
    shown.add(new Row(failed > 0 ? Tone.BAD : Tone.STRONG, summary()));
    return shown;
  }

  @Override
  public synchronized Optional<String> heartbeat() {
    if (!prepared.isEmpty()) {
      Map.Entry<String, String> first = prepared.entrySet().iterator().next();
      return Optional.of(first.getKey() + "  " + first.getValue());
    }
    return running.isEmpty() ? Optional.empty() : Optional.of(summary());
  }

  private String summary() {
    return done + " done, " + failed + " failed, " + running.size() + " running";
  }
}
