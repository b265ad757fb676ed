package waybill.web.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on one connection. */
final class Exchanged implements WebResponse {
  private final Connection connection;
  private final Connections connections;
  private final Watchdog watchdog;
  private @Nullable Head head;
  private @Nullable Body body;
  private Watchdog.@Nullable Stalls stalls;
  private long length = -1;
  private boolean over;

  Exchanged(Connection connection, Connections connections, Watchdog watchdog) {
    this.connection = connection;
    this.connections = connections;
    this.watchdog = watchdog;
  }

  /** Fails with {@link StaleConnectionException} when it ended before anything was answered. */
  WebResponse send(WebRequest request) throws IOException, StaleConnectionException {
    Watchdog.Watch watch = watchdog.limit(connection.channel(), request.patience().toNanos());
    boolean answered = false;
    try {
      Head answer = ask(request);
      Head.Framing framing = answer.framing(request.method());
      this.head = answer;
      this.length = lengthOf(answer, framing);
      this.stalls = watchdog.stalls(connection.channel(), request.stall().toNanos());
      this.body = Body.of(framing, connection, stalls, () -> end(answer, framing));
      body.begin();
      answered = true;
      return this;
    } catch (IOException e) {
      throw watch.hasBitten() ? Connections.tooLate(e) : e;
    } finally {
      watchdog.lift(watch);
      if (!answered) {
        liftStalls();
        connection.close();
      }
    }
  }

  private Head ask(WebRequest request) throws IOException, StaleConnectionException {
    IOException broken = null;
    try {
      RequestWriter.write(request, connection);
    } catch (java.nio.channels.ClosedChannelException closed) {
      throw closed; // by the watchdog, or an interrupt
    } catch (IOException e) {
      broken = e; // maybe the server has said why before it hung up
    }
    try {
      return Head.read(connection);
    } catch (java.nio.channels.ClosedChannelException closed) {
      throw closed;
    } catch (IOException e) {
      IOException why = broken == null ? e : broken;
      if (broken != null || e instanceof EOFException || e instanceof java.net.SocketException) {
        throw new StaleConnectionException(why);
      }
      throw why;
    }
  }

  private static long lengthOf(Head head, Head.Framing framing) {
    if (framing instanceof Head.Framing.Length(long bytes) && bytes > 0) {
      return bytes;
    }
    // Of an answer to HEAD, what the body would have.
    String said = head.field("Content-Length").orElse("");
    boolean isNumber = !said.isEmpty() && said.length() < 18;
    for (int i = 0; i < said.length(); i++) {
      isNumber &= said.charAt(i) >= '0' && said.charAt(i) <= '9';
    }
    if (isNumber) {
      return Long.parseLong(said);
    }
    return framing instanceof Head.Framing.Length ? 0 : -1;
  }

  private void end(Head answer, Head.Framing framing) {
    over = true;
    liftStalls();
    if (answer.keepsAlive() && !(framing instanceof Head.Framing.UntilClosed)) {
      connections.keep(connection);
    } else {
      connection.close();
    }
  }

  private void liftStalls() {
    if (stalls != null) {
      watchdog.lift(stalls);
    }
  }

  private Head head() {
    if (head == null) {
      throw new IllegalStateException("nothing was answered yet");
    }
    return head;
  }

  @Override
  public int status() {
    return head().status();
  }

  @Override
  public Optional<String> header(String name) {
    return head().field(name);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream body() {
    if (body == null) {
      throw new IllegalStateException("nothing was answered yet");
    }
    return body;
  }

  @Override
  public byte[] bytes(int limit) throws IOException {
    return Bounded.bytes(body(), limit);
  }

  @Override
  public void close() {
    if (!over) {
      over = true;
      liftStalls();
      connection.close();
    }
  }
}
