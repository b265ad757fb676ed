package waybill.dialects.tyger.problem;

/** What somebody typed cannot be carried out; told as {@code Error: TEXT}, and nothing was sent. */
public final class CommandLineError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandLineError(String text) {
    super(text, null, false, false);
  }

  /** Never without: the constructor takes one. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
