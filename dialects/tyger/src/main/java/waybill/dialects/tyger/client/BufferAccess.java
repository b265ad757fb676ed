package waybill.dialects.tyger.client;

import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.web.client.WebAddress;

/** Gets URLs by which the content of buffers can be had. */
public final class BufferAccess {
  private BufferAccess() {}

  /**
   * Asks the server, for whoever cannot be interrupted: an interrupt stays set.
   *
   * @param ttl how long it is valid, as the API writes spans of time
   */
  public static WebAddress ask(
      ApiClient api, String buffer, boolean writable, Optional<String> ttl) {
    try {
      String url = url(api, buffer, writable, ttl);
      return WebAddress.parse(url);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          Failure.of(FailureCode.AGENT_LOST, "interrupted while asking for access"), e);
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.AGENT_LOST,
              "the server gave an access URL that is none: " + e.getMessage()),
          e);
    }
  }

  /** As the server gives it. */
  public static String url(ApiClient api, String buffer, boolean writable, Optional<String> ttl)
      throws InterruptedException {
    ApiTarget target = ApiTarget.of("buffers", buffer, "access");
    if (writable) {
      target.with("writeable", "true");
    }
    ttl.ifPresent(span -> target.with("ttl", span));
    return ApiClient.required(ApiClient.object(api.post(target, "{}").json()), "uri");
  }
}
