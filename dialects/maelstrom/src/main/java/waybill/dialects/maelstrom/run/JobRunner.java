package waybill.dialects.maelstrom.run;

import waybill.engine.Engine;
import waybill.engine.TaskResult;
import waybill.model.task.Task;

/** Runs a job's task in some other way than unseen. */
@FunctionalInterface
public interface JobRunner {

  /**
   * Returns when the task is over.
   *
   * @param stop ends the run as an interrupt would
   */
  TaskResult run(
      Engine engine, String submission, String path, Task task, int priority, Runnable stop)
      throws InterruptedException;
}
