package waybill.engine;

import waybill.model.task.Task;

/**
 * What runs attempts. All methods may be called by any thread at any time; {@link #kill} and {@link
 * #close} never throw. {@code BackendContract} in the test sources is what every backend has to
 * pass.
 */
public interface Backend extends AutoCloseable {

  /**
   * Runs the task and returns when it is over: its program is gone and all of its output has been
   * given to {@code output}. Makes {@code id} known to {@link #kill} before anything that takes
   * time.
   *
   * <p>What goes wrong with the task is an outcome of the report. An exception is a fault of the
   * backend, and is reported as one.
   *
   * @param output gets at least as much of each stream as {@code task} wants kept; the rest may be
   *     counted and dropped
   * @throws InterruptedException when the thread is interrupted, which the engine never does;
   *     nothing runs any more then
   */
  AttemptReport run(AttemptId id, Task task, OutputReceiver output) throws InterruptedException;

  /**
   * Ends the program, and all it started, by SIGKILL; before it was started, sees to it that it is
   * not. Returns at once: that it is over is said by {@link #run}. May come again for the same
   * attempt. An id that is unknown or over is ignored, and so is every id after {@link #close}. The
   * engine repeats a kill that does not show, so an id need not be remembered before its {@link
   * #run}.
   */
  void kill(AttemptId id);

  /**
   * Ends everything that still runs and gives back what the backend holds. Returns when no program
   * is left; every {@link #run} returns then, too, and a later one reports a failure. Closing again
   * does nothing.
   */
  @Override
  void close();
}
