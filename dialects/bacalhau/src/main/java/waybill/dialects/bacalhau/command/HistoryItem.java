package waybill.dialects.bacalhau.command;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Remark;

/**
 * Something that is told of a job or of one of its executions.
 *
 * @param sequence of the event that it is
 * @param execution the path of the execution; empty when it is about the job
 * @param topic in the older program's words; empty for none
 */
record HistoryItem(long sequence, Instant at, String execution, String topic, String message) {
  /** What people write before a colon may be anything, so only these count. */
  private static final Set<String> TOPICS =
      Set.of(
          "Submission",
          "State Update",
          "Scheduling",
          "Queueing",
          "Exec Timeout",
          "Job Timeout",
          "Execution",
          "Exec Scanning",
          "Downloading Inputs",
          "Preparing Environment",
          "Running Execution",
          "Publishing Results",
          "Restart");

  /** What an event tells to people, if anything. */
  static Optional<HistoryItem> of(Event event) {
    if (!(event.fact() instanceof Remark(String text))) {
      return Optional.empty();
    }
    String path = event.taskPath();
    int slash = path.indexOf('/');
    String execution = slash < 0 ? path : path.substring(0, slash);
    int colon = text.indexOf(": ");
    boolean hasTopic = colon > 0 && TOPICS.contains(text.substring(0, colon));
    String topic = hasTopic ? text.substring(0, colon) : slash < 0 ? "" : "Preparing Environment";
    if (!hasTopic && text.startsWith("hint")) {
      topic = "Running Execution";
    }
    return Optional.of(
        new HistoryItem(
            event.sequence(),
            event.at(),
            execution,
            topic,
            hasTopic ? text.substring(colon + 2) : text));
  }
}
