package waybill.sandbox;

/**
 * Takes a task's output as it comes. Called from a worker's reader thread, in order; must not block
 * for long.
 */
public interface OutputListener {

  /** Throws the output away. */
  OutputListener NONE = (stream, bytes, offset, length) -> {};

  /**
   * One piece of output.
   *
   * @param stream 1 for standard output and for a terminal, 2 for standard error
   * @param bytes valid only during the call
   */
  void accept(int stream, byte[] bytes, int offset, int length);
}
