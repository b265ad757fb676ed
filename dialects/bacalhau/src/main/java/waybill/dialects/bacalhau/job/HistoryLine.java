package waybill.dialects.bacalhau.job;

/**
 * One line of a job's history, as it stands in the journal: a remark of the version's run, or of an
 * execution when it has the execution's path.
 *
 * @param topic what it is about, in the older program's words
 */
public record HistoryLine(String topic, String message) {
  static final String SUBMISSION = "Submission";
  static final String STATE = "State Update";
  static final String QUEUEING = "Queueing";
  static final String RUNNING = "Running Execution";
  static final String STOPPING = "Execution";

  private static final String BETWEEN = ": ";

  /** The remark. */
  public String text() {
    return topic + BETWEEN + message;
  }

  /** Reads a remark; one that somebody else made has no topic. */
  public static HistoryLine of(String remark) {
    int at = remark.indexOf(BETWEEN);
    return at < 0
        ? new HistoryLine("", remark)
        : new HistoryLine(remark.substring(0, at), remark.substring(at + BETWEEN.length()));
  }
}
