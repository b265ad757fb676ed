package waybill.web.client;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** Keeps connections to the servers that were asked. For any number of threads. */
public final class WebClient implements AutoCloseable {
  private final Connections connections = new Connections();
  private final Watchdog watchdog = new Watchdog();
  private @Nullable SecureAsker secure;

  public WebClient() {}

  /**
   * Asks, and returns with the head of the answer. An idle connection that the server has closed
   * meanwhile is replaced, once, where the request can be sent again.
   *
   * @throws java.net.ConnectException when nobody listens there
   * @throws java.net.SocketTimeoutException when the answer does not begin in time
   */
  public WebResponse send(WebRequest request) throws IOException, InterruptedException {
    if (request.address() instanceof WebAddress.Tcp tcp && tcp.scheme().equals("https")) {
      return secure().send(request);
    }
    try {
      Connection idle = connections.idle(request.address());
      if (idle != null) {
        try {
          return new Exchanged(idle, connections, watchdog).send(request);
        } catch (StaleConnectionException stale) {
          if (!request.isRepeatable()) {
            throw stale.why();
          }
        }
      }
      return askAnew(request);
    } catch (ClosedByInterruptException e) {
      boolean _ = Thread.interrupted(); // it is told by the exception now
      var interrupted = new InterruptedException("interrupted while asking a server");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private WebResponse askAnew(WebRequest request) throws IOException {
    Connection connection = connections.connect(request, watchdog);
    try {
      return new Exchanged(connection, connections, watchdog).send(request);
    } catch (StaleConnectionException fresh) {
      throw fresh.why();
    }
  }

  private synchronized SecureAsker secure() {
    if (secure == null) {
      secure = new SecureAsker(watchdog);
    }
    return secure;
  }

  /** Closes idle connections; answers that are being read break off. */
  @Override
  public synchronized void close() {
    connections.close();
    watchdog.close();
    if (secure != null) {
      secure.close();
    }
  }
}
