package waybill.dialects.bacalhau.run;

import java.util.Optional;
import waybill.cli.OutcomeWords;
import waybill.dialects.bacalhau.run.ExecutionEnd.Fault;
import waybill.dialects.bacalhau.spec.Amounts;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.TaskResult;
import waybill.model.failure.Failure;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;

/** What the end of an engine task means for its execution. */
final class TaskEnds {
  private static final int SIGNALED = 128;

  private TaskEnds() {}

  /** How the execution ends with this task; empty when the next one follows. */
  static Optional<ExecutionEnd> of(TaskSpec task, TaskResult result) {
    return switch (result.outcome()) {
      case Outcome.Exited(int code) ->
          code == 0
              ? Optional.empty()
              : Optional.of(new ExecutionEnd.ExitedWith(task.name(), code));
      case Outcome.Signaled(int signal) ->
          Optional.of(new ExecutionEnd.ExitedWith(task.name(), SIGNALED + signal));
      case Outcome.TimedOut _ -> Optional.of(new ExecutionEnd.TimedOut(task.name()));
      case Outcome.OutOfMemory _ -> Optional.of(outOfMemory(task, result));
      case Outcome.Cancelled _ -> Optional.of(lost());
      case Outcome.NotStarted(SetupFailure failure) -> Optional.of(notStarted(failure));
      case Outcome.Failed(Failure failure) -> Optional.of(of(failure));
    };
  }

  private static ExecutionEnd outOfMemory(TaskSpec task, TaskResult result) {
    long peak = result.usage().peakBytes();
    return new ExecutionEnd.Failed(
        "memory limit exceeded: task "
            + task.name()
            + " asked for "
            + Amounts.bytes(task.resources().memoryBytes())
            + (peak > 0 ? " and used " + Amounts.bytes(peak) : ""),
        Fault.JOB);
  }

  /** Nobody asked it to stop, so it is we who end. */
  static ExecutionEnd lost() {
    return new ExecutionEnd.Failed("the agent ended while it ran", Fault.CIRCUMSTANCES);
  }

  private static ExecutionEnd notStarted(SetupFailure failure) {
    return switch (failure.call()) {
      case EXECUTE ->
          new ExecutionEnd.Failed(
              "failed to start container: "
                  + (failure.errno().symbol().equals("ENOENT")
                      ? "executable file not found"
                      : failure.errno().text())
                  + ": \""
                  + failure.subject()
                  + "\"",
              Fault.JOB);
      case CHANGE_DIRECTORY, OPEN_BIND_SOURCE, ATTACH_BIND ->
          new ExecutionEnd.Failed(words(failure), Fault.JOB);
      case OPEN_DEVICE,
          ATTACH_DEVICE,
          OPEN_FILE_SYSTEM,
          CREATE_FILE_SYSTEM,
          MOUNT_FILE_SYSTEM,
          ATTACH_FILE_SYSTEM,
          PREPARE_ROOT,
          OTHER ->
          new ExecutionEnd.Failed(words(failure), Fault.CIRCUMSTANCES);
    };
  }

  private static String words(SetupFailure failure) {
    var outcome = new Outcome.NotStarted(failure);
    Optional<String> hint = OutcomeWords.hint(outcome);
    return "failed to start container: "
        + OutcomeWords.verdict(outcome)
        + (hint.isPresent() ? " (" + hint.get() + ")" : "");
  }

  /** Something that went wrong around the task. */
  static ExecutionEnd of(Failure failure) {
    return new ExecutionEnd.Failed(
        failure.message() + failure.help().map(help -> " (" + help + ")").orElse(""),
        failure.code().retryable() ? Fault.CIRCUMSTANCES : Fault.JOB);
  }

  /** A fault of ours. */
  static ExecutionEnd of(Throwable thrown) {
    return new ExecutionEnd.Failed("internal error: " + thrown, Fault.CIRCUMSTANCES);
  }
}
