package waybill.engine.event;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.engine.event.Event.Written;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.Usage;

/**
 * The JSON form of an {@link Event}, for programs to read. Members are only added under the same
 * version; times are whole milliseconds, sizes bytes, and nothing is in the reader's language.
 */
final class EventJson {
  private EventJson() {}

  /** The event as one object and a line feed. */
  static String line(Event event) {
    JsonText json = new JsonText().open();
    json.number("v", Event.VERSION).number("seq", event.sequence());
    json.string("at", timestamp(event.at()));
    if (isRunNumber(event.submission())) {
      json.number("run", Long.parseLong(event.submission()));
    }
    json.string("task", event.taskPath());
    if (event.attempt() > 0) {
      json.number("attempt", event.attempt());
    }
    switch (event.fact()) {
      case TaskWaiting fact -> waiting(json, fact);
      case AttemptStarted _ -> json.string("type", "attempt.started");
      case AttemptEnded fact -> attemptEnded(json, fact);
      case TaskEnded fact -> outcome(json.string("type", "task.ended"), fact.outcome());
      case SubmissionStarted fact -> {
        json.string("type", "run.started").string("kind", fact.kind());
        json.string("name", fact.name()).string("id", fact.nativeId());
      }
      case SubmissionEnded fact -> ending(json.string("type", "run.ended"), fact.ending());
      case GroupStarted fact -> {
        json.string("type", "group.started").string("kind", fact.kind());
        json.string("label", fact.label());
      }
      case GroupEnded fact -> ending(json.string("type", "group.ended"), fact.ending());
      case Remark fact -> json.string("type", "remark").string("text", fact.text());
      case OutputWritten fact -> {
        json.string("type", "output");
        json.string("stream", fact.stream().name().toLowerCase(Locale.ROOT));
        json.string("base64", Base64.getEncoder().encodeToString(fact.bytes()));
      }
    }
    return json.close() + "\n";
  }

  /**
   * Only a submission that was given a number is a run that can be asked for again; other names are
   * private to the process and not told.
   */
  private static boolean isRunNumber(String submission) {
    for (int i = 0; i < submission.length(); i++) {
      if (submission.charAt(i) < '0' || submission.charAt(i) > '9') {
        return false;
      }
    }
    return !submission.isEmpty() && submission.length() <= 18;
  }

  private static void waiting(JsonText json, TaskWaiting fact) {
    json.string("type", "task.waiting");
    json.open("wait").string("for", fact.reason().name().toLowerCase(Locale.ROOT));
    json.string("since", timestamp(fact.since())).close();
  }

  private static void attemptEnded(JsonText json, AttemptEnded fact) {
    json.string("type", "attempt.ended");
    outcome(json, fact.outcome());
    usage(json, fact.usage());
    phases(json, fact.phases());
    written(json, "stdout", fact.stdout());
    written(json, "stderr", fact.stderr());
  }

  static void outcome(JsonText json, Outcome outcome) {
    json.open("outcome");
    switch (outcome) {
      case Outcome.Exited(int code) -> {
        json.string("kind", "exited").number("code", code);
        if (code != 0) {
          json.string("reason", "nonzero exit");
        }
        json.string("by", "job");
      }
      case Outcome.Signaled(int signal) ->
          json.string("kind", "signaled").number("signal", signal).string("by", "job");
      case Outcome.TimedOut() -> json.string("kind", "timedOut").string("by", "limit");
      case Outcome.OutOfMemory() -> json.string("kind", "outOfMemory").string("by", "limit");
      case Outcome.Cancelled(Outcome.Canceller by) ->
          json.string("kind", "cancelled").string("by", by.name().toLowerCase(Locale.ROOT));
      case Outcome.NotStarted(SetupFailure failure) -> {
        json.string("kind", "notStarted").string("call", failure.call().name());
        json.string("subject", failure.subject()).string("target", failure.target());
        json.string("errno", failure.errno().symbol());
        json.string("reason", failure.errno().text()).string("by", "waybill");
      }
      case Outcome.Failed failed -> {
        json.string("kind", "failed").string("failure", failed.failure().code().name());
        json.string("reason", failed.failure().message()).string("by", "waybill");
      }
    }
    json.close();
  }

  private static void ending(JsonText json, Ending ending) {
    json.open("ending");
    switch (ending) {
      case Ending.Succeeded() -> json.string("kind", "succeeded");
      case Ending.Failed(String message) -> json.string("kind", "failed").string("reason", message);
      case Ending.Killed(Outcome.Canceller by) ->
          json.string("kind", "killed").string("by", by.name().toLowerCase(Locale.ROOT));
      case Ending.Skipped(String reason) -> json.string("kind", "skipped").string("reason", reason);
    }
    json.close();
  }

  static void usage(JsonText json, Usage usage) {
    json.open("usage").number("wallMs", millis(usage.wallMicros()));
    json.number("cpuMs", millis(usage.userMicros() + usage.systemMicros()));
    json.number("peakBytes", usage.peakBytes()).number("readBytes", usage.readBytes());
    json.number("writtenBytes", usage.writtenBytes());
    if (usage.diskBytes() > 0) {
      json.number("diskBytes", usage.diskBytes());
    }
    json.close();
  }

  static void phases(JsonText json, Phases phases) {
    json.open("phases").number("waitMs", millis(phases.waitMicros()));
    json.number("imageMs", millis(phases.imageMicros()));
    json.number("layersMs", millis(phases.layersMicros()));
    json.number("launchMs", millis(phases.launchMicros()));
    json.number("runMs", millis(phases.runMicros()));
    json.number("publishMs", millis(phases.publishMicros())).close();
    if (phases.layers().isEmpty()) {
      return;
    }
    json.openArray("layers");
    for (LayerUse layer : phases.layers()) {
      json.open().string("digest", layer.digest());
      json.bool("cached", layer.builtBecause().isEmpty());
      if (layer.builtBecause().isPresent()) {
        json.string("because", layer.builtBecause().get());
      }
      json.close();
    }
    json.closeArray();
  }

  private static void written(JsonText json, String name, Written written) {
    json.open(name).number("bytes", written.bytes());
    json.number("lostBytes", written.lostBytes()).close();
  }

  /** To the nearest millisecond. */
  private static long millis(long micros) {
    return (micros + 500) / 1000;
  }

  /**
   * ISO 8601 in UTC with exactly three decimals, for years 0 to 9999. By hand: java.time's
   * formatters cost a command's start tens of milliseconds.
   */
  private static CharSequence timestamp(Instant at) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    digits(text, utc.getYear(), 1000).append('-');
    digits(text, utc.getMonthValue(), 10).append('-');
    digits(text, utc.getDayOfMonth(), 10).append('T');
    digits(text, utc.getHour(), 10).append(':');
    digits(text, utc.getMinute(), 10).append(':');
    digits(text, utc.getSecond(), 10).append('.');
    return digits(text, at.getNano() / 1_000_000, 100).append('Z');
  }

  private static StringBuilder digits(StringBuilder text, int value, int unit) {
    for (int u = unit; u > 0; u /= 10) {
      text.append((char) ('0' + value / u % 10));
    }
    return text;
  }
}
