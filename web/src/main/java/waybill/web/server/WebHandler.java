package waybill.web.server;

import java.io.IOException;
import java.util.Map;

/** Answers requests, each in a thread of its own that may block. */
@FunctionalInterface
public interface WebHandler {

  /**
   * What the other side is told when a request never came to {@link #handle}, or that failed.
   *
   * @param headers of the answer, its {@code Content-Type} among them
   */
  record Told(Map<String, String> headers, String body) {
    public Told {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * Answers, or throws: when nothing was answered yet the other side gets a 500, else the answer is
   * broken off. Interrupted when the server is closed.
   */
  void handle(Exchange exchange) throws IOException, InterruptedException;

  /**
   * Words an answer for which there is no exchange: the request is malformed, or answering failed.
   *
   * @param reason of HTTP for that status
   */
  default Told failed(int status, String reason) {
    return new Told(Map.of("Content-Type", "text/plain; charset=utf-8"), reason + "\n");
  }
}
