package waybill.web.client;

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
import java.util.Map;
import java.util.Optional;

/** Asks by {@code https}, with the JDK's client. Loaded only then: it costs a tenth of a second. */
final class SecureAsker implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

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
      return new SecureResponse(client.send(builder.build(), BodyHandlers.ofInputStream()));
    } catch (HttpTimeoutException e) {
      var late = new SocketTimeoutException("the server did not answer in time");
      late.initCause(e);
      throw late;
    }
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

  private record SecureResponse(HttpResponse<InputStream> answer) implements WebResponse {
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
      return answer.body();
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
      return Bounded.bytes(body(), limit);
    }

    @Override
    public void close() {
      try {
        answer.body().close();
      } catch (IOException e) {
        return; // closed is closed
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
