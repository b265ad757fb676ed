package waybill.dialects.maelstrom.run;

import java.util.Optional;
import waybill.cli.Exit;
import waybill.model.task.Outcome;

/**
 * What the end of a job means to whoever ran it.
 *
 * @param status the words of its status line, if it gets one
 * @param exit what the command would end with if this were its only job
 */
record JobEnd(Optional<String> status, Exit exit) {
  private static final JobEnd WELL = new JobEnd(Optional.empty(), Exit.OK);
  private static final Exit BAD = new Exit.Status(1);
  private static final int SIGKILL = 9;

  /** In a stream, where every job that does not end well gets a line. */
  static JobEnd inStream(Outcome outcome) {
    // Apart from the switch, because the first switch over types costs a fresh process 2 ms.
    if (outcome instanceof Outcome.Exited(int code) && code == 0) {
      return WELL;
    }
    return switch (outcome) {
      case Outcome.Exited(int code) ->
          new JobEnd(Optional.of("exited with code " + code), new Exit.Status(code));
      case Outcome.Signaled(int signal) -> bad("killed by signal " + signal);
      case Outcome.TimedOut _ -> bad("timed out");
      case Outcome.OutOfMemory _ -> bad("killed by signal " + SIGKILL);
      case Outcome.Cancelled _ -> bad("system error: the job was cancelled");
      case Outcome.NotStarted(var failure) -> bad(SetupFailureText.of(failure));
      case Outcome.Failed(var failure) -> bad("system error: " + failure.message());
    };
  }

  /** Alone, where the command ends as the job ended, and silently where that says it all. */
  static JobEnd alone(Outcome outcome) {
    if (outcome instanceof Outcome.Exited(int code) && code == 0) {
      return WELL;
    }
    return switch (outcome) {
      case Outcome.Exited(int code) -> new JobEnd(Optional.empty(), new Exit.Status(code));
      case Outcome.Signaled(int signal) -> new JobEnd(Optional.empty(), new Exit.BySignal(signal));
      case Outcome.OutOfMemory _ -> new JobEnd(Optional.empty(), new Exit.BySignal(SIGKILL));
      case Outcome.TimedOut _, Outcome.Cancelled _, Outcome.NotStarted _, Outcome.Failed _ ->
          inStream(outcome);
    };
  }

  private static JobEnd bad(String status) {
    return new JobEnd(Optional.of(status), BAD);
  }
}
