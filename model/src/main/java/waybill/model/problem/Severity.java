package waybill.model.problem;

/** Whether a document with this problem can be used. */
public enum Severity {
  /** It cannot. */
  ERROR,
  /** It can, but its author should look. */
  WARNING
}
