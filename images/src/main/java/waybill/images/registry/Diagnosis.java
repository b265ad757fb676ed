package waybill.images.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import waybill.images.registry.TroubleException.Kind;
import waybill.images.source.JsonNode;
import waybill.images.source.MalformedException;

/** What an answer that is none, or no answer at all, means. */
final class Diagnosis {

  /** As much of an error's body as anybody reads. */
  private static final int MAX_DETAIL = 64 << 10;

  private static final int MAX_CAUSES = 20;

  private Diagnosis() {}

  /** An answer with a status that is not the one we wanted. Reads its body. */
  static TroubleException of(HttpDoor.Answer answer) {
    String detail = detail(answer);
    String told = detail.isEmpty() ? "" : " and says: " + detail;
    int status = answer.status();
    return switch (status) {
      case 401 -> new TroubleException(Kind.LOGIN, "wants a login (401)" + told);
      case 403 -> new TroubleException(Kind.FORBIDDEN, "does not let us have it (403)" + told);
      case 404 -> new TroubleException(Kind.NOT_FOUND, "does not have it (404)" + told);
      case 429 ->
          new TroubleException(
              Kind.TOO_MANY, "wants fewer requests (429)" + told, retryAfter(answer));
      default -> // by class
          status >= 500
              ? new TroubleException(
                  Kind.BROKEN, "is in trouble (" + status + ")" + told, retryAfter(answer))
              : new TroubleException(Kind.REFUSED, "answers with status " + status + told);
    };
  }

  /** No answer, or only the beginning of one. */
  static TroubleException of(IOException failure) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES; i++) {
      Optional<TroubleException> known = known(cause, failure);
      if (known.isPresent()) {
        return known.get();
      }
      if (cause.getCause() == null) {
        break;
      }
      cause = cause.getCause();
    }
    return new TroubleException(Kind.CUT, "cut the connection: " + text(cause), failure);
  }

  private static Optional<TroubleException> known(Throwable cause, IOException failure) {
    return Optional.ofNullable(
        switch (cause) {
          case UnresolvedAddressException e ->
              new TroubleException(Kind.UNKNOWN_HOST, "is not a known host", failure);
          case UnknownHostException e ->
              new TroubleException(Kind.UNKNOWN_HOST, "is not a known host", failure);
          case HttpConnectTimeoutException e ->
              new TroubleException(Kind.UNREACHABLE, "does not take connections", failure);
          case HttpTimeoutException e ->
              new TroubleException(Kind.SILENT, "does not answer: " + text(e), failure);
          case HttpDoor.BadRedirectException e ->
              new TroubleException(Kind.REDIRECT, "leads astray: " + text(e), failure);
          case SSLException e ->
              new TroubleException(
                  Kind.TLS, "cannot be spoken to by TLS: " + text(root(e)), failure);
          case NoRouteToHostException e ->
              new TroubleException(Kind.UNREACHABLE, "cannot be reached: " + text(e), failure);
          // Its cause may be that the name is not known, which says more.
          case ConnectException e when e.getCause() == null || !isUnresolved(e) ->
              new TroubleException(
                  Kind.UNREACHABLE, "does not take connections: connection refused", failure);
          default -> null; // look at what it was caused by
        });
  }

  private static boolean isUnresolved(Throwable failure) {
    return root(failure) instanceof UnresolvedAddressException
        || root(failure) instanceof UnknownHostException;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (int i = 0; i < MAX_CAUSES && root.getCause() != null; i++) {
      root = root.getCause();
    }
    return root;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isEmpty()
        ? failure.getClass().getSimpleName()
        : Words.foreign(message);
  }

  /** What a registry says about its own refusal; empty where it says nothing that we understand. */
  private static String detail(HttpDoor.Answer answer) {
    try {
      byte[] body = answer.body().readNBytes(MAX_DETAIL);
      JsonNode root = JsonNode.read(body);
      List<JsonNode> errors = root.elements("errors");
      JsonNode said = errors.isEmpty() ? root : errors.getFirst();
      return Words.foreign(
          said.text("message")
              .or(() -> textOf(said, "code"))
              .or(() -> textOf(said, "details"))
              .orElse(""));
    } catch (IOException | MalformedException nothing) {
      return "";
    }
  }

  private static Optional<String> textOf(JsonNode node, String key) {
    try {
      return node.text(key);
    } catch (MalformedException other) {
      return Optional.empty();
    }
  }

  /** In seconds, or as a date, which is compared with the date of the same answer. */
  private static Optional<Duration> retryAfter(HttpDoor.Answer answer) {
    String value = answer.header("Retry-After").strip();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofSeconds(Integer.parseUnsignedInt(value)));
    } catch (NumberFormatException date) {
      try {
        return Optional.of(Duration.between(instant(answer.header("Date")), instant(value)));
      } catch (DateTimeException neither) {
        return Optional.empty();
      }
    }
  }

  private static Instant instant(String date) {
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
  }
}
