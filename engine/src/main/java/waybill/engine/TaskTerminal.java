package waybill.engine;

/**
 * The other end of a task's terminal. Safe for all threads; when the task is over, everything is
 * ignored.
 */
public interface TaskTerminal {

  /** Types something. Does not keep {@code bytes}; what the task does not read may be dropped. */
  void type(byte[] bytes, int offset, int length);

  /** The window has another size now, from 1 on. */
  void resize(int columns, int rows);

  /**
   * Has the terminal on the standard input of our own process pass every key on, unseen and
   * unchanged, or be as it was. It is as it was also when we die, however we do. Takes effect soon
   * after the call.
   *
   * @throws waybill.model.failure.FailureException when that cannot be asked for any more
   */
  void passKeysOn(boolean on);
}
