package waybill.dialects.tyger.run;

import java.util.Optional;
import waybill.dialects.tyger.problem.RunEndTexts;
import waybill.dialects.tyger.spec.RunStatus;

/**
 * How a run ends.
 *
 * @param status one that is for ever
 * @param reason for people; empty for success
 */
record RunEnd(RunStatus status, Optional<String> reason) {
  static final RunEnd SUCCEEDED = new RunEnd(RunStatus.SUCCEEDED, Optional.empty());
  static final RunEnd CANCELED_BY_USER =
      new RunEnd(RunStatus.CANCELED, Optional.of("Canceled by user"));
  static final RunEnd TIMED_OUT_PENDING =
      new RunEnd(RunStatus.CANCELED, Optional.of(RunEndTexts.TIMED_OUT + " while pending"));
  static final RunEnd AGENT_ENDED = failed("The agent ended while the run was under way");

  static RunEnd failed(String reason) {
    return new RunEnd(RunStatus.FAILED, Optional.of(reason));
  }

  static RunEnd timedOut(int seconds) {
    return failed(
        RunEndTexts.TIMED_OUT + " of " + seconds + (seconds == 1 ? " second" : " seconds"));
  }

  boolean isSuccess() {
    return status == RunStatus.SUCCEEDED;
  }
}
