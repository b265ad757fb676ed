package waybill.web.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens until it is closed. */
public final class WebServer implements AutoCloseable {
  private static final int MAX_HEAD = 32 << 10;
  private static final int INPUT_BUFFER = 128 << 10;
  private static final int OUTPUT_BUFFER = 64 << 10;
  private static final int BUFFER_STEP = 4 << 10;
  private static final int MAX_BUFFER = 1 << 20;
  private static final int BACKLOG = 256;

  /** Fewer times that one side waits for the other; the kernel's own are 200 KiB. */
  private static final int SOCKET_BUFFER = 512 << 10;

  /** Requests at a time, with what the server needs itself; more of them wait. */
  private static final int THREADS = 1024;

  /** How long requests may go on when the server is closed. */
  private static final long GRACE_MILLIS = 2_000;

  private final Server server;
  private final Requests requests;
  private final ServerSocketFile socket;

  private WebServer(Server server, Requests requests, ServerSocketFile socket) {
    this.server = server;
    this.requests = requests;
    this.socket = socket;
  }

  /**
   * Listens at a Unix socket that only this user may connect to; what lies there is replaced unless
   * somebody listens at it.
   *
   * @param log gets faults of ours, a line each
   * @throws UncheckedIOException when it cannot listen there
   */
  public static WebServer listen(Path socket, WebHandler handler, Consumer<String> log) {
    try {
      var file = ServerSocketFile.claim(socket);
      return listen(file, new Requests(handler, log));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + socket + ": " + e.getMessage(), e);
    }
  }

  private static WebServer listen(ServerSocketFile file, Requests requests) throws IOException {
    Server server = server(requests, file.bound());
    try {
      server.start();
      file.publish();
      return new WebServer(server, requests, file);
    } catch (Exception e) { // so Jetty declares it
      stop(server, requests.log());
      file.abandon();
      throw e instanceof IOException io ? io : new IOException("the HTTP server cannot start", e);
    }
  }

  private static Server server(Requests requests, Path socket) {
    var threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("waybill-web");
    threads.setDaemon(true);
    // Of its own accord it keeps buffers of 64 KiB at most, and makes larger ones anew each time.
    var server = new Server(threads, null, new ArrayByteBufferPool(0, BUFFER_STEP, MAX_BUFFER));
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEAD);
    http.setResponseHeaderSize(MAX_HEAD);
    http.setInputBufferSize(INPUT_BUFFER);
    http.setOutputBufferSize(OUTPUT_BUFFER);
    http.setUriCompliance(UriCompliance.RFC3986);
    var connector = new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(socket);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setAcceptedSendBufferSize(SOCKET_BUFFER);
    connector.setIdleTimeout(0); // an upload may wait for its source as long as it likes
    server.addConnector(connector);
    server.setHandler(requests);
    server.setErrorHandler(new PlainErrors(requests.handler()));
    server.setStopTimeout(GRACE_MILLIS);
    return server;
  }

  /** Requests that are being answered. */
  public int active() {
    return requests.active();
  }

  /** Calls this, in any thread, whenever the last of the requests was answered. */
  public void whenIdle(Runnable tell) {
    requests.whenIdle(tell);
  }

  /** Ends what is being answered, too; the socket is gone when it returns. */
  @Override
  public void close() {
    socket.remove();
    requests.end();
    stop(server, requests.log());
  }

  private static void stop(Server server, Consumer<String> log) {
    try {
      server.stop();
    } catch (Exception e) { // so Jetty declares it
      log.accept("the HTTP server did not stop well: " + e);
    }
  }
}
