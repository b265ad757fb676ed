package waybill.model.task;

/** Where a task's standard streams go. */
public sealed interface Streams {

  /**
   * Standard input is at its end; standard output and error are captured apart.
   *
   * @param limitBytes how much of each stream is kept from its beginning; the rest is counted and
   *     dropped
   */
  record Captured(long limitBytes) implements Streams {}

  /**
   * Standard input is at its end; standard output and error go, apart and whole, to whoever watches
   * while they are written, and nothing of them is kept.
   */
  record Watched() implements Streams {}

  /** The task uses the standard streams of our own process, unseen by us. */
  record Inherited() implements Streams {}

  /**
   * The task has a terminal of its own as all three streams and as its controlling terminal.
   *
   * @param columns of the window, 1 to 65535
   * @param rows of the window, 1 to 65535
   */
  record Terminal(int columns, int rows) implements Streams {}
}
