package waybill.cli;

/** How a command ends. */
public sealed interface Exit {

  /** All went well. */
  Exit OK = new Status(0);

  /**
   * With an exit status.
   *
   * @param code 0 to 255
   */
  record Status(int code) implements Exit {}

  /**
   * By a signal, as the job ended that the command stands for.
   *
   * @param signal 1 to 64
   */
  record BySignal(int signal) implements Exit {}
}
