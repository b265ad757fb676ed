package waybill.engine;

import waybill.model.task.StandardStream;

/** A call for somebody who watches the task. */
final class WatchedCall extends TaskCall {
  private final TaskWatcher watcher;

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
      TaskWatcher watcher) {
    return new WatchedCall(number, id, request, files, submittedNanos, watcher);
  }

  private WatchedCall(
      long number,
      AttemptId id,
      TaskRequest request,
      SpoolFiles files,
      long submittedNanos,
      TaskWatcher watcher) {
    super(number, id, request, files, submittedNanos);
    this.watcher = watcher;
  }

  @Override
  public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
    super.accept(stream, bytes, offset, length);
    watcher.accept(stream, bytes, offset, length);
  }

  @Override
  void waits() {
    watcher.waits();
  }

  @Override
  void starts() {
    watcher.starts();
  }

  @Override
  public void attached(TaskTerminal terminal) {
    watcher.attached(terminal);
  }
}
