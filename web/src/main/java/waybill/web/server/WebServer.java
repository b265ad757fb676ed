package waybill.web.server;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Listens until it is closed. */
public final class WebServer implements AutoCloseable {
  private WebServer() {}

  /**
   * Listens at a Unix socket that only this user may connect to; whatever lies there is replaced.
   *
   * @param log gets faults of ours, a line each
   */
  public static WebServer listen(Path socket, WebHandler handler, Consumer<String> log) {
    throw new UnsupportedOperationException();
  }

  /** Requests that are being answered. */
  public int active() {
    throw new UnsupportedOperationException();
  }

  /** Ends what is being answered, too; the socket is gone when it returns. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
