package waybill.web.client;

import java.io.IOException;

/** Keeps connections to the servers that were asked. For any number of threads. */
public final class WebClient implements AutoCloseable {
  public WebClient() {}

  /**
   * Asks, and returns with the head of the answer. An idle connection that the server has closed
   * meanwhile is replaced, once, where the request can be sent again.
   *
   * @throws java.net.ConnectException when nobody listens there
   * @throws java.net.SocketTimeoutException when the answer does not begin in time
   */
  public WebResponse send(WebRequest request) throws IOException, InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
