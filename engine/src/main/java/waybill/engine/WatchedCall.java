package waybill.engine;

import waybill.model.task.Task;

/** A call for somebody who watches what the task writes. */
final class WatchedCall extends TaskCall {
  private final OutputReceiver watcher;

  WatchedCall(
      long number,
      AttemptId id,
      Task task,
      int priority,
      SpoolFiles files,
      long submittedNanos,
      OutputReceiver watcher) {
    super(number, id, task, priority, files, submittedNanos);
    this.watcher = watcher;
  }

  @Override
  public void accept(Stream stream, byte[] bytes, int offset, int length) {
    super.accept(stream, bytes, offset, length);
    watcher.accept(stream, bytes, offset, length);
  }

  @Override
  public void attached(TaskTerminal terminal) {
    watcher.attached(terminal);
  }
}
