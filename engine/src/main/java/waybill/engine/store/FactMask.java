package waybill.engine.store;

import tools.jackson.core.JacksonException;
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
    try {
      return secrets.maskedJson(body);
    } catch (JacksonException noJson) {
      return secrets.masked(body);
    }
  }

  private String json(String detail) {
    try {
      return secrets.maskedJson(detail);
    } catch (JacksonException e) {
      return "{}"; // what cannot be read cannot be made safe
    }
  }
}
