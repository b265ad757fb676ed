package waybill.images.registry;

import java.time.Duration;
import java.util.Optional;
import waybill.model.failure.FailureCode;

/** Why a host did not give what it was asked for. Its message goes on after the host's name. */
final class TroubleException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What can go wrong, and what follows. */
  enum Kind {
    NOT_FOUND(FailureCode.IMAGE_NOT_FOUND, false, "check the name and the tag"),
    LOGIN(
        FailureCode.REGISTRY_REFUSED,
        false,
        "check the name, or log in with `docker login` or `skopeo login`"),
    FORBIDDEN(
        FailureCode.REGISTRY_REFUSED, false, "ask its owner for the right to pull that image"),
    TOO_MANY(FailureCode.REGISTRY_UNAVAILABLE, true, "try later, log in, or configure a mirror"),
    REFUSED(FailureCode.IMAGE_UNUSABLE, false, "check the name and the registry"),
    BROKEN(FailureCode.REGISTRY_UNAVAILABLE, true, "try later, or configure a mirror"),
    /** No token, after all attempts to get one. */
    NO_TOKEN(FailureCode.REGISTRY_UNAVAILABLE, false, "try later, or configure a mirror"),
    SILENT(FailureCode.REGISTRY_UNAVAILABLE, true, "check the network, or configure a mirror"),
    UNREACHABLE(FailureCode.REGISTRY_UNAVAILABLE, true, "check the network, or configure a mirror"),
    UNKNOWN_HOST(
        FailureCode.REGISTRY_UNAVAILABLE, false, "check the name, the network and its DNS"),
    TLS(
        FailureCode.REGISTRY_UNAVAILABLE,
        false,
        "give its authority's certificate as `authorities` in registries.yaml or as certs.d/HOST/ca.crt;"
            + " a registry without TLS must be configured as one"),
    CUT(FailureCode.REGISTRY_UNAVAILABLE, true, "try again, or configure a mirror"),
    REDIRECT(FailureCode.IMAGE_UNUSABLE, false, "tell the registry's owner"),
    WRONG_CONTENT(
        FailureCode.IMAGE_UNUSABLE, false, "tell the registry's owner, or push the image again");

    private final FailureCode code;
    private final boolean retried;
    private final String help;

    Kind(FailureCode code, boolean retried, String help) {
      this.code = code;
      this.retried = retried;
      this.help = help;
    }

    FailureCode code() {
      return code;
    }

    /** Whether the same request may well succeed a moment later. */
    boolean retried() {
      return retried;
    }

    String help() {
      return help;
    }
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  TroubleException(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  TroubleException(Kind kind, String message, Optional<Duration> retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  TroubleException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = Optional.empty();
  }

  Kind kind() {
    return kind;
  }

  /** How long the host wants us to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
