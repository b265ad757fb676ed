package waybill.dialects.tyger.problem;

/**
 * How the reasons of runs that did not succeed begin: written where a run ends, and read where a
 * command ends with it, since the API tells no more than the reason.
 */
public final class RunEndTexts {
  /** Followed by the number. */
  public static final String EXITED = "Main exited with code ";

  public static final String TIMED_OUT = "Run exceeded its timeout";

  /** Followed by why. */
  public static final String NOT_STARTED = "Failed to start the run: ";

  /** The program is not there. */
  public static final String NOT_FOUND = "executable file not found";

  private RunEndTexts() {}
}
