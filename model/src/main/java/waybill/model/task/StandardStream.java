package waybill.model.task;

/** Where a program writes. */
public enum StandardStream {
  STDOUT,
  STDERR
}
