package waybill.dialects.tyger.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.buffer.BufferWriter;
import waybill.dialects.tyger.buffer.LocalBlobs;
import waybill.dialects.tyger.buffer.RelayClient;
import waybill.dialects.tyger.buffer.RemoteBlobs;
import waybill.dialects.tyger.buffer.Trouble;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk;
import waybill.engine.EngineClock;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;
import waybill.web.server.WebServer;

@Timeout(60)
class DataRoutesTest {
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final Duration STALL = Duration.ofSeconds(1);
  private static final Trouble UNHEARD = why -> {};
  private static final String MD5_OF_HELLO = "ixqZU8RhEpaoJ6v4xHgE1w==";

  @TempDir Path folder;
  private final Set<String> active = ConcurrentHashMap.newKeySet();
  private final Map<String, RunDesk.Relay> relays = new ConcurrentHashMap<>();
  private final WebClient web = new WebClient();
  private BlobStore blobs;
  private Writers writers;
  private AccessKeys keys;
  private WebServer server;

  @BeforeEach
  void start() {
    blobs = BlobStore.open(folder.resolve("blobs"));
    keys = AccessKeys.open(folder.resolve("key"));
    writers = new Writers(blobs, GRACE);
    var routes =
        new DataRoutes(
            active::contains,
            blobs,
            writers,
            keys,
            id -> Optional.ofNullable(relays.get(id)),
            EngineClock.SYSTEM,
            STALL);
    server =
        WebServer.listen(
            folder.resolve("s"),
            exchange -> {
              if (!routes.handle(exchange)) {
                exchange.respond(400, Map.of(), new byte[0]);
              }
            },
            line -> {});
    blobs.create("abc");
    active.add("abc");
  }

  @AfterEach
  void stop() {
    web.close();
    server.close();
  }

  private WebAddress url(String path, boolean writable) {
    return url(path, "abc", keys.query("abc", writable, Instant.now(), Duration.ofMinutes(1)));
  }

  private WebAddress url(String path, String container, String query) {
    String socket = URLEncoder.encode(folder.resolve("s").toString(), UTF_8);
    return WebAddress.parse(
        "http+unix://" + socket + "/containers/" + container + path + "?" + query);
  }

  private record Answered(int status, String code, Map<String, String> headers, String body) {}

  private Answered ask(String method, WebAddress url, Map<String, String> headers, byte[] body)
      throws Exception {
    WebBody sent = body.length == 0 ? new WebBody.None() : new WebBody.Bytes(ByteBuffer.wrap(body));
    try (WebResponse response =
        web.send(new WebRequest(method, url, headers, sent, Duration.ofSeconds(40)))) {
      Map<String, String> known = new HashMap<>();
      for (String name : new String[] {RemoteBlobs.MD5, RemoteBlobs.CHAIN}) {
        response.header(name).ifPresent(value -> known.put(name, value));
      }
      String text = new String(response.bytes(1 << 20), UTF_8);
      return new Answered(
          response.status(), response.header("x-ms-error-code").orElse(""), known, text);
    }
  }

  private Answered put(String path, String content, String md5) throws Exception {
    return ask(
        "PUT",
        url(path, true),
        Map.of(RemoteBlobs.MD5, md5, RemoteBlobs.CHAIN, "chain"),
        content.getBytes(UTF_8));
  }

  @Test
  void aBlobIsKeptWithItsHashesAndNeverOverwritten() throws Exception {
    assertThat(put("/00/000", "Hello", MD5_OF_HELLO).status()).isEqualTo(201);
    Answered got = ask("GET", url("/00/000", false), Map.of(), new byte[0]);
    assertThat(got.body()).isEqualTo("Hello");
    assertThat(got.headers())
        .containsEntry(RemoteBlobs.MD5, MD5_OF_HELLO)
        .containsEntry(RemoteBlobs.CHAIN, "chain");
    Answered head = ask("HEAD", url("/00/000", false), Map.of(), new byte[0]);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers()).isEqualTo(got.headers());
    Answered again = put("/00/000", "Hello", MD5_OF_HELLO);
    assertThat(again.status()).isEqualTo(403);
    assertThat(again.code()).isEqualTo("UnauthorizedBlobOverwrite");
  }

  @Test
  void contentIsComparedWithWhatIsSaidOfIt() throws Exception {
    Answered answered = put("/00/000", "Hallo", MD5_OF_HELLO);
    assertThat(answered.status()).isEqualTo(400);
    assertThat(answered.code()).isEqualTo("Md5Mismatch");
    assertThat(put("/00/000", "Hallo", "nothing").code()).isEqualTo("InvalidHeaderValue");
    assertThat(ask("GET", url("/00/000", false), Map.of(), new byte[0]).code())
        .isEqualTo("BlobNotFound");
  }

  @Test
  void withoutPermissionNothingIsToldOrKept() throws Exception {
    Map<String, String> md5 = Map.of(RemoteBlobs.MD5, MD5_OF_HELLO);
    byte[] hello = "Hello".getBytes(UTF_8);
    Answered reader = ask("PUT", url("/00/000", false), md5, hello);
    assertThat(reader.status()).isEqualTo(403);
    assertThat(reader.code()).isEqualTo("AuthorizationPermissionMismatch");
    Answered nobody = ask("PUT", url("/00/000", "abc", "api-version=1.0"), md5, hello);
    assertThat(nobody.status()).isEqualTo(403);
    assertThat(nobody.code()).isEqualTo("AuthenticationFailed");
    String old = keys.query("abc", true, Instant.now().minusSeconds(100), Duration.ofSeconds(30));
    Answered late = ask("PUT", url("/00/000", "abc", old), md5, hello);
    assertThat(late.code()).isEqualTo("AuthenticationFailed");
    assertThat(late.body()).contains("expiry");
    String early = keys.query("abc", true, Instant.now().plusSeconds(100), Duration.ofSeconds(30));
    Answered soon = ask("PUT", url("/00/000", "abc", early), md5, hello);
    assertThat(soon.code()).isEqualTo("AuthenticationFailed");
    assertThat(soon.body()).contains("start time");
    String other = keys.query("abcd", true, Instant.now(), Duration.ofSeconds(30));
    assertThat(ask("PUT", url("/00/000", "abc", other), md5, hello).code())
        .isEqualTo("AuthenticationFailed");
    assertThat(blobs.find("abc", "00/000")).isEmpty();
  }

  @Test
  void deletedBuffersAreRefused() throws Exception {
    assertThat(put("/00/000", "Hello", MD5_OF_HELLO).status()).isEqualTo(201);
    active.remove("abc");
    Answered deleted = ask("GET", url("/00/000", false), Map.of(), new byte[0]);
    assertThat(deleted.status()).isEqualTo(404);
    assertThat(deleted.code()).isEqualTo("ContainerNotFound");
    active.add("abc");
    blobs.remove("abc");
    assertThat(put("/00/001", "Hello", MD5_OF_HELLO).code()).isEqualTo("ContainerNotFound");
  }

  @Test
  void hostileNamesAndHeadersAreRefused() throws Exception {
    String[] paths = {
      "/..%2F..%2Fkey", "/a%00b", "/%2e%2e", "//x", "/" + "x".repeat(3000), "/%C3%A4"
    };
    for (String path : paths) {
      assertThat(ask("GET", url(path, false), Map.of(), new byte[0]).status())
          .as(path)
          .isEqualTo(400);
    }
    for (String wait : new String[] {"x", "", "99999999999999999999"}) {
      Answered answered =
          ask("GET", url("/00/000", false), Map.of(RemoteBlobs.WAIT, wait), new byte[0]);
      assertThat(answered.status()).as(wait).isEqualTo(400);
    }
  }

  @Test
  void containersAreOnlyAskedFor() throws Exception {
    assertThat(ask("HEAD", url("", false), Map.of(), new byte[0]).status()).isEqualTo(200);
    assertThat(ask("DELETE", url("", true), Map.of(), new byte[0]).status()).isEqualTo(403);
    assertThat(ask("DELETE", url("/00/000", true), Map.of(), new byte[0]).status()).isEqualTo(403);
    assertThat(ask("POST", url("", true), Map.of(), new byte[0]).status()).isEqualTo(405);
    assertThat(blobs.has("abc")).isTrue();
  }

  @Test
  void aQuestionMayWaitForTheBlob() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answered> waiting =
          threads.submit(
              () -> ask("GET", url("/00/000", false), Map.of(RemoteBlobs.WAIT, "30"), new byte[0]));
      assertThat(put("/00/000", "Hello", MD5_OF_HELLO).status()).isEqualTo(201);
      assertThat(waiting.get().body()).isEqualTo("Hello");
    }
  }

  @Test
  void aQuestionThatWaitsEndsWithTheBuffer() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answered> waiting =
          threads.submit(
              () -> ask("GET", url("/00/000", false), Map.of(RemoteBlobs.WAIT, "30"), new byte[0]));
      BufferWriter.fail(new LocalBlobs(blobs, "abc", writers));
      assertThat(waiting.get().code()).isEqualTo("BlobNotFound");
    }
  }

  @Test
  void aBufferIsReadWhileItIsWritten() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new java.util.Random(5).nextBytes(bytes);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = new ByteArrayOutputStream();
      var reader =
          new BufferReader(new RemoteBlobs(web, AccessUrls.fixed(url("", false)), UNHEARD), 8);
      Future<Long> read = threads.submit(() -> reader.read(Channels.newChannel(out)));
      var writer =
          new BufferWriter(
              new RemoteBlobs(web, AccessUrls.fixed(url("", true)), UNHEARD),
              4,
              100_000,
              Duration.ZERO);
      writer.write(Channels.newChannel(new ByteArrayInputStream(bytes)));
      assertThat(read.get()).isEqualTo(bytes.length);
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void aBlobDamagedOnDiskIsNoticedBeforeAByteOfItGoesOut() throws Exception {
    var local = new LocalBlobs(blobs, "abc", writers);
    new BufferWriter(local, 2, 4, Duration.ZERO)
        .write(Channels.newChannel(new ByteArrayInputStream("aaaabbbbcc".getBytes(UTF_8))));
    Path file = folder.resolve("blobs/data/abc/00/001");
    byte[] stored = Files.readAllBytes(file);
    stored[2] = 'X';
    Files.write(file, stored);
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> new BufferReader(local, 3).read(Channels.newChannel(out)))
        .hasMessageStartingWith("MD5 mismatch");
    assertThat(out.toString(UTF_8)).isEqualTo("aaaa");
    // The client asks again before it believes that, and then says the same.
    try (WebResponse response =
        web.send(
            new WebRequest(
                "GET", url("/00/001", false), Map.of(), new WebBody.None(), Duration.ZERO))) {
      assertThat(new String(response.bytes(100), UTF_8)).isEqualTo("bbXb");
    }
  }

  @Test
  void aBlobThatIsCutOnDiskIsToldAtOnce() throws Exception {
    var remote = new RemoteBlobs(web, AccessUrls.fixed(url("", true)), UNHEARD);
    new BufferWriter(remote, 2, 4, Duration.ZERO)
        .write(Channels.newChannel(new ByteArrayInputStream("aaaabbbb".getBytes(UTF_8))));
    Path file = folder.resolve("blobs/data/abc/00/001");
    byte[] stored = Files.readAllBytes(file);
    for (int size : new int[] {0, 3, 5, stored.length - 1, stored.length + 1}) {
      Files.write(file, Arrays.copyOf(stored, size));
      var out = new ByteArrayOutputStream();
      assertThatThrownBy(() -> new BufferReader(remote, 3).read(Channels.newChannel(out)))
          .hasMessageContaining("BlobDamaged")
          .hasMessageContaining("00/001");
      assertThat(out.toString(UTF_8)).isEqualTo("aaaa");
      assertThat(put("/00/001", "Hello", MD5_OF_HELLO).status()).isEqualTo(409);
    }
  }

  private static RunDesk.Relay relay(boolean input, StringBuilder taken, String given) {
    return new RunDesk.Relay() {
      private boolean used;

      @Override
      public boolean isInput() {
        return input;
      }

      @Override
      public long fill(InputStream in) throws IOException {
        use();
        String all = new String(in.readAllBytes(), UTF_8);
        taken.append(all);
        return all.length();
      }

      @Override
      public long drain(OutputStream out) throws IOException {
        use();
        out.write(given.getBytes(UTF_8));
        if (given.equals("half")) {
          throw Refusal.invalid("the run has failed");
        }
        return given.length();
      }

      private void use() {
        if (used) {
          throw new Refusal(
              Refusal.Code.BAD_REQUEST, "the buffer endpoint can only be called once");
        }
        used = true;
      }
    };
  }

  private RelayClient client(String id, boolean writable) {
    String socket = URLEncoder.encode(folder.resolve("s").toString(), UTF_8);
    String query = keys.query(id, writable, Instant.now(), Duration.ofMinutes(1));
    WebAddress url =
        WebAddress.parse("http+unix://" + socket + "/relay/" + id + "?" + query + "&relay=true");
    assertThat(RelayClient.isRelay(url)).isTrue();
    return new RelayClient(web, AccessUrls.fixed(url), UNHEARD);
  }

  @Test
  void relaysPassStreamsOnOnce() throws Exception {
    var taken = new StringBuilder();
    relays.put("run-1-temp-a", relay(true, taken, ""));
    relays.put("run-1-temp-b", relay(false, taken, "output"));
    relays.put("run-1-temp-c", relay(false, taken, ""));
    client("run-1-temp-a", true).write(new ByteArrayInputStream("input".getBytes(UTF_8)));
    assertThat(taken).hasToString("input");
    var out = new ByteArrayOutputStream();
    assertThat(client("run-1-temp-b", false).read(Channels.newChannel(out))).isEqualTo(6);
    assertThat(out.toString(UTF_8)).isEqualTo("output");
    assertThat(client("run-1-temp-c", false).read(Channels.newChannel(out))).isEqualTo(0);
    assertThatThrownBy(() -> client("run-1-temp-b", false).read(Channels.newChannel(out)))
        .hasMessage("the buffer endpoint can only be called once");
    assertThatThrownBy(() -> client("run-1-temp-x", false).read(Channels.newChannel(out)))
        .hasMessage("the buffer does not exist");
    assertThatThrownBy(
            () -> client("run-1-temp-b", true).write(new ByteArrayInputStream(new byte[1])))
        .hasMessage("the access url does not allow write access");
  }

  @Test
  void outputThatBreaksOffIsNotTakenForAllOfIt() {
    relays.put("run-1-temp-b", relay(false, new StringBuilder(), "half"));
    var out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> client("run-1-temp-b", false).read(Channels.newChannel(out)))
        .hasMessageContaining("broke off");
  }

  @Test
  void otherPathsAreLeftToOthers() throws Exception {
    String socket = URLEncoder.encode(folder.resolve("s").toString(), UTF_8);
    WebAddress other = WebAddress.parse("http+unix://" + socket + "/codespecs/x");
    assertThat(ask("GET", other, Map.of(), new byte[0]).status()).isEqualTo(400);
    relays.put("run-1-temp-a", relay(true, new StringBuilder(), ""));
    String query = keys.query("run-1-temp-a", true, Instant.now(), Duration.ofMinutes(1));
    String relay = "http+unix://" + socket + "/relay/run-1-temp-a";
    assertThat(ask("HEAD", WebAddress.parse(relay + "?" + query), Map.of(), new byte[0]).status())
        .isEqualTo(200);
    assertThat(ask("HEAD", WebAddress.parse(relay + "/x?" + query), Map.of(), new byte[0]).status())
        .isEqualTo(400);
  }
}
