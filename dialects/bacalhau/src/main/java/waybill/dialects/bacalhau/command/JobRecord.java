package waybill.dialects.bacalhau.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.job.Job;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.store.Journal;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.problem.ProblemsException;
import waybill.model.task.StandardStream;
import waybill.model.task.Usage;

/** What the journal knows of a version of a job, as far as it has come. */
final class JobRecord {
  private static final int HEAD_BYTES = 2048;

  private final List<HistoryItem> history = new ArrayList<>();
  private final SequencedMap<String, String> ids = new LinkedHashMap<>();
  private final SequencedMap<String, Usage> usages = new LinkedHashMap<>();
  private final Map<String, Head> out = new LinkedHashMap<>();
  private final Map<String, Head> err = new LinkedHashMap<>();

  private JobRecord() {}

  /** The beginning of what an execution wrote to one stream. */
  static final class Head {
    private static final Head EMPTY = new Head();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean truncated;

    private void add(byte[] more) {
      int room = Math.min(more.length, HEAD_BYTES - bytes.size());
      bytes.write(more, 0, room);
      truncated |= room < more.length;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    boolean isTruncated() {
      return truncated;
    }
  }

  static JobRecord of(Journal journal, Job job) {
    var record = new JobRecord();
    var events = new RunEvents(journal, job.run());
    for (List<Event> page = events.next(); !page.isEmpty(); page = events.next()) {
      page.forEach(record::accept);
    }
    return record;
  }

  private void accept(Event event) {
    String execution = execution(event.taskPath());
    switch (event.fact()) {
      case GroupStarted(String kind, String label, String detail) -> {
        if (kind.equals("execution")) {
          ids.put(execution, id(detail).orElse(label));
        }
      }
      case OutputWritten output ->
          (output.stream() == StandardStream.STDOUT ? out : err)
              .computeIfAbsent(execution, path -> new Head())
              .add(output.bytes());
      case AttemptEnded ended -> usages.put(event.taskPath(), ended.usage());
      default -> HistoryItem.of(event).ifPresent(history::add); // the rest is for the engine
    }
  }

  /** The execution to whose tree a path belongs. */
  static String execution(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  /** The execution's id as its beginning tells it. */
  static Optional<String> id(String detail) {
    try {
      return JsonShape.parse(detail) instanceof SpecObject object
          ? object
              .member("id")
              .filter(member -> member.value() instanceof SpecScalar)
              .map(member -> ((SpecScalar) member.value()).written())
          : Optional.empty();
    } catch (ProblemsException notOurs) {
      return Optional.empty();
    }
  }

  List<HistoryItem> history() {
    return history;
  }

  /** Ids of executions by their paths, in the order in which they began. */
  SequencedMap<String, String> ids() {
    return ids;
  }

  /** What tasks used that have ended, by their paths. */
  SequencedMap<String, Usage> usages() {
    return usages;
  }

  Head out(String execution) {
    return out.getOrDefault(execution, Head.EMPTY);
  }

  Head err(String execution) {
    return err.getOrDefault(execution, Head.EMPTY);
  }
}
