package waybill.dialects.bacalhau.job;

import java.time.Instant;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.model.task.Outcome.Canceller;

/** What the journal holds of an execution. Nothing in these objects needs to be escaped. */
final class ExecutionFacts {
  private ExecutionFacts() {}

  static GroupStarted begun(Execution execution) {
    String detail =
        "{\"id\":\""
            + execution.id()
            + "\",\"partition\":"
            + execution.partition()
            + ",\"attempt\":"
            + execution.attempt()
            + "}";
    return new GroupStarted("execution", execution.shortId(), detail);
  }

  static GroupEnded ended(
      ExecutionState how, String why, Optional<Integer> exitCode, Optional<Instant> next) {
    Ending ending =
        switch (how) {
          case COMPLETED -> new Ending.Succeeded();
          case CANCELLED -> new Ending.Killed(Canceller.USER);
          case FAILED, NEW, BID_ACCEPTED, RUNNING, PUBLISHING -> new Ending.Failed(why);
        };
    String detail =
        "{\"state\":\""
            + how.word()
            + "\""
            + exitCode.map(code -> ",\"exitCode\":" + code).orElse("")
            + next.map(at -> ",\"next\":\"" + at + "\"").orElse("")
            + "}";
    return new GroupEnded(ending, detail);
  }
}
