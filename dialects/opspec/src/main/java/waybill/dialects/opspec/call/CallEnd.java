package waybill.dialects.opspec.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import waybill.dialects.opspec.value.Value;
import waybill.model.task.Outcome.Canceller;

/** How a call ended, and which variables it gives to those that come after it. */
public sealed interface CallEnd {

  /** Nothing assigned. */
  SequencedMap<String, Value> NOTHING = Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

  /** What it assigned, and nothing of what it found. */
  default Map<String, Value> assigned() {
    return NOTHING;
  }

  record Succeeded(Map<String, Value> assigned) implements CallEnd {}

  /** With that it gives nothing to anybody. */
  record Failed(CallFailure failure) implements CallEnd {}

  /**
   * Ended before it was over, and no failure for that: a service whose clients are done, or
   * something that nobody wants any more.
   */
  record Killed(Canceller by, Map<String, Value> assigned) implements CallEnd {}

  /**
   * Never begun.
   *
   * @param reason the condition that did not hold
   */
  record Skipped(String reason) implements CallEnd {}
}
