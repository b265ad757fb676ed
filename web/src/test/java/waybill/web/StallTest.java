package waybill.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;
import waybill.web.server.Exchange;
import waybill.web.server.WebHandler;
import waybill.web.server.WebServer;

/** Either side stops in the middle, or goes. */
@Timeout(60)
class StallTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final byte[] NOTHING = new byte[0];

  @TempDir Path folder;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private @Nullable WebServer server;

  @AfterEach
  void end() {
    if (server != null) {
      server.close();
    }
  }

  private WebServer serve(WebHandler handler) {
    server = WebServer.listen(folder.resolve("s"), handler, faults::add);
    return server;
  }

  private SocketChannel connect(String text) throws IOException {
    var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("s")));
    send(channel, text);
    return channel;
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String head(String method, String target, int length) {
    return method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private static String answer(SocketChannel channel) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(4096);
    int count = channel.read(answer);
    return count < 0 ? "" : new String(answer.array(), 0, count, StandardCharsets.ISO_8859_1);
  }

  private void receive(Exchange exchange) throws IOException {
    if (exchange.target().equals("/limited")) {
      exchange.limitStalls(LIMIT);
    }
    try {
      told.add("read " + exchange.body().readAllBytes().length);
      exchange.respond(200, Map.of(), NOTHING);
    } catch (SocketTimeoutException e) {
      told.add("stalled");
      exchange.respond(500, Map.of(), NOTHING);
    }
  }

  @Test
  void aRequestThatStopsInItsMiddleIsGivenUpAndAnswered() throws Exception {
    serve(this::receive);
    try (SocketChannel client = connect(head("PUT", "/limited", 100) + "half")) {
      assertThat(answer(client)).startsWith("HTTP/1.1 500 ");
      assertThat(told.take()).isEqualTo("stalled");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void theNextRequestOfTheConnectionIsNotLimited() throws Exception {
    serve(this::receive);
    try (SocketChannel client = connect(head("PUT", "/limited", 4) + "half")) {
      assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
      send(client, head("PUT", "/free", 8) + "half");
      assertThat(told.take()).isEqualTo("read 4");
      assertThat(told.poll(4 * LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
      send(client, "rest");
      assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
      assertThat(told.take()).isEqualTo("read 8");
    }
  }

  @Test
  void whoComesSlowlyButSteadilyIsHeard() throws Exception {
    serve(this::receive);
    try (SocketChannel client = connect(head("PUT", "/limited", 12))) {
      for (int i = 0; i < 12; i++) {
        assertThat(told.poll(LIMIT.toMillis() / 6, TimeUnit.MILLISECONDS)).isNull();
        send(client, "x");
      }
      assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whoDoesNotTakeTheAnswerIsGivenUp() throws Exception {
    serve(
        exchange -> {
          exchange.limitStalls(LIMIT);
          try (OutputStream out = exchange.begin(200, Map.of(), -1)) {
            while (true) {
              out.write(new byte[100_000]);
            }
          } catch (IOException e) {
            told.add("given up");
            throw e;
          }
        });
    try (SocketChannel client = connect(head("PUT", "/", 0))) {
      assertThat(told.take()).isEqualTo("given up");
      assertThat(client.isOpen()).isTrue();
    }
  }

  @Test
  void whoeverAnswersMayTakeTheTime() throws Exception {
    var never = new CountDownLatch(1);
    serve(
        exchange -> {
          exchange.limitStalls(LIMIT);
          boolean _ = never.await(4 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
          exchange.respond(200, Map.of(), NOTHING);
        });
    try (SocketChannel client = connect(head("PUT", "/", 0))) {
      assertThat(answer(client)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void whoHangsUpIsToldApartFromTheServersEnd() throws Exception {
    var begun = new CountDownLatch(2);
    var never = new CountDownLatch(1);
    serve(
        exchange -> {
          try {
            begun.countDown();
            never.await();
          } catch (InterruptedException e) {
            told.add(exchange.target() + " " + exchange.isAbandoned());
            throw e;
          }
        });
    try (SocketChannel stays = connect("GET /stays HTTP/1.1\r\nHost: x\r\n\r\n")) {
      connect("GET /goes HTTP/1.1\r\nHost: x\r\n\r\n").close();
      assertThat(told.take()).isEqualTo("/goes true");
      begun.await();
      end();
      assertThat(told.take()).isEqualTo("/stays false");
      assertThat(stays.isOpen()).isTrue();
    }
  }

  private WebResponse get(WebClient client) throws Exception {
    var address = new WebAddress.Unix(folder.resolve("s"), "/");
    return client.send(
        new WebRequest(
            "GET", address, Map.of(), new WebBody.None(), Duration.ofSeconds(20), LIMIT));
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsGivenUp() throws Exception {
    var never = new CountDownLatch(1);
    serve(
        exchange -> {
          try (OutputStream out = exchange.begin(200, Map.of(), 100)) {
            out.write("half".getBytes(StandardCharsets.UTF_8));
            out.flush();
            never.await();
          }
        });
    try (WebClient client = new WebClient();
        WebResponse answer = get(client)) {
      assertThat(answer.body().readNBytes(4)).hasSize(4);
      assertThatThrownBy(() -> answer.body().read())
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("in the middle");
    }
  }

  @Test
  void aReaderWhoPausesLosesNothing() throws Exception {
    byte[] much = new byte[3_000_000];
    serve(exchange -> exchange.respond(200, Map.of(), much));
    try (WebClient client = new WebClient()) {
      try (WebResponse answer = get(client)) {
        assertThat(answer.body().readNBytes(4)).hasSize(4);
        assertThat(told.poll(4 * LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        assertThat(answer.bytes(much.length)).hasSize(much.length - 4);
      }
      // The connection is used again, and the old limit does not hold for it.
      assertThat(told.poll(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
      try (WebResponse answer = get(client)) {
        assertThat(answer.bytes(much.length)).hasSize(much.length);
      }
    }
  }
}
