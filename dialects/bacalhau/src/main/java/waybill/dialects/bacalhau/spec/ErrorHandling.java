package waybill.dialects.bacalhau.spec;

/**
 * What becomes of a replica that failed, in jobs that come to an end.
 *
 * @param maxAttempts tries in all, 1 or more
 */
public record ErrorHandling(int maxAttempts, OnFailure onFailure, Backoff backoff) {

  /** Whether there is another try. */
  public enum OnFailure {
    RETRY,
    FAIL
  }

  /** How the pauses between tries go. */
  public enum Backoff {
    CONSTANT,
    EXPONENTIAL
  }
}
