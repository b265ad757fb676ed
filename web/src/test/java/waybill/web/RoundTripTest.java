package waybill.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;
import waybill.web.server.Exchange;
import waybill.web.server.WebHandler;
import waybill.web.server.WebServer;

class RoundTripTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final WebClient client = new WebClient();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private Path socket = Path.of("");
  private @Nullable WebServer server;

  @BeforeEach
  void place() {
    socket = folder.resolve("a.sock");
  }

  @AfterEach
  void end() {
    client.close();
    if (server != null) {
      server.close();
    }
  }

  private WebServer serve(WebHandler handler) {
    server = WebServer.listen(socket, handler, faults::add);
    return server;
  }

  private WebResponse ask(String method, String target, WebBody body)
      throws IOException, InterruptedException {
    return client.send(
        new WebRequest(
            method, new WebAddress.Unix(socket, target), Map.of("X-A", "b"), body, PATIENCE));
  }

  private String get(String target) throws IOException, InterruptedException {
    try (WebResponse answer = ask("GET", target, new WebBody.None())) {
      return answer.status() + " " + new String(answer.bytes(1000), StandardCharsets.UTF_8);
    }
  }

  private static void echo(Exchange exchange) throws IOException {
    byte[] body = exchange.body().readAllBytes();
    String told =
        exchange.method()
            + exchange.segments()
            + exchange.query()
            + exchange.header("x-a").orElse("none")
            + exchange.length()
            + ":";
    var all = new java.io.ByteArrayOutputStream();
    all.write(told.getBytes(StandardCharsets.UTF_8));
    all.write(body);
    exchange.respond(200, Map.of("Content-Type", "text/plain"), all.toByteArray());
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(7).nextBytes(noise);
    return noise;
  }

  @Test
  void whatIsAskedArrivesAndWhatIsAnsweredToo() throws Exception {
    serve(RoundTripTest::echo);
    assertThat(get("/a/b%20c/?x=1&y=%C3%A9+z&x=2&w"))
        .isEqualTo("200 GET[a, b c, ][x=1, y=é z, x=2, w=]b-1:");
    var body = new WebBody.Bytes(ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8)));
    try (WebResponse answer = ask("PUT", "/", body)) {
      assertThat(new String(answer.bytes(1000), StandardCharsets.UTF_8))
          .isEqualTo("PUT[][]b4:body");
      assertThat(answer.header("content-type")).contains("text/plain");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    serve(RoundTripTest::echo);
    for (int i = 0; i < 300; i++) {
      assertThat(get("/" + i)).startsWith("200 GET[" + i + "]");
    }
  }

  @Test
  void largeBodiesComeOverWholeBothWays() throws Exception {
    byte[] noise = noise(5_000_000);
    serve(
        exchange -> {
          byte[] body = exchange.body().readAllBytes();
          try (OutputStream out = exchange.begin(200, Map.of(), exchange.length())) {
            for (int at = 0; at < body.length; at += 100_000) {
              out.write(body, at, 100_000);
            }
          }
        });
    try (WebResponse answer = ask("PUT", "/sized", new WebBody.Bytes(ByteBuffer.wrap(noise)))) {
      assertThat(answer.length()).isEqualTo(noise.length);
      assertThat(Arrays.equals(answer.bytes(noise.length), noise)).isTrue();
    }
    var stream = new WebBody.Stream(new ByteArrayInputStream(noise));
    try (WebResponse answer = ask("PUT", "/chunks", stream)) {
      assertThat(answer.length()).isEqualTo(-1);
      assertThat(Arrays.equals(answer.bytes(noise.length), noise)).isTrue();
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aFileIsAnsweredAsFarAsSaid() throws Exception {
    Path file = folder.resolve("file");
    byte[] noise = noise(700_000);
    Files.write(file, noise);
    serve(
        exchange -> {
          try (FileChannel channel = FileChannel.open(file)) {
            exchange.respond(200, Map.of(), channel, exchange.segments().size() * 650_000L);
          }
        });
    try (WebResponse answer = ask("GET", "/x", new WebBody.None())) {
      assertThat(Arrays.equals(answer.bytes(700_000), Arrays.copyOf(noise, 650_000))).isTrue();
    }
    assertThat(get("/")).isEqualTo("200 ");
    // More than there is: the answer breaks off, and is not taken for whole.
    try (WebResponse answer = ask("GET", "/x/y", new WebBody.None())) {
      assertThatThrownBy(() -> answer.bytes(2_000_000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void headHasTheLengthAndNoBody() throws Exception {
    serve(exchange -> exchange.respond(200, Map.of("X-B", "c"), new byte[999]));
    try (WebResponse answer = ask("HEAD", "/", new WebBody.None())) {
      assertThat(answer.length()).isEqualTo(999);
      assertThat(answer.bytes(10)).isEmpty();
    }
    assertThat(get("/")).startsWith("200 ");
  }

  @Test
  void whatIsFlushedArrivesBeforeTheEnd() throws Exception {
    var seen = new CountDownLatch(1);
    serve(
        exchange -> {
          OutputStream out = exchange.begin(200, Map.of(), -1);
          out.write('1');
          out.flush();
          assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
          out.write('2');
        });
    try (WebResponse answer = ask("GET", "/", new WebBody.None())) {
      assertThat(answer.body().read()).isEqualTo('1');
      seen.countDown();
      assertThat(answer.body().read()).isEqualTo('2');
      assertThat(answer.body().read()).isEqualTo(-1);
    }
  }

  @Test
  void whatIsUploadedInPiecesIsSeenAsItComes() throws Exception {
    var firstSeen = new CountDownLatch(1);
    serve(
        exchange -> {
          assertThat(exchange.body().read()).isEqualTo('1');
          firstSeen.countDown();
          exchange.respond(200, Map.of(), exchange.body().readAllBytes());
        });
    var slow =
        new InputStream() {
          private int read;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
              assertThat(read == 0 || firstSeen.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            bytes[offset] = (byte) ('1' + read);
            return ++read > 3 ? -1 : 1;
          }
        };
    try (WebResponse answer = ask("POST", "/", new WebBody.Stream(slow))) {
      assertThat(answer.bytes(10)).isEqualTo(new byte[] {'2', '3'});
    }
  }

  @Test
  void aFaultIsA500AndALogLine() throws Exception {
    serve(
        exchange -> {
          throw new IllegalStateException("a fault");
        });
    assertThat(get("/secret?sig=x")).startsWith("500 ");
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst()).contains("a fault").doesNotContain("sig");
  }

  @Test
  void nothingAnsweredIsAFaultToo() throws Exception {
    serve(exchange -> {});
    assertThat(get("/")).startsWith("500 ");
    assertThat(faults).hasSize(1);
  }

  @Test
  void aBeginningIsBrokenOffWhenTheRestFails() throws Exception {
    serve(
        exchange -> {
          exchange.begin(200, Map.of(), -1).flush();
          throw new IllegalStateException("later");
        });
    try (WebResponse answer = ask("GET", "/", new WebBody.None())) {
      assertThat(answer.status()).isEqualTo(200);
      assertThatThrownBy(() -> answer.bytes(10)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anEarlyRefusalIsSeenByWhoStillSends() throws Exception {
    serve(exchange -> exchange.respond(403, Map.of(), "no".getBytes(StandardCharsets.UTF_8)));
    var large = new WebBody.Bytes(ByteBuffer.allocate(20_000_000));
    try (WebResponse answer = ask("PUT", "/", large)) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.bytes(10)).isEqualTo("no".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(get("/")).startsWith("403 ");
  }

  @Test
  void whoHangsUpEndsTheHandlersReading() throws Exception {
    var failed = new AtomicReference<Throwable>();
    var over = new CountDownLatch(1);
    serve(
        exchange -> {
          try {
            exchange.body().readAllBytes();
          } catch (IOException e) {
            failed.set(e);
            throw e;
          } finally {
            over.countDown();
          }
        });
    try (var raw =
        java.nio.channels.SocketChannel.open(java.net.UnixDomainSocketAddress.of(socket))) {
      raw.write(bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123"));
    }
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failed.get()).isInstanceOf(IOException.class);
  }

  @Test
  void whoHangsUpEndsTheHandlersWriting() throws Exception {
    var over = new CountDownLatch(1);
    serve(
        exchange -> {
          try (OutputStream out = exchange.begin(200, Map.of(), -1)) {
            while (true) {
              out.write(new byte[100_000]);
            }
          } finally {
            over.countDown();
          }
        });
    WebResponse answer = ask("GET", "/", new WebBody.None());
    assertThat(answer.body().read()).isZero();
    answer.close();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(faults).isEmpty();
  }

  @Test
  void whoHangsUpEndsAQuietAnswer() throws Exception {
    var over = new CountDownLatch(1);
    serve(
        exchange -> {
          exchange.begin(200, Map.of(), -1).flush();
          try {
            TimeUnit.MINUTES.sleep(1);
          } finally {
            over.countDown();
          }
        });
    WebResponse answer = ask("GET", "/", new WebBody.None());
    answer.close();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(faults).isEmpty();
  }

  @Test
  void aServerThatIsClosedEndsWhatItAnswers() throws Exception {
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    WebServer server =
        serve(
            exchange -> {
              begun.countDown();
              try {
                TimeUnit.MINUTES.sleep(1);
              } finally {
                over.countDown();
              }
            });
    Thread asker =
        Thread.ofVirtual()
            .start(
                () -> {
                  try (WebResponse _ = ask("GET", "/", new WebBody.None())) {
                    return;
                  } catch (IOException | InterruptedException e) {
                    return; // as it should
                  }
                });
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.active()).isEqualTo(1);
    server.close();
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    asker.join();
    assertThat(socket).doesNotExist();
    assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
  }

  @Test
  void whoeverCountsIsToldWhenNobodyIsServed() throws Exception {
    var idle = new CountDownLatch(1);
    WebServer server = serve(exchange -> exchange.respond(200, Map.of(), new byte[0]));
    server.whenIdle(idle::countDown);
    assertThat(get("/")).isEqualTo("200 ");
    assertThat(idle.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.active()).isZero();
  }

  @Test
  void onlyItsUserMayConnectAndNoFolderIsLeft() throws Exception {
    serve(RoundTripTest::echo);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(socket);
    }
  }

  @Test
  void aStaleSocketIsReplacedAndALiveOneIsNot() throws Exception {
    try (var dead =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      dead.bind(java.net.UnixDomainSocketAddress.of(socket));
    }
    serve(RoundTripTest::echo);
    assertThat(get("/")).startsWith("200 ");
    assertThatThrownBy(() -> WebServer.listen(socket, RoundTripTest::echo, faults::add))
        .hasMessageContaining("another server listens");
    assertThat(get("/")).startsWith("200 ");
  }

  @Test
  void aFileThatIsNoSocketStays() throws Exception {
    Files.writeString(socket, "precious");
    assertThatThrownBy(() -> serve(RoundTripTest::echo)).hasMessageContaining("no socket");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void malformedTargetsAreRefusedBeforeTheHandler() throws Exception {
    serve(RoundTripTest::echo);
    for (String target :
        List.of("/%", "/%zz", "/%ff", "/a/../b", "/a/%2e%2e/b", "/./a", "/a?b=%", "/a?b=%ff")) {
      assertThat(get(target)).as(target).doesNotStartWith("200").doesNotStartWith("500");
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void headsThatAreTooLongAreRefused() throws Exception {
    serve(RoundTripTest::echo);
    assertThat(get("/" + "a".repeat(40_000))).startsWith("414 ");
    var request =
        new WebRequest(
            "GET",
            new WebAddress.Unix(socket, "/"),
            Map.of("A", "b".repeat(40_000)),
            new WebBody.None(),
            PATIENCE);
    try (WebResponse answer = client.send(request)) {
      assertThat(answer.status()).isEqualTo(431);
    }
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsGivenUp() throws Exception {
    serve(exchange -> TimeUnit.MINUTES.sleep(1));
    var request =
        new WebRequest(
            "GET",
            new WebAddress.Unix(socket, "/"),
            Map.of(),
            new WebBody.None(),
            Duration.ofMillis(50));
    assertThatThrownBy(() -> client.send(request)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void nobodyListensIsSaidSo() {
    assertThatThrownBy(() -> get("/")).isInstanceOf(ConnectException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
