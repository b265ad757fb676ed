package waybill.dialects.tyger.run;

import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.store.RunRecords;

/** Other tags for a run. */
final class RunTags {
  private RunTags() {}

  /**
   * The run with these tags.
   *
   * @param eTag which it must have; empty for any
   * @throws Refusal when it has another
   */
  static Run set(Run run, Map<String, String> tags, Optional<String> eTag) {
    if (eTag.isPresent() && !eTag.get().equals(RunRecords.eTag(run))) {
      throw new Refusal(Refusal.Code.PRECONDITION_FAILED, "ETag does not match");
    }
    return new Run(
        run.id(),
        run.status(),
        run.statusReason(),
        run.runningCount(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.request(),
        run.job(),
        tags);
  }
}
