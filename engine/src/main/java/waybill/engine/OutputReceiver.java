package waybill.engine;

import waybill.model.task.StandardStream;

/** Takes what a program writes. */
public interface OutputReceiver {

  /**
   * Takes a piece of one stream. Called by a thread of the backend: pieces of one stream in order
   * and never two at a time, and none after {@link Backend#run} has returned. Does not block for
   * long, does not keep {@code bytes}, does not throw.
   */
  void accept(StandardStream stream, byte[] bytes, int offset, int length);

  /**
   * The program of a task with a terminal of its own is on its way: here is the other end. Called
   * once, before the first piece; never for tasks without one. What the task writes to its terminal
   * comes as standard output.
   */
  default void attached(TaskTerminal terminal) {}
}
