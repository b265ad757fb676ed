package waybill.web.client;

import java.time.Duration;
import java.util.Map;

/**
 * A request.
 *
 * @param patience until the head of the answer is there; {@link Duration#ZERO} for no limit
 * @param stall how long its body may not bring a byte while somebody reads it; {@link
 *     Duration#ZERO} for no limit
 */
public record WebRequest(
    String method,
    WebAddress address,
    Map<String, String> headers,
    WebBody body,
    Duration patience,
    Duration stall) {

  /** One whose answer may be quiet for as long as it likes, once it has begun. */
  public WebRequest(
      String method,
      WebAddress address,
      Map<String, String> headers,
      WebBody body,
      Duration patience) {
    this(method, address, headers, body, patience, Duration.ZERO);
  }

  /** Whether asking twice is as good as asking once, for the server and for us. */
  boolean isRepeatable() {
    return switch (method) {
      case "GET", "HEAD", "PUT", "DELETE", "OPTIONS" -> !(body instanceof WebBody.Stream);
      default -> false; // a text, not an enum
    };
  }
}
