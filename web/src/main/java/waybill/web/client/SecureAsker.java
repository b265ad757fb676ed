package waybill.web.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** Asks by {@code https}, with the JDK's client. Loaded only then: it costs a tenth of a second. */
final class SecureAsker implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Watchdog watchdog;

  SecureAsker(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  WebResponse send(WebRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(
                URI.create("https://" + request.address().hostField() + request.address().target()))
            .method(request.method(), publisher(request.body()));
    for (Map.Entry<String, String> field : request.headers().entrySet()) {
      if (RequestWriter.isOurs(field.getKey())) {
        throw new IllegalArgumentException("the field " + field.getKey() + " is set here");
      }
      builder.setHeader(field.getKey(), field.getValue());
    }
    if (!request.patience().isZero()) {
      builder.timeout(request.patience());
    }
    try {
      HttpResponse<InputStream> answer = client.send(builder.build(), BodyHandlers.ofInputStream());
      return new SecureResponse(answer, watchdog, request.stall().toNanos());
    } catch (HttpTimeoutException e) {
      var late = new SocketTimeoutException("the server did not answer in time");
      late.initCause(e);
      throw late;
    } catch (SSLHandshakeException e) {
      throw untrusted(request.address().hostField(), e);
    }
  }

  /** Whatever else is wrong with the handshake stays as it is. */
  private static IOException untrusted(String server, SSLHandshakeException e) {
    for (Throwable why = e; why != null; why = why.getCause()) {
      if (why instanceof CertificateException certificate) {
        var untrusted =
            new UntrustedServerException(
                "the certificate of " + server + " is not trusted: " + innermost(certificate));
        untrusted.initCause(e);
        return untrusted;
      }
    }
    return e;
  }

  private static String innermost(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static BodyPublisher publisher(WebBody body) {
    return switch (body) {
      case WebBody.None() -> BodyPublishers.noBody();
      case WebBody.Bytes(ByteBuffer bytes) -> {
        if (bytes.hasArray()) {
          yield BodyPublishers.ofByteArray(
              bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        yield BodyPublishers.ofByteArray(copy);
      }
      case WebBody.Stream(InputStream in) -> BodyPublishers.ofInputStream(() -> in);
    };
  }

  private static final class SecureResponse implements WebResponse {
    private final HttpResponse<InputStream> answer;
    private final Watchdog watchdog;
    private final Watchdog.Stalls stalls;
    private final InputStream body;

    SecureResponse(HttpResponse<InputStream> answer, Watchdog watchdog, long stall) {
      this.answer = answer;
      this.watchdog = watchdog;
      this.stalls = watchdog.stalls(answer.body(), stall);
      this.body = new Limited(answer.body(), stalls);
    }

    @Override
    public int status() {
      return answer.statusCode();
    }

    @Override
    public Optional<String> header(String name) {
      return answer.headers().firstValue(name);
    }

    @Override
    public long length() {
      return answer.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    @Override
    public InputStream body() {
      return body;
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
      return Bounded.bytes(body(), limit);
    }

    @Override
    public void close() {
      watchdog.lift(stalls);
      try {
        answer.body().close();
      } catch (IOException e) {
        return; // closed is closed
      }
    }
  }

  /** Never waits for longer than it may. */
  private static final class Limited extends FilterInputStream {
    private final Watchdog.Stalls stalls;

    Limited(InputStream in, Watchdog.Stalls stalls) {
      super(in);
      this.stalls = stalls;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      stalls.begin();
      try {
        int read = in.read(bytes, offset, length);
        if (read < 0 && stalls.hasBitten()) {
          throw new IOException("closed");
        }
        return read;
      } catch (IOException e) {
        throw stalls.hasBitten() ? Connections.stalled(e) : e;
      } finally {
        stalls.end();
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
