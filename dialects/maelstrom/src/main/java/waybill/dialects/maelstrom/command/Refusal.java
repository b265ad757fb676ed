package waybill.dialects.maelstrom.command;

import java.io.IOException;

/** The command ends before it read a job, with this text on standard error and this status. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String USAGE =
      "\n\nUsage: maelstrom-run [OPTIONS] [PROGRAM_AND_ARGUMENTS]...\n\n"
          + "For more information, try '--help'.";

  private final int status;

  private Refusal(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  /** The command line makes no sense. */
  static Refusal usage(String message) {
    return new Refusal(2, "error: " + message + USAGE);
  }

  /** The command line makes sense, but not here and now. */
  static Refusal notPossible(String message) {
    return new Refusal(1, "error: " + message);
  }

  /** A value cannot be used; the older program sets the reason apart like this. */
  static Refusal badValue(String where, String reason) {
    return new Refusal(1, "Error: " + where + "\n\nCaused by:\n    " + reason);
  }

  /** The file with the jobs is not there, or not for us. The exception names it and says why. */
  static Refusal notReadable(IOException e) {
    return new Refusal(1, "Error: " + e.getMessage());
  }

  int status() {
    return status;
  }
}
