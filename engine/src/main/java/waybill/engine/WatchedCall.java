package waybill.engine;

import waybill.model.task.StandardStream;

/** A call for somebody who watches what the task writes. */
final class WatchedCall extends TaskCall {
  private final OutputReceiver watcher;

  /**
   * As what it is used for: were it made elsewhere, whoever checks that code would load this class
   * for calls that nobody watches, too.
   */
  static TaskCall of(
      long number,
      AttemptId id,
      TaskRequest request,
      SpoolFiles files,
      long submittedNanos,
      OutputReceiver watcher) {
    return new WatchedCall(number, id, request, files, submittedNanos, watcher);
  }

  private WatchedCall(
      long number,
      AttemptId id,
      TaskRequest request,
      SpoolFiles files,
      long submittedNanos,
      OutputReceiver watcher) {
    super(number, id, request, files, submittedNanos);
    this.watcher = watcher;
  }

  @Override
  public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
    super.accept(stream, bytes, offset, length);
    watcher.accept(stream, bytes, offset, length);
  }

  @Override
  public void attached(TaskTerminal terminal) {
    watcher.attached(terminal);
  }
}
