package waybill.web.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server of somebody else's, over TCP. */
class JdkServerTest {
  private final WebClient client = new WebClient();
  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
      server.createContext(
          "/",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean sized = exchange.getRequestURI().getPath().equals("/sized");
            exchange.getResponseHeaders().set("X-Method", exchange.getRequestMethod());
            exchange.sendResponseHeaders(201, sized && body.length > 0 ? body.length : 0);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void end() {
    client.close();
    server.stop(0);
  }

  @Test
  void bodiesGoOverInChunksAndSizedAndComeBack() throws Exception {
    byte[] noise = new byte[3_000_000];
    new Random(3).nextBytes(noise);
    for (String target : new String[] {"/sized", "/chunks"}) {
      for (int round = 0; round < 3; round++) {
        WebBody body =
            round == 1
                ? new WebBody.Stream(new ByteArrayInputStream(noise))
                : new WebBody.Bytes(ByteBuffer.wrap(noise));
        var request =
            new WebRequest(
                "PUT",
                WebAddress.parse("http://localhost:" + server.getAddress().getPort() + target),
                Map.of("Content-Type", "x/y"),
                body,
                Duration.ofSeconds(20));
        try (WebResponse answer = client.send(request)) {
          assertThat(answer.status()).isEqualTo(201);
          assertThat(answer.header("x-method")).contains("PUT");
          assertThat(Arrays.equals(answer.bytes(noise.length), noise)).isTrue();
        }
      }
    }
  }
}
