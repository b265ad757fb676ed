package waybill.dialects.tyger.problem;

import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** What users are told when the content of a buffer cannot be read or written. */
public final class BufferTexts {
  public static final String MISSING = "the buffer does not exist";
  public static final String OVERWRITE = "buffer cannot be overwritten";
  public static final String FAILED = "the buffer is in a permanently failed state";
  public static final String MD5_MISMATCH = "MD5 mismatch";
  public static final String CHAIN_MISMATCH = "hash chain mismatch";
  public static final String READ_ONLY = "the access url does not allow write access";
  public static final String INVALID_URL = "invalid access URL";
  public static final String ONLY_ONCE = "the buffer endpoint can only be called once";
  public static final String DOP = "the degree of parallelism (dop) must be at least 1";
  public static final String TTL_OF_URL =
      "access-ttl is only supported when a buffer ID is specified";
  public static final String TTL_TOO_SHORT = "Access TTL must be at least 30 seconds.";

  private BufferTexts() {}

  /** There is no such buffer, or not any more. */
  public static FailureException missing() {
    return Failure.of(FailureCode.INPUT_MISSING, MISSING).asException();
  }

  /** Somebody else has written it, or does so now. */
  public static FailureException overwrite() {
    return Failure.of(FailureCode.INPUT_MISSING, OVERWRITE)
        .withHelp("a buffer is written once: use a new one")
        .asException();
  }

  /** Its writer did not come to the end. */
  public static FailureException failed() {
    return Failure.of(FailureCode.INPUT_MISSING, FAILED)
        .withHelp("its writer failed or was interrupted; write a new buffer")
        .asException();
  }

  /** A blob is not what was written, or not what was sent. */
  public static FailureException md5Mismatch(String path) {
    return Failure.of(FailureCode.STORE_UNREADABLE, MD5_MISMATCH + " in blob " + path)
        .asException();
  }

  /** A blob is not the one that was written in this place. */
  public static FailureException chainMismatch(long number) {
    return Failure.of(FailureCode.STORE_UNREADABLE, CHAIN_MISMATCH + " at blob number " + number)
        .asException();
  }

  /** A complete buffer lacks a blob. */
  public static FailureException expected(long number) {
    return Failure.of(
            FailureCode.STORE_UNREADABLE,
            "blob number " + number + " was expected to exist but does not")
        .asException();
  }

  /** The URL is for reading. */
  public static FailureException readOnly() {
    return Failure.of(FailureCode.REGISTRY_REFUSED, READ_ONLY).asException();
  }

  /** The URL is not accepted (any more). */
  public static FailureException invalidUrl(String detail) {
    String text = detail.isEmpty() ? INVALID_URL : INVALID_URL + ": " + detail;
    return Failure.of(FailureCode.REGISTRY_REFUSED, text).asException();
  }

  /** What is stored is in another form than the one we know. */
  public static FailureException form(String what) {
    return Failure.of(FailureCode.STORE_UNREADABLE, what).asException();
  }

  /** The other side cannot be reached, or says something we do not understand. */
  public static FailureException server(String what) {
    return Failure.of(FailureCode.REGISTRY_UNAVAILABLE, what).asException();
  }
}
