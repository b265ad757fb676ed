package waybill.dialects.maelstrom.run;

import waybill.dialects.maelstrom.resolved.TaskMaker;
import waybill.engine.Engine;

/**
 * What jobs are made into tasks with, and run on.
 *
 * @param tasks used by several threads
 * @param engine ended when the workplace is closed
 * @param afterwards what is left to do then
 */
public record Workplace(TaskMaker tasks, Engine engine, Runnable afterwards)
    implements AutoCloseable {

  @Override
  public void close() {
    engine.close();
    afterwards.run();
  }

  /** Opens a workplace when the first job is there. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens it.
     *
     * @throws waybill.model.failure.FailureException when the machine does not let us
     */
    Workplace open();
  }
}
