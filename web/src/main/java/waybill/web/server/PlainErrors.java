package waybill.web.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests that are none, and those that were not answered, in the handler's words. */
final class PlainErrors implements Request.Handler {
  private final WebHandler handler;

  PlainErrors(WebHandler handler) {
    this.handler = handler;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    WebHandler.Told told = handler.failed(status, HttpStatus.getMessage(status));
    told.headers().forEach(response.getHeaders()::put);
    ByteBuffer body = ByteBuffer.wrap(told.body().getBytes(StandardCharsets.UTF_8));
    response.write(true, body, callback);
    return true;
  }
}
