package waybill.dialects.tyger.api;

/** Why a request for the content of a buffer is refused, in the words of Azure's protocol. */
final class DataRefusal extends Exception {
  private static final long serialVersionUID = 1;

  /** Codes, which programs go by, and statuses. */
  enum Reason {
    AUTHENTICATION("AuthenticationFailed", 403),
    PERMISSION("AuthorizationPermissionMismatch", 403),
    OVERWRITE("UnauthorizedBlobOverwrite", 403),
    NO_CONTAINER("ContainerNotFound", 404),
    NO_BLOB("BlobNotFound", 404),
    DAMAGED("BlobDamaged", 409),
    METHOD("UnsupportedHttpVerb", 405),
    LENGTH("MissingContentLengthHeader", 411),
    TOO_LARGE("RequestBodyTooLarge", 413),
    MD5("Md5Mismatch", 400),
    HEADER("InvalidHeaderValue", 400),
    NAME("InvalidResourceName", 400),
    STALLED("OperationTimedOut", 500),
    DISK_FULL("InsufficientStorage", 507);

    private final String word;
    private final int status;

    Reason(String word, int status) {
      this.word = word;
      this.status = status;
    }
  }

  private final Reason reason;
  private final String text;

  DataRefusal(Reason reason, String text) {
    super(text, null, false, false);
    this.reason = reason;
    this.text = text;
  }

  int status() {
    return reason.status;
  }

  /** Whether the rest of what is sent may never come. */
  boolean isStalled() {
    return reason == Reason.STALLED;
  }

  /** The code, which programs go by. */
  String word() {
    return reason.word;
  }

  /** The answer's body. */
  String xml() {
    String detail =
        reason == Reason.AUTHENTICATION
            ? "<AuthenticationErrorDetail>" + safe(text) + "</AuthenticationErrorDetail>"
            : "";
    return xml(reason.word, text, detail);
  }

  static String xml(String code, String text, String detail) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
        + code
        + "</Code><Message>"
        + safe(text)
        + "</Message>"
        + detail
        + "</Error>";
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
