package waybill.dialects.tyger.spec;

/** Where a run stands; the last three are for ever. */
public enum RunStatus {
  PENDING("Pending"),
  RUNNING("Running"),
  SUCCEEDED("Succeeded"),
  FAILED("Failed"),
  CANCELED("Canceled");

  private final String word;

  RunStatus(String word) {
    this.word = word;
  }

  /** As it is shown. */
  public String word() {
    return word;
  }

  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELED;
  }
}
