package waybill.dialects.tyger.problem;

/**
 * Why a request is not carried out: an HTTP status, a code and a text, as users of the API see
 * them.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Kinds of refusals. */
  public enum Code {
    INVALID_INPUT("InvalidInput", 400),
    BAD_REQUEST("BadRequest", 400),
    INVALID_ROUTE("InvalidRoute", 400),
    NOT_FOUND("NotFound", 404),
    PRECONDITION_FAILED("PreconditionFailed", 412),
    FORBIDDEN("Forbidden", 403);

    private final String word;
    private final int status;

    Code(String word, int status) {
      this.word = word;
      this.status = status;
    }

    public String word() {
      return word;
    }

    public int status() {
      return status;
    }
  }

  private final Code code;

  public Refusal(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public static Refusal invalid(String message) {
    return new Refusal(Code.INVALID_INPUT, message);
  }

  public static Refusal notFound() {
    return new Refusal(Code.NOT_FOUND, "The resource was not found");
  }

  public Code code() {
    return code;
  }

  /** Never without: the constructor takes one. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
