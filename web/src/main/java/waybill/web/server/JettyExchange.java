package waybill.web.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A request as Jetty has it. */
final class JettyExchange implements Exchange {
  private final Request request;
  private final Response response;
  private final List<String> segments;
  private final List<Map.Entry<String, String>> query;
  private final String path;
  private @Nullable AnswerStream answer;
  private @Nullable InputStream body;
  private HangUps.@Nullable Watch watch;
  private boolean broken;
  private boolean limited;

  /** Fails with {@code IllegalArgumentException} when the target is malformed. */
  JettyExchange(Request request, Response response) {
    this.request = request;
    this.response = response;
    this.path = orEmpty(request.getHttpURI().getPath());
    this.segments = List.copyOf(RequestTarget.segments(path));
    this.query = List.copyOf(RequestTarget.query(orEmpty(request.getHttpURI().getQuery())));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public List<String> segments() {
    return segments;
  }

  @Override
  public List<Map.Entry<String, String>> query() {
    return query;
  }

  @Override
  public String target() {
    return orEmpty(request.getHttpURI().getPathQuery());
  }

  /** Without the query, which may hold what no log should. */
  String path() {
    return path;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  @Override
  public long length() {
    return request.getLength();
  }

  @Override
  public InputStream body() {
    if (body == null) {
      body = new StallingStream(Content.Source.asInputStream(request));
    }
    return body;
  }

  @Override
  public void limitStalls(Duration most) {
    // While nothing is read or written, whoever answers takes the time.
    request.addIdleTimeoutListener(_ -> false);
    endPoint().setIdleTimeout(most.toMillis());
    limited = true;
  }

  /** The next request of this connection is limited anew, or not at all. */
  void liftStalls() {
    if (limited) {
      limited = false;
      endPoint().setIdleTimeout(0);
    }
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }

  @Override
  public boolean isAbandoned() {
    return watch != null && watch.hasHungUp();
  }

  @Override
  public void respond(int status, Map<String, String> headers, byte[] bytes) throws IOException {
    head(status, headers, bytes.length);
    write(true, ByteBuffer.wrap(bytes));
  }

  @Override
  public void respond(int status, Map<String, String> headers, FileChannel file, long length)
      throws IOException {
    head(status, headers, length);
    if (length == 0) {
      write(true, ByteBuffer.allocate(0));
      return;
    }
    ByteBuffer piece = FilePieces.take();
    try {
      long at = 0;
      while (at < length) {
        piece.clear().limit((int) Math.min(piece.capacity(), length - at));
        if (file.read(piece, at) < 0) {
          throw new EOFException("the file ends too soon");
        }
        at += piece.position();
        write(at == length, piece.flip());
      }
    } finally {
      FilePieces.give(piece);
    }
  }

  @Override
  public OutputStream begin(int status, Map<String, String> headers, long length) {
    head(status, headers, length);
    answer = new AnswerStream(this);
    return answer;
  }

  private void head(int status, Map<String, String> headers, long length) {
    response.setStatus(status);
    HttpFields.Mutable fields = response.getHeaders();
    headers.forEach(fields::put);
    if (length >= 0) {
      fields.put(HttpHeader.CONTENT_LENGTH, length);
    }
  }

  /** Looks whether the other side is still there, if nothing else does. */
  void watch(HangUps hangUps) {
    boolean isBare =
        (method().equals("GET") || method().equals("HEAD"))
            && request.getLength() <= 0
            && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (isBare && endPoint().getTransport() instanceof SocketChannel socket) {
      watch = hangUps.watch(socket);
    }
  }

  /** Nothing more is done for this request. */
  void endWatch() {
    if (watch != null) {
      watch.end();
      broken |= watch.hasHungUp();
    }
  }

  /** Returns when the bytes are with the kernel. */
  void write(boolean last, ByteBuffer bytes) throws IOException {
    if (last) {
      endWatch();
    }
    try {
      Content.Sink.write(response, last, bytes);
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  /** Whether the other side went away while it was answered. */
  boolean isBroken() {
    return broken;
  }

  /** Ends an answer that was begun; there must be one. */
  void finish() throws IOException {
    if (answer != null) {
      answer.close();
    } else if (!response.isCommitted()) {
      throw new IllegalStateException("a request without an answer");
    }
    liftStalls();
  }
}
