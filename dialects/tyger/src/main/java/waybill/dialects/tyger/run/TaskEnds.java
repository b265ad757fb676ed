package waybill.dialects.tyger.run;

import waybill.cli.OutcomeWords;
import waybill.dialects.tyger.problem.RunEndTexts;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.Quantity;
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;

/** What the end of an engine task means for its run. */
final class TaskEnds {
  private static final int SIGNALED = 128;
  private static final int KILLED = 137;

  private TaskEnds() {}

  static RunEnd of(Outcome outcome, Codespec codespec) {
    return switch (outcome) {
      case Outcome.Exited(int code) ->
          code == 0 ? RunEnd.SUCCEEDED : RunEnd.failed(RunEndTexts.EXITED + code);
      case Outcome.Signaled(int signal) ->
          RunEnd.failed(RunEndTexts.EXITED + (SIGNALED + signal) + " (signal " + signal + ")");
      case Outcome.OutOfMemory _ -> outOfMemory(codespec);
      case Outcome.TimedOut _ -> RunEnd.failed(RunEndTexts.TIMED_OUT);
      case Outcome.Cancelled _ -> RunEnd.AGENT_ENDED; // whoever else cancels says so before
      case Outcome.NotStarted(SetupFailure failure) -> notStarted(failure);
      case Outcome.Failed(Failure failure) -> of(failure);
    };
  }

  private static RunEnd outOfMemory(Codespec codespec) {
    String limit = codespec.resources().limits().memory().map(Quantity::text).orElse("");
    return RunEnd.failed(
        RunEndTexts.EXITED
            + KILLED
            + " (out of memory: it used more than its memory limit"
            + (limit.isEmpty() ? ")" : " of " + limit + ")"));
  }

  private static RunEnd notStarted(SetupFailure failure) {
    if (failure.call() == SetupFailure.Call.EXECUTE) {
      boolean absent = failure.errno().symbol().equals("ENOENT");
      return RunEnd.failed(
          RunEndTexts.NOT_STARTED
              + (absent ? RunEndTexts.NOT_FOUND : failure.errno().text())
              + ": \""
              + failure.subject()
              + "\"");
    }
    var outcome = new Outcome.NotStarted(failure);
    return RunEnd.failed(
        RunEndTexts.NOT_STARTED
            + OutcomeWords.verdict(outcome)
            + OutcomeWords.hint(outcome).map(hint -> " (" + hint + ")").orElse(""));
  }

  /** Something that went wrong around the task. */
  static RunEnd of(Failure failure) {
    return RunEnd.failed(
        failure.message() + failure.help().map(help -> " (" + help + ")").orElse(""));
  }

  /** A fault of ours. */
  static RunEnd of(Throwable fault) {
    return RunEnd.failed("Internal error: " + fault);
  }
}
