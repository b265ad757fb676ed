package waybill.cli;

/**
 * A command: everything it touches comes with the invocation, so it runs as well in a test or in
 * another process.
 */
public interface Command {

  /**
   * Runs to the end. What goes wrong is told on the invocation's error stream, once, and in the
   * exit.
   */
  Exit run(Invocation invocation);
}
