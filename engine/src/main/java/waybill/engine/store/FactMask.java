package waybill.engine.store;

import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
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
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;

/** Facts without secrets: stars in every text of them. */
final class FactMask {
  private static final JsonFactory JSON = new JsonFactory();

  private final Secrets secrets;

  FactMask(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * The same fact, masked; output is masked by {@link StreamMasker}, because it comes in pieces.
   */
  Fact of(Fact fact) {
    if (secrets.isEmpty()) {
      return fact;
    }
    return switch (fact) {
      case TaskWaiting _, AttemptStarted _, OutputWritten _ -> fact;
      case AttemptEnded ended ->
          new AttemptEnded(
              of(ended.outcome()), ended.usage(), ended.phases(), ended.stdout(), ended.stderr());
      case TaskEnded(Outcome outcome) -> new TaskEnded(of(outcome));
      case SubmissionStarted(String kind, String name, String id) ->
          new SubmissionStarted(kind, secrets.masked(name), id);
      case SubmissionEnded(Ending ending) -> new SubmissionEnded(of(ending));
      case GroupStarted(String kind, String label, String detail) ->
          new GroupStarted(kind, secrets.masked(label), json(detail));
      case GroupEnded(Ending ending, String detail) -> new GroupEnded(of(ending), json(detail));
      case Remark(String text) -> new Remark(secrets.masked(text));
    };
  }

  private Outcome of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited _,
          Outcome.Signaled _,
          Outcome.TimedOut _,
          Outcome.OutOfMemory _,
          Outcome.Cancelled _ ->
          outcome;
      case Outcome.NotStarted(SetupFailure failure) ->
          new Outcome.NotStarted(
              new SetupFailure(
                  failure.call(),
                  secrets.masked(failure.subject()),
                  secrets.masked(failure.target()),
                  failure.errno()));
      case Outcome.Failed(Failure failure) ->
          new Outcome.Failed(
              new Failure(
                  failure.code(),
                  secrets.masked(failure.message()),
                  failure.help().map(secrets::masked)));
    };
  }

  private Ending of(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _, Ending.Killed _ -> ending;
      case Ending.Failed(String message) -> new Ending.Failed(secrets.masked(message));
      case Ending.Skipped(String reason) -> new Ending.Skipped(secrets.masked(reason));
    };
  }

  /** The body of an entry, which somebody must be able to read again. */
  String body(String body) {
    if (secrets.isEmpty()) {
      return body;
    }
    try {
      return parts(body);
    } catch (JacksonException noJson) {
      return secrets.masked(body);
    }
  }

  private String json(String detail) {
    try {
      return parts(detail);
    } catch (JacksonException e) {
      return "{}"; // what cannot be read cannot be made safe
    }
  }

  /**
   * By its parts: a secret with a quote in it stands there escaped, and stars in the wrong place
   * would make it something that is no JSON.
   */
  private String parts(String detail) {
    var masked = new StringWriter();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), detail);
        JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), masked)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        copy(token, in, out);
      }
    }
    return masked.toString();
  }

  private void copy(JsonToken token, JsonParser in, JsonGenerator out) {
    switch (token) {
      case PROPERTY_NAME -> out.writeName(secrets.masked(in.getString()));
      case VALUE_STRING -> out.writeString(secrets.masked(in.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String text = in.getString();
        String shown = secrets.masked(text);
        if (shown.equals(text)) {
          out.writeNumber(text);
        } else {
          out.writeString(shown);
        }
      }
      default -> out.copyCurrentEvent(in); // brackets, true, false and null hold no secret
    }
  }
}
