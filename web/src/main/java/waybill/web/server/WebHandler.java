package waybill.web.server;

import java.io.IOException;

/** Answers requests, each in a thread of its own that may block. */
@FunctionalInterface
public interface WebHandler {

  /**
   * Answers, or throws: when nothing was answered yet the other side gets a 500, else the answer is
   * broken off. Interrupted when the server is closed.
   */
  void handle(Exchange exchange) throws IOException, InterruptedException;
}
