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
    Duration patience) {}
