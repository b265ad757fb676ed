package waybill.dialects.tyger.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.buffer.AzureLike.Answer;
import waybill.web.client.UntrustedServerException;
import waybill.web.client.WebClient;

@Timeout(60)
class RemoteBlobsTest {
  private static final Answer EXPIRED =
      new Answer(
          403,
          "AuthenticationFailed",
          "<Error><AuthenticationErrorDetail>too old</AuthenticationErrorDetail></Error>");

  @TempDir Path folder;
  private final WebClient web = new WebClient();
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private final FakePause pause = new FakePause();
  private AzureLike server;

  @BeforeEach
  void start() throws Exception {
    server = new AzureLike();
  }

  @AfterEach
  void stop() {
    web.close();
    server.close();
  }

  private RemoteBlobs blobs() {
    return blobs(AccessUrls.fixed(server.url("sig=a%2Bb")));
  }

  private RemoteBlobs blobs(AccessUrls urls) {
    return new RemoteBlobs(web::send, urls, pause, troubles::add);
  }

  private static void write(RemoteBlobs blobs, String text) throws Exception {
    new BufferWriter(blobs, 3, 4, Duration.ZERO)
        .write(Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8))));
  }

  private String read(RemoteBlobs blobs) throws Exception {
    var out = new ByteArrayOutputStream();
    new BufferReader(blobs, 3, pause).read(Channels.newChannel(out));
    return out.toString(UTF_8);
  }

  @Test
  void whatIsWrittenToAnotherServerIsReadBack() throws Exception {
    write(blobs(), "some text for a server");
    assertThat(read(blobs())).isEqualTo("some text for a server");
    assertThat(server.requests()).contains("PUT 00/000?sig=a%2Bb", "GET .bufferstart?sig=a%2Bb");
  }

  @Test
  void aContainerThatIsMissingIsSaidToBe() {
    server.fault((method, path, time) -> Optional.of(new Answer(404, "ContainerNotFound", "")));
    assertThatThrownBy(() -> write(blobs(), "x")).hasMessage("the buffer does not exist");
    assertThatThrownBy(() -> read(blobs())).hasMessage("the buffer does not exist");
  }

  @Test
  void contentThatArrivesDamagedEachTimeIsAFailure() {
    server.fault(
        (method, path, time) ->
            method.equals("PUT")
                ? Optional.of(new Answer(400, "Md5Mismatch", ""))
                : Optional.empty());
    assertThatThrownBy(() -> write(blobs(), "x")).hasMessageStartingWith("MD5 mismatch");
  }

  @Test
  void contentThatArrivesDamagedOnceIsSentAgain() throws Exception {
    server.fault(
        (method, path, time) ->
            method.equals("PUT") && time == 1
                ? Optional.of(new Answer(400, "Md5Mismatch", ""))
                : Optional.empty());
    write(blobs(), "some text");
    assertThat(read(blobs())).isEqualTo("some text");
  }

  @Test
  void contentThatIsReadDamagedEachTimeIsAFailure() throws Exception {
    write(blobs(), "some text");
    server.wrongMd5(false);
    assertThatThrownBy(() -> read(blobs())).hasMessageStartingWith("MD5 mismatch");
  }

  @Test
  void contentThatIsReadDamagedOnceIsReadAgain() throws Exception {
    write(blobs(), "some text");
    server.wrongMd5(true);
    assertThat(read(blobs())).isEqualTo("some text");
  }

  @Test
  void aServerThatIsBusyIsAskedAgainAfterLongerAndLongerPauses() throws Exception {
    server.fault(
        (method, path, time) ->
            path.equals("00/000") && time <= 6
                ? Optional.of(new Answer(429, "ServerBusy", ""))
                : Optional.empty());
    write(blobs(), "x");
    assertThat(pause.rests())
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 30L);
  }

  @Test
  void whatPassesAtOnceIsNotWorthAWordAndWhatStaysIs() throws Exception {
    server.fault(
        (method, path, time) ->
            path.equals("00/000") && time <= 1
                ? Optional.of(new Answer(503, "ServerBusy", ""))
                : Optional.empty());
    write(blobs(), "x");
    assertThat(troubles).isEmpty();
    server.close();
    assertThatThrownBy(() -> read(blobs())).hasMessageContaining("cannot be asked");
    assertThat(troubles).hasSize(5).allMatch(why -> why.contains("Connection refused"));
  }

  @Test
  void aServerThatIsNotTrustedIsNotAskedAgain() {
    var blobs =
        new RemoteBlobs(
            request -> {
              throw new UntrustedServerException("the certificate of x is not trusted: why");
            },
            AccessUrls.fixed(server.url("a=b")),
            pause,
            troubles::add);
    assertThatThrownBy(() -> read(blobs)).hasMessage("the certificate of x is not trusted: why");
    assertThat(pause.rests()).isEmpty();
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsAskedForAgain() throws Exception {
    write(blobs(), "some text");
    var first = new AtomicBoolean(true);
    var blobs =
        new RemoteBlobs(
            request -> {
              assertThat(request.stall()).isEqualTo(Duration.ofSeconds(60));
              boolean data = request.address().target().contains("/00/000");
              if (data && first.compareAndSet(true, false)) {
                throw new SocketTimeoutException("the server stopped in the middle");
              }
              return web.send(request);
            },
            AccessUrls.fixed(server.url("a=b")),
            pause,
            troubles::add);
    assertThat(read(blobs)).isEqualTo("some text");
    assertThat(first).isFalse();
  }

  @Test
  void aServerThatMissesNobodyNeverHearsOfIt() throws Exception {
    write(blobs(), "some text");
    assertThat(server.requests()).noneMatch(request -> request.startsWith("GET .bufferend"));
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    server.fault((method, path, time) -> Optional.of(new Answer(429, "ServerBusy", "")));
    assertThatThrownBy(() -> write(blobs(), "x"))
        .hasMessageContaining("429")
        .hasMessageContaining("ServerBusy");
    assertThat(pause.rests()).hasSize(6);
  }

  @Test
  void aBrokenServerGetsManyRounds() throws Exception {
    server.fault(
        (method, path, time) ->
            path.equals("00/000") && time <= 40
                ? Optional.of(new Answer(503, "", ""))
                : Optional.empty());
    write(blobs(), "x");
    assertThat(pause.rests()).hasSize(40);
  }

  @Test
  void aFullDiskIsToldAtOnce() {
    server.fault(
        (method, path, time) ->
            path.equals("00/000")
                ? Optional.of(
                    new Answer(507, "InsufficientStorage", "<Message>No space left</Message>"))
                : Optional.empty());
    assertThatThrownBy(() -> write(blobs(), "x")).hasMessageContaining("No space left");
    assertThat(pause.rests()).isEmpty();
  }

  @Test
  void aBlobThatWasKeptUnheardIsNotTakenForSomebodyElses() throws Exception {
    server.fault(
        (method, path, time) ->
            method.equals("PUT") && time == 1 && !path.equals(BlobNames.START)
                ? Optional.of(new Answer(-1, "", ""))
                : Optional.empty());
    write(blobs(), "some text");
    assertThat(read(blobs())).isEqualTo("some text");
  }

  @Test
  void aUrlForReadingIsNotForWriting() {
    server.fault(
        (method, path, time) ->
            method.equals("PUT")
                ? Optional.of(new Answer(403, "AuthorizationPermissionMismatch", ""))
                : Optional.empty());
    assertThatThrownBy(() -> write(blobs(), "x"))
        .hasMessage("the access url does not allow write access");
  }

  @Test
  void aUrlThatWasGivenIsNotRenewed() {
    server.fault((method, path, time) -> Optional.of(EXPIRED));
    assertThatThrownBy(() -> write(blobs(), "x")).hasMessageStartingWith("invalid access URL");
    assertThatThrownBy(() -> read(blobs())).hasMessage("invalid access URL: too old");
  }

  @Test
  void aUrlOfAnIdIsAskedForAgainWhenItHasExpired() throws Exception {
    var asked = new AtomicInteger();
    AccessUrls urls = RenewedUrls.asked(() -> server.url("n=" + asked.incrementAndGet()), pause);
    server.fault(
        (method, path, time) ->
            path.equals("00/001") && time == 1 ? Optional.of(EXPIRED) : Optional.empty());
    write(blobs(urls), "some text");
    assertThat(asked.get()).isEqualTo(2);
    assertThat(server.requests()).contains("PUT 00/001?n=1", "PUT 00/001?n=2");
  }

  @Test
  void idsAreGivenUpAfterTwentyTries() {
    var asked = new AtomicInteger();
    AccessUrls urls = RenewedUrls.asked(() -> server.url("n=" + asked.incrementAndGet()), pause);
    server.fault((method, path, time) -> Optional.of(EXPIRED));
    assertThatThrownBy(() -> read(blobs(urls))).hasMessageStartingWith("invalid access URL");
    assertThat(asked.get()).isEqualTo(21);
    assertThat(pause.rests()).hasSize(19).containsOnly(Duration.ofSeconds(5));
  }

  @Test
  void aFileIsReadAgainUntilItHasAnotherUrl() throws Exception {
    Path file = folder.resolve("url");
    Files.writeString(file, url("old") + "\n");
    var waiting = new FakePause(3, () -> rewrite(file, url("new")));
    server.fault((method, path, time) -> Optional.empty());
    AccessUrls urls = RenewedUrls.ofFile(file, waiting);
    assertThat(urls.current()).isEqualTo(server.url("old"));
    assertThat(urls.renew(server.url("old"), 1)).isTrue();
    assertThat(urls.current()).isEqualTo(server.url("new"));
    assertThat(waiting.rests())
        .isEqualTo(List.of(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    assertThat(urls.renew(server.url("new"), 1)).isFalse();
  }

  private String url(String query) {
    return server.url(query) instanceof waybill.web.client.WebAddress.Tcp tcp
        ? "http://" + tcp.host() + ":" + tcp.port() + tcp.target()
        : "";
  }

  private static void rewrite(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void filesWithoutAUrlAreRefused() throws Exception {
    Path file = folder.resolve("url");
    assertThatThrownBy(() -> RenewedUrls.ofFile(file, pause).current())
        .hasMessageContaining("No such file");
    Files.writeString(file, "x".repeat(2048));
    assertThatThrownBy(() -> RenewedUrls.ofFile(file, pause).current())
        .hasMessageContaining("2048");
    Files.writeString(file, "no url");
    assertThatThrownBy(() -> RenewedUrls.ofFile(file, pause).current())
        .hasMessageContaining("cannot take an access URL");
  }

  @Test
  void aServerThatIsNotThereIsGivenUp() {
    server.close();
    assertThatThrownBy(() -> read(blobs())).hasMessageContaining("cannot be asked");
    assertThat(pause.rests()).hasSize(6);
  }
}
