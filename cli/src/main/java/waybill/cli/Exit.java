package waybill.cli;

import waybill.model.failure.FailureCode;

/** How the process of a command ends. */
public sealed interface Exit {

  /** All went well. */
  Exit OK = new Status(0);

  /**
   * With a status.
   *
   * @param code 0 to 255
   */
  record Status(int code) implements Exit {}

  /** As if that signal had ended it, because it ended the job whose place it takes. */
  record BySignal(int signal) implements Exit {}

  /** As our own verbs end after such a failure. */
  static Exit of(FailureCode code) {
    return new Status(code.exitStatus());
  }
}
