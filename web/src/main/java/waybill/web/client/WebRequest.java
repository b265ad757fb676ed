package waybill.web.client;

import java.time.Duration;
import java.util.Map;

/**
 * A request.
 *
 * @param patience until the head of the answer is there; {@link Duration#ZERO} for no limit
 */
public record WebRequest(
    String method,
    WebAddress address,
    Map<String, String> headers,
    WebBody body,
    Duration patience) {

  /** Whether asking twice is as good as asking once, for the server and for us. */
  boolean isRepeatable() {
    return switch (method) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> !(body instanceof WebBody.Stream);
      default -> false; // a text, not an enum
    };
  }
}
