package waybill.web.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers byte for byte, from a server that is not ours and means no good. */
class HostileServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final WebClient client = new WebClient();
  private final AtomicInteger connections = new AtomicInteger();
  private ServerSocket listening = unbound();

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a connection's other side does. */
  interface Talk {
    void with(InputStream in, OutputStream out) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() throws IOException {
    client.close();
    listening.close();
  }

  private void serve(Talk talk) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                try (Socket socket = listening.accept()) {
                  connections.incrementAndGet();
                  talk.with(socket.getInputStream(), socket.getOutputStream());
                } catch (IOException e) {
                  if (listening.isClosed()) {
                    return;
                  }
                }
              }
            });
  }

  /** Each request gets these bytes, and then the connection's end. */
  private void answer(String bytes) {
    serve(
        (in, out) -> {
          readHead(in);
          out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        });
  }

  private static void readHead(InputStream in) throws IOException {
    for (int newlines = 0; newlines < 2; ) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  private WebResponse ask(String method, Duration patience)
      throws IOException, InterruptedException {
    WebAddress address =
        WebAddress.parse("http://127.0.0.1:" + listening.getLocalPort() + "/x?y=z");
    return client.send(new WebRequest(method, address, Map.of(), new WebBody.None(), patience));
  }

  private String get() throws IOException, InterruptedException {
    try (WebResponse answer = ask("GET", PATIENCE)) {
      return answer.status() + " " + new String(answer.bytes(100), StandardCharsets.UTF_8);
    }
  }

  private void assertRefused(String bytes, String why) throws IOException {
    answer(bytes);
    assertThatThrownBy(this::get).isInstanceOf(IOException.class).hasMessageContaining(why);
  }

  @Test
  void anAnswerUntilTheConnectionsEndIsWhole() throws Exception {
    answer("HTTP/1.0 200 OK\r\n\r\nall of it");
    assertThat(get()).isEqualTo("200 all of it");
  }

  @Test
  void chunksWithExtensionsAndTrailersAreRead() throws Exception {
    answer(CHUNKED + "3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX: y\r\n\r\n");
    assertThat(get()).isEqualTo("200 abc0123456789");
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    answer(CONTINUE + "HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
    assertThat(get()).isEqualTo("204 ");
  }

  @Test
  void bareLineFeedsEndLines() throws Exception {
    answer("HTTP/1.1 200\nContent-Length: 2\n\nab");
    assertThat(get()).isEqualTo("200 ab");
  }

  @Test
  void interimAnswersWithoutEndAreGivenUp() throws Exception {
    assertRefused(CONTINUE.repeat(1000), "interim");
  }

  @Test
  void aHeadWithoutEndIsGivenUp() throws Exception {
    serve(
        (in, out) -> {
          readHead(in);
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          for (int i = 0; ; i++) {
            out.write(("A" + i + ": b\r\n").getBytes(StandardCharsets.US_ASCII));
          }
        });
    assertThatThrownBy(this::get).hasMessageContaining("more than 200 fields");
  }

  @Test
  void aLineWithoutEndIsGivenUp() throws Exception {
    serve(
        (in, out) -> {
          readHead(in);
          while (true) {
            out.write('x');
          }
        });
    assertThatThrownBy(this::get).hasMessageContaining("a line of more than");
  }

  @Test
  void whatIsNoHttpIsSaidSo() throws Exception {
    assertRefused("SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP");
  }

  @Test
  void aStatusThatIsNoneIsRefused() throws Exception {
    assertRefused("HTTP/1.1 2x0 OK\r\n\r\n", "no status");
  }

  @Test
  void aNulIsRefused() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", "NUL");
  }

  @Test
  void aLineThatIsNoFieldIsRefused() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nno field\r\n\r\n", "no field");
  }

  @Test
  void foldedFieldsAreRefused() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nA: b\r\n c: d\r\n\r\n", "no field");
  }

  @Test
  void twoLengthsAreRefused() throws Exception {
    assertRefused(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "no clear length");
  }

  @Test
  void aNegativeLengthIsRefused() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "no clear length");
  }

  @Test
  void aLengthAndChunksAreRefused() throws Exception {
    assertRefused(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "no clear end");
  }

  @Test
  void anUnknownCodingIsRefused() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "no clear end");
  }

  @Test
  void aBodyThatIsShorterThanSaidIsNotTakenForWhole() throws Exception {
    assertRefused("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcd", "ended within the answer");
  }

  @Test
  void chunksThatBreakOffAreNotTakenForWhole() throws Exception {
    for (String rest : new String[] {"", "3", "3\r\n", "3\r\nab", "3\r\nabc", "3\r\nabc\r\n"}) {
      listening.close();
      listen();
      assertRefused(CHUNKED + rest, "ended within");
    }
  }

  @Test
  void aChunkThatIsLongerThanItSaysIsRefused() throws Exception {
    assertRefused(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n",
        "another size");
  }

  @Test
  void aChunkWithoutSizeIsRefused() throws Exception {
    for (String size : new String[] {"", "-1", "x", "1".repeat(16), "0x1"}) {
      listening.close();
      listen();
      assertRefused(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\na\r\n", "no size");
    }
  }

  @Test
  void moreThanOneIsReadyToHoldIsRefused() throws Exception {
    assertRefused(
        "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + "a".repeat(101), "more than 100 bytes");
  }

  @Test
  void aServerThatClosesIsAskedOverAnotherConnection() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"); // says not that it will close
    for (int i = 0; i < 5; i++) {
      assertThat(get()).isEqualTo("200 a");
    }
    assertThat(connections).hasValue(5);
  }

  @Test
  void aConnectionIsUsedAgainUnlessTheServerSaysClose() throws Exception {
    var asked = new AtomicInteger();
    serve(
        (in, out) -> {
          while (true) {
            readHead(in);
            String end = asked.incrementAndGet() == 3 ? "Connection: close\r\n" : "";
            out.write(
                ("HTTP/1.1 200 OK\r\n" + end + "Content-Length: 1\r\n\r\na")
                    .getBytes(StandardCharsets.US_ASCII));
            if (!end.isEmpty()) {
              return;
            }
          }
        });
    for (int i = 0; i < 4; i++) {
      assertThat(get()).isEqualTo("200 a");
    }
    assertThat(connections).hasValue(2);
  }

  @Test
  void anAnswerNobodyAskedForIsNotTakenForTheNextOne() throws Exception {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 666 Smuggled\r\n\r\n");
    assertThat(get()).isEqualTo("200 a");
    assertThat(get()).isEqualTo("200 a");
  }

  @Test
  void anAnswerThatStopsWithinItsHeadIsGivenUpInTime() throws Exception {
    serve(
        (in, out) -> {
          readHead(in);
          out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          int _ = in.read(); // until the client has had enough
        });
    assertThatThrownBy(() -> ask("GET", Duration.ofMillis(50)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aPostIsNotRepeatedWhenItsAnswerIsLost() throws Exception {
    serve(
        (in, out) -> {
          readHead(in);
          out.write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          readHead(in); // and hangs up
        });
    assertThat(get()).isEqualTo("200 a");
    assertThatThrownBy(() -> ask("POST", PATIENCE)).isInstanceOf(IOException.class);
    assertThat(connections).hasValue(1);
  }

  @Test
  void whatCannotStandInARequestIsRefusedHere() {
    WebAddress address = WebAddress.parse("http://127.0.0.1/");
    for (Map<String, String> fields :
        java.util.List.of(
            Map.of("A", "b\r\nC: d"),
            Map.of("A\r\nB", "c"),
            Map.of("A B", "c"),
            Map.of("Host", "x"))) {
      assertThatThrownBy(
              () ->
                  RequestWriter.write(
                      new WebRequest("GET", address, fields, new WebBody.None(), PATIENCE),
                      new Connection(address, java.nio.channels.SocketChannel.open())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> address.withTarget("/a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> address.withTarget("/a\r\nB: c"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
