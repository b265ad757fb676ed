package waybill.web.server;

import java.io.IOException;

/** Answers requests, each in a virtual thread of its own. */
@FunctionalInterface
public interface WebHandler {

  /** Answers, or throws before anything was answered: the other side then gets a 500. */
  void handle(Exchange exchange) throws IOException, InterruptedException;
}
