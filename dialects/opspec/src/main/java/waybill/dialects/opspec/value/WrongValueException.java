package waybill.dialects.opspec.value;

/**
 * There is no such value: a text is not what it should be, is too long, or cannot become what is
 * wanted. The message never quotes a value, which may be a secret.
 */
public class WrongValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String reason;

  public WrongValueException(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  /** The message. */
  public final String reason() {
    return reason;
  }
}
