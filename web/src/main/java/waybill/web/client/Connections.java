package waybill.web.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes connections, and keeps those that can be used again. */
final class Connections implements AutoCloseable {
  /** Fewer times that one side waits for the other; the kernel's own is 200 KiB. */
  private static final int SEND_BUFFER = 512 << 10;

  private static final int KEPT_PER_SERVER = 64;
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Map<WebAddress, ArrayDeque<Connection>> idle = new HashMap<>();
  private boolean closed;

  /** One that was used before; null when there is none. */
  @Nullable Connection idle(WebAddress address) {
    WebAddress server = address.withTarget("/");
    while (true) {
      Connection last;
      synchronized (this) {
        ArrayDeque<Connection> kept = idle.get(server);
        last = kept == null ? null : kept.pollLast();
      }
      if (last == null) {
        return null;
      }
      if (last.idleNanos() < KEPT_NANOS && last.isUsable()) {
        return last;
      }
      last.close();
    }
  }

  /** For the next request. */
  void keep(Connection connection) {
    connection.idleFromNow();
    synchronized (this) {
      ArrayDeque<Connection> kept =
          idle.computeIfAbsent(connection.server(), server -> new ArrayDeque<>());
      if (!closed && kept.size() < KEPT_PER_SERVER) {
        kept.addLast(connection);
        return;
      }
    }
    connection.close();
  }

  Connection connect(WebRequest request, Watchdog watchdog) throws IOException {
    WebAddress server = request.address().withTarget("/");
    SocketChannel channel = open(server);
    Watchdog.Watch watch = watchdog.limit(channel, request.patience().toNanos());
    boolean connected = false;
    try {
      channel.connect(address(server));
      connected = true;
      return new Connection(server, channel);
    } catch (IOException e) {
      throw watch.hasBitten() ? tooLate(e) : noServer(server, e);
    } finally {
      watchdog.lift(watch);
      if (!connected) {
        channel.close();
      }
    }
  }

  private static SocketChannel open(WebAddress server) throws IOException {
    if (server instanceof WebAddress.Unix) {
      return SocketChannel.open(StandardProtocolFamily.UNIX)
          .setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
    }
    return SocketChannel.open().setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  private static SocketAddress address(WebAddress server) throws IOException {
    return switch (server) {
      case WebAddress.Unix(Path socket, String target) -> UnixDomainSocketAddress.of(socket);
      case WebAddress.Tcp(String scheme, String host, int port, String target) -> {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
          throw new UnknownHostException("no address of `" + host + "` is known");
        }
        yield address;
      }
    };
  }

  /** A socket that is not there is a server that does not listen. */
  private static IOException noServer(WebAddress server, IOException e) {
    if (e instanceof ConnectException || !(server instanceof WebAddress.Unix)) {
      return e;
    }
    if (e.getClass() == java.net.SocketException.class) {
      var refused = new ConnectException(String.valueOf(e.getMessage()));
      refused.initCause(e);
      return refused;
    }
    return e;
  }

  static SocketTimeoutException tooLate(IOException e) {
    var late = new SocketTimeoutException("the server did not answer in time");
    late.initCause(e);
    return late;
  }

  static SocketTimeoutException stalled(IOException e) {
    var late = new SocketTimeoutException("the server stopped in the middle of its answer");
    late.initCause(e);
    return late;
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(kept -> kept.forEach(Connection::close));
    idle.clear();
  }
}
