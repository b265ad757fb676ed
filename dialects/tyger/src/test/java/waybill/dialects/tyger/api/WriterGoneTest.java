package waybill.dialects.tyger.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.BlobAccess;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.buffer.BufferWriter;
import waybill.dialects.tyger.buffer.LocalBlobs;
import waybill.dialects.tyger.buffer.RemoteBlobs;
import waybill.dialects.tyger.buffer.Seal;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/** Writers that die without a word, and servers that do. */
@Timeout(60)
class WriterGoneTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final byte[] START = "{\"version\":\"0.3.0\"}".getBytes(UTF_8);
  private static final Seal START_SEAL = new Seal("jRl6v+tdX5RbfseHVtVXDw==", none());

  @TempDir Path folder;
  private final WebClient web = new WebClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private DataServer server;

  private static java.util.Optional<String> none() {
    return java.util.Optional.empty();
  }

  @BeforeEach
  void start() {
    server = new DataServer(folder, LONG);
    server.blobs().create("abc");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    web.close();
    server.close();
  }

  private void restart(Duration grace) {
    server.close();
    server = new DataServer(folder, grace);
  }

  private RemoteBlobs remote(boolean writable) {
    var urls = AccessUrls.fixed(WebAddress.parse(server.url("abc", writable)));
    return new RemoteBlobs(web, urls, why -> {});
  }

  private Future<String> reading(BlobAccess blobs) {
    return threads.submit(
        () -> {
          var out = new ByteArrayOutputStream();
          new BufferReader(blobs, 3).read(Channels.newChannel(out));
          return out.toString(UTF_8);
        });
  }

  private Future<Long> writing(InputStream in) {
    return threads.submit(
        () ->
            new BufferWriter(remote(true), 3, 1000, Duration.ofMillis(10))
                .write(Channels.newChannel(in)));
  }

  private static RemoteBlobs begun(RemoteBlobs blobs) throws InterruptedException {
    assertThat(blobs.head(".bufferstart")).isEmpty();
    assertThat(blobs.put(".bufferstart", START, 0, START.length, START_SEAL))
        .isEqualTo(BlobAccess.Put.WRITTEN);
    return blobs;
  }

  private void awaitBlob(String path) throws InterruptedException {
    assertThat(server.blobs().await("abc", path, LONG)).isPresent();
  }

  private static void assertFailed(Future<String> reading) {
    assertThatThrownBy(reading::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("the buffer is in a permanently failed state");
  }

  private WebResponse ask(String method, String path, boolean writable, Map<String, String> fields)
      throws Exception {
    String url = server.url("abc", writable).replace("?", path + "?");
    return web.send(
        new WebRequest(
            method, WebAddress.parse(url), fields, new WebBody.None(), Duration.ofSeconds(40)));
  }

  @Test
  void aReaderIsToldAtOnceThatTheWriterIsGone() throws Exception {
    RemoteBlobs writer = begun(remote(true));
    Future<String> reader = reading(remote(false));
    BlobAccess.Hold hold = writer.hold();
    while (!server.writers().isHeld("abc")) {
      Thread.onSpinWait();
    }
    assertThat(reader.isDone()).isFalse();
    hold.close(); // which is what the end of its process does
    assertFailed(reader);
    assertFailed(reading(remote(false)));
    assertFailed(reading(new LocalBlobs(server.blobs(), "abc", server.writers())));
  }

  @Test
  void aWriterThatComesToItsEndLeavesACompleteBuffer() throws Exception {
    var pipe = new PipedOutputStream();
    Future<Long> writer = writing(new PipedInputStream(pipe));
    pipe.write('a');
    pipe.flush();
    while (!server.writers().isHeld("abc")) {
      Thread.onSpinWait();
    }
    pipe.close();
    assertThat(writer.get()).isEqualTo(1);
    assertThat(reading(remote(false)).get()).isEqualTo("a");
    while (server.writers().isHeld("abc")) {
      Thread.onSpinWait();
    }
    assertThat(reading(remote(false)).get()).isEqualTo("a");
  }

  @Test
  void aWriterOfWhichNothingIsHeardIsMissedByReaders() throws Exception {
    restart(SHORT);
    long before = System.nanoTime();
    RemoteBlobs _ = begun(remote(true));
    assertFailed(reading(remote(false)));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SHORT);
  }

  @Test
  void aReaderWithinTheServerMissesItToo() throws Exception {
    restart(SHORT);
    RemoteBlobs _ = begun(remote(true));
    assertFailed(reading(new LocalBlobs(server.blobs(), "abc", server.writers())));
  }

  @Test
  void aWriterThatDiedWithTheServerIsMissedAtTheNextOne() throws Exception {
    RemoteBlobs _ = begun(remote(true));
    restart(SHORT);
    assertThat(server.blobs().find("abc", ".bufferend")).isEmpty();
    assertFailed(reading(remote(false)));
  }

  @Test
  void aWriterOutlivesTheServerAndIsNotMissed() throws Exception {
    restart(Duration.ofSeconds(6));
    var pipe = new PipedOutputStream();
    Future<Long> writer = writing(new PipedInputStream(pipe));
    pipe.write("one ".getBytes(UTF_8));
    pipe.flush();
    awaitBlob("00/000");
    while (!server.writers().isHeld("abc")) {
      Thread.onSpinWait();
    }
    server.close();
    assertThat(server.blobs().find("abc", ".bufferend")).isEmpty();
    restart(Duration.ofSeconds(6));
    Future<String> reader = reading(remote(false));
    while (!server.writers().isHeld("abc")) {
      Thread.onSpinWait();
    }
    pipe.write("two".getBytes(UTF_8));
    pipe.close();
    assertThat(writer.get()).isEqualTo(7);
    assertThat(reader.get()).isEqualTo("one two");
  }

  @Test
  void aWriterWhoNeverSaidSoIsNotMissed() throws Exception {
    restart(SHORT);
    var other = new LocalBlobs(server.blobs(), "abc", server.writers());
    assertThat(other.put(".bufferstart", START, 0, START.length, START_SEAL))
        .isEqualTo(BlobAccess.Put.WRITTEN);
    try (WebResponse answer = ask("GET", "/00/000", false, Map.of(RemoteBlobs.WAIT, "3"))) {
      assertThat(answer.status()).isEqualTo(404);
    }
    assertThat(server.blobs().find("abc", ".bufferend")).isEmpty();
  }

  @Test
  void oneOfTwoThatHoldIsEnough() throws Exception {
    RemoteBlobs writer = begun(remote(true));
    try (BlobAccess.Hold _ = writer.hold()) {
      while (!server.writers().isHeld("abc")) {
        Thread.onSpinWait();
      }
      Future<WebResponse> second =
          threads.submit(
              () ->
                  ask(
                      "GET",
                      "/.bufferend",
                      true,
                      Map.of(RemoteBlobs.WAIT, "1", RemoteBlobs.HOLD, "true")));
      try (WebResponse answer = second.get()) {
        assertThat(answer.status()).isEqualTo(404);
      }
      server.writers().gone("abc");
      assertThat(server.blobs().find("abc", ".bufferend")).isEmpty();
    }
  }

  @Test
  void onlyWhoMayWriteHolds() throws Exception {
    try (WebResponse answer = ask("GET", "/.bufferend", false, Map.of(RemoteBlobs.HOLD, "true"))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.header("x-ms-error-code")).contains("AuthorizationPermissionMismatch");
    }
  }

  @Test
  void aBufferThatWasNotBegunIsNotMissed() throws Exception {
    server.writers().gone("abc");
    assertThat(server.blobs().find("abc", ".bufferstart")).isEmpty();
    assertThat(server.blobs().find("abc", ".bufferend")).isEmpty();
  }

  @Test
  void halfABlobIsGivenUpAndNothingOfItStays() throws Exception {
    String url = server.url("abc", true);
    String target = "/containers/abc/00/000" + url.substring(url.indexOf('?'));
    String head =
        "PUT "
            + target
            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
            + "Content-MD5: QYk2lB1cwCQ9U8NcIOZQzw==\r\n\r\nhalf";
    try (var client = SocketChannel.open(UnixDomainSocketAddress.of(server.socket()))) {
      client.write(ByteBuffer.wrap(head.getBytes(UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      assertThat(client.read(answer)).isPositive();
      assertThat(new String(answer.array(), 0, answer.position(), UTF_8))
          .startsWith("HTTP/1.1 500 ")
          .contains("OperationTimedOut");
    }
    assertThat(server.blobs().find("abc", "00/000")).isEmpty();
    try (Stream<Path> staged = Files.list(folder.resolve("blobs/staging"))) {
      assertThat(staged).isEmpty();
    }
  }
}
