package waybill.engine.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.model.task.StandardStream;

/**
 * The door through which everything about one run comes into a journal: what goes out behind it
 * holds no secret any more. Every kind of journal has it. For one thread at a time.
 */
public final class RunIntake {
  private final Secrets secrets;
  private final FactMask mask;
  private final Map<StreamId, StreamMasker> streams = new LinkedHashMap<>();

  public RunIntake(Secrets secrets) {
    this.secrets = secrets;
    this.mask = new FactMask(secrets);
  }

  private record StreamId(String path, int attempt, StandardStream stream) {}

  /** A fact and where it belongs. */
  public record Admitted(String path, int attempt, Fact fact) {}

  /** What of this, and of what was held back before, is to be remembered, in order. */
  public List<Admitted> admit(String path, int attempt, Fact fact) {
    String shownPath = secrets.masked(path);
    return switch (fact) {
      case OutputWritten output -> output(shownPath, attempt, output);
      case AttemptEnded _, TaskEnded _, GroupEnded _ ->
          after(ended(shownPath, false), shownPath, attempt, mask.of(fact));
      case TaskWaiting _,
          AttemptStarted _,
          SubmissionStarted _,
          SubmissionEnded _,
          GroupStarted _,
          Remark _ ->
          List.of(new Admitted(shownPath, attempt, mask.of(fact)));
    };
  }

  /** What was held back of all streams; the run is over. */
  public List<Admitted> end() {
    return ended("", true);
  }

  /** A text that is not part of a fact. */
  public String masked(String text) {
    return secrets.masked(text);
  }

  /** An entry of this run as it is to be kept. */
  public LedgerEntry admit(LedgerEntry entry) {
    return new LedgerEntry(
        entry.kind(),
        entry.id(),
        entry.version(),
        secrets.masked(entry.space()),
        secrets.masked(entry.name()),
        secrets.masked(entry.state()),
        entry.open(),
        entry.run(),
        entry.created(),
        entry.modified(),
        mask.body(entry.body()));
  }

  private List<Admitted> output(String path, int attempt, OutputWritten output) {
    StreamMasker masker =
        streams.computeIfAbsent(
            new StreamId(path, attempt, output.stream()), id -> new StreamMasker(secrets));
    byte[] shown = masker.next(output.bytes());
    return shown.length == 0
        ? List.of()
        : List.of(new Admitted(path, attempt, new OutputWritten(output.stream(), shown)));
  }

  private List<Admitted> ended(String path, boolean all) {
    if (streams.isEmpty()) {
      return List.of();
    }
    var last = new ArrayList<Admitted>();
    Iterator<Map.Entry<StreamId, StreamMasker>> each = streams.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<StreamId, StreamMasker> entry = each.next();
      StreamId id = entry.getKey();
      if (all || id.path().equals(path)) {
        byte[] rest = entry.getValue().end();
        if (rest.length > 0) {
          last.add(new Admitted(id.path(), id.attempt(), new OutputWritten(id.stream(), rest)));
        }
        each.remove();
      }
    }
    return last;
  }

  private static List<Admitted> after(List<Admitted> before, String path, int attempt, Fact fact) {
    var all = new ArrayList<>(before);
    all.add(new Admitted(path, attempt, fact));
    return all;
  }
}
