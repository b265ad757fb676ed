package waybill.engine.store.sqlite;

import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.engine.event.Event.Written;
import waybill.engine.event.LayerUse;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.Usage;

/**
 * Facts as they are stored: a type, and a JSON object with all that {@link FactReader} needs to
 * make the same fact again. Members are only added under the same version.
 */
final class FactJson {
  /** ASCII only: a text may hold half a surrogate pair, which a database would not give back. */
  static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text);

  private FactJson() {}

  /** The word for the kind of fact. */
  static String type(Fact fact) {
    return switch (fact) {
      case TaskWaiting _ -> "task.waiting";
      case AttemptStarted _ -> "attempt.started";
      case AttemptEnded _ -> "attempt.ended";
      case TaskEnded _ -> "task.ended";
      case SubmissionStarted _ -> "run.started";
      case SubmissionEnded _ -> "run.ended";
      case GroupStarted _ -> "group.started";
      case GroupEnded _ -> "group.ended";
      case Remark _ -> "remark";
      case OutputWritten _ -> "output";
    };
  }

  /** The rest of it; of output without the bytes. */
  static String body(Fact fact) {
    return new FactJson().write(fact);
  }

  static String body(Ending ending) {
    var writer = new FactJson();
    writer.json.writeStartObject();
    writer.number("v", Event.VERSION);
    writer.ending(ending);
    writer.json.writeEndObject();
    writer.json.close();
    return writer.text.toString();
  }

  private String write(Fact fact) {
    json.writeStartObject();
    number("v", Event.VERSION);
    switch (fact) {
      case TaskWaiting(Event.WaitReason reason, Instant since) -> {
        word("for", reason);
        number("sinceSeconds", since.getEpochSecond());
        number("sinceNanos", since.getNano());
      }
      case AttemptStarted _ -> {}
      case AttemptEnded ended -> attemptEnded(ended);
      case TaskEnded(Outcome outcome) -> outcome(outcome);
      case SubmissionStarted(String kind, String name, String id) -> {
        string("kind", kind);
        string("name", name);
        string("id", id);
      }
      case SubmissionEnded(Ending ending) -> ending(ending);
      case GroupStarted(String kind, String label, String detail) -> {
        string("kind", kind);
        string("label", label);
        string("detail", detail);
      }
      case GroupEnded(Ending ending, String detail) -> {
        ending(ending);
        string("detail", detail);
      }
      case Remark(String remark) -> string("text", remark);
      case OutputWritten output -> word("stream", output.stream());
    }
    json.writeEndObject();
    json.close();
    return text.toString();
  }

  private void attemptEnded(AttemptEnded ended) {
    outcome(ended.outcome());
    usage(ended.usage());
    phases(ended.phases());
    written("stdout", ended.stdout());
    written("stderr", ended.stderr());
  }

  private void outcome(Outcome outcome) {
    json.writeObjectPropertyStart("outcome");
    switch (outcome) {
      case Outcome.Exited(int code) -> kind("exited").number("code", code);
      case Outcome.Signaled(int signal) -> kind("signaled").number("signal", signal);
      case Outcome.TimedOut _ -> kind("timedOut");
      case Outcome.OutOfMemory _ -> kind("outOfMemory");
      case Outcome.Cancelled(Outcome.Canceller by) -> kind("cancelled").word("by", by);
      case Outcome.NotStarted(SetupFailure failure) -> {
        kind("notStarted").word("call", failure.call());
        string("subject", failure.subject());
        string("target", failure.target());
        number("errno", failure.errno().number());
      }
      case Outcome.Failed(Failure failure) -> {
        kind("failed").word("code", failure.code());
        string("message", failure.message());
        optional("help", failure.help());
      }
    }
    json.writeEndObject();
  }

  private void ending(Ending ending) {
    json.writeObjectPropertyStart("ending");
    switch (ending) {
      case Ending.Succeeded _ -> kind("succeeded");
      case Ending.Failed(String message) -> kind("failed").string("message", message);
      case Ending.Killed(Outcome.Canceller by) -> kind("killed").word("by", by);
      case Ending.Skipped(String reason) -> kind("skipped").string("reason", reason);
    }
    json.writeEndObject();
  }

  private void usage(Usage usage) {
    json.writeObjectPropertyStart("usage");
    number("wall", usage.wallMicros());
    number("user", usage.userMicros());
    number("system", usage.systemMicros());
    number("peak", usage.peakBytes());
    number("read", usage.readBytes());
    number("written", usage.writtenBytes());
    if (usage.diskBytes() > 0) {
      number("disk", usage.diskBytes());
    }
    json.writeEndObject();
  }

  private void phases(Phases phases) {
    json.writeObjectPropertyStart("phases");
    number("wait", phases.waitMicros());
    number("image", phases.imageMicros());
    number("layers", phases.layersMicros());
    number("launch", phases.launchMicros());
    number("run", phases.runMicros());
    number("publish", phases.publishMicros());
    json.writeArrayPropertyStart("used");
    for (LayerUse layer : phases.layers()) {
      json.writeStartObject();
      string("digest", layer.digest());
      optional("because", layer.builtBecause());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void written(String name, Written written) {
    json.writeObjectPropertyStart(name);
    number("bytes", written.bytes());
    number("lost", written.lostBytes());
    json.writeEndObject();
  }

  private FactJson kind(String kind) {
    return string("kind", kind);
  }

  private FactJson string(String name, String value) {
    json.writeStringProperty(name, value);
    return this;
  }

  private void optional(String name, Optional<String> value) {
    value.ifPresent(text -> string(name, text));
  }

  private FactJson number(String name, long value) {
    json.writeNumberProperty(name, value);
    return this;
  }

  private FactJson word(String name, Enum<?> value) {
    return string(name, value.name().toLowerCase(Locale.ROOT));
  }
}
