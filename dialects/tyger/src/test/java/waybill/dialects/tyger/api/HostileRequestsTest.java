package waybill.dialects.tyger.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/** Requests that are written wrong, or so that they could do more than was meant. */
@Timeout(60)
class HostileRequestsTest {
  private static final String V = "api-version=1.0";

  private static FakeWorld world;
  private static WebClient web;

  @BeforeAll
  static void open() {
    world = new FakeWorld();
    web = new WebClient();
  }

  @AfterAll
  static void close() {
    web.close();
    world.close();
  }

  private record Answer(int status, String text, Function<String, Optional<String>> header) {
    String member(String name) {
      int at = text.indexOf("\"" + name + "\":\"") + name.length() + 4;
      return text.substring(at, text.indexOf('"', at));
    }
  }

  private static Answer ask(String method, String target, String body)
      throws IOException, InterruptedException {
    return ask(method, target, body, Map.of());
  }

  private static Answer ask(String method, String target, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    WebBody content =
        body.isEmpty()
            ? new WebBody.None()
            : new WebBody.Bytes(ByteBuffer.wrap(body.getBytes(UTF_8)));
    var address = new WebAddress.Unix(world.socket(), target);
    var request = new WebRequest(method, address, headers, content, Duration.ofSeconds(20));
    try (WebResponse response = web.send(request)) {
      Map<String, Optional<String>> answered =
          List.of("Request-Id", "Allow", "Content-Type").stream()
              .collect(Collectors.toMap(name -> name, response::header));
      String text = new String(response.bytes(1 << 20), UTF_8);
      return new Answer(
          response.status(), text, name -> answered.getOrDefault(name, Optional.empty()));
    }
  }

  private static Answer get(String target) throws IOException, InterruptedException {
    return ask("GET", target, "");
  }

  private static String count(String query) throws IOException, InterruptedException {
    return get("/buffers/count?" + query + "&" + V).text();
  }

  @Test
  void ofSeveralVersionsAllMustBeRight() throws Exception {
    assertThat(get("/codespecs?" + V + "&" + V).status()).isEqualTo(200);
    for (String two : List.of(V + "&api-version=2.0", "api-version=2.0&" + V)) {
      assertThat(get("/codespecs?" + two).text()).contains("Unsupported API version");
    }
    assertThat(get("/codespecs?api-version=").text()).contains("Unspecified API version");
    assertThat(get("/codespecs?API-Version=1.0").status()).isEqualTo(200);
  }

  @Test
  void namesAndTruthsMayBeWrittenInAnyCase() throws Exception {
    String id = ask("POST", "/buffers?" + V, "").member("id");
    for (String deleted : List.of("softdeleted=TRUE", "SoftDeleted=True", "softDeleted=")) {
      assertThat(get("/buffers/" + id + "?" + deleted + "&" + V).status()).isEqualTo(404);
    }
    assertThat(get("/buffers/" + id + "?softDeleted=FALSE&" + V).status()).isEqualTo(200);
    assertThat(get("/buffers/" + id + "?softDeleted=yes&" + V).status()).isEqualTo(400);
  }

  @Test
  void aTagThatIsWrittenWrongIsNotPassedOver() throws Exception {
    assertThat(ask("POST", "/buffers?" + V, "{\"tags\":{\"odd\":\"1\"}}").status()).isEqualTo(201);
    for (String same : List.of("tag[odd]=1", "Tag[odd]=1", "tag%5Bodd%5D=1&tag[odd]=1")) {
      assertThat(count(same)).as(same).isEqualTo("1");
    }
    assertThat(count("tag[ODD]=1")).isEqualTo("0");
    for (String wrong :
        List.of("tag=odd", "tag", "tag[odd=1", "excludeTag=x", "tag[odd]=1&tag[odd]=2")) {
      Answer refused = get("/buffers/count?" + wrong + "&" + V);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.text()).contains("InvalidInput");
    }
    assertThat(get("/runs?tag=x&" + V).status()).isEqualTo(400);
  }

  @Test
  void tooManyTagsToAskForAreNoFault() throws Exception {
    for (String name : List.of("tag", "excludeTag")) {
      assertThat(count(tags(name, 100))).isIn("0", count("excludeTag[none]=1"));
      for (int many : new int[] {101, 1000}) {
        Answer refused = get("/buffers/count?" + tags(name, many) + "&" + V);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("No more than 100 tags");
      }
    }
    assertThat(world.faults()).isEmpty();
  }

  private static String tags(String name, int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> name + "[k" + i + "]=v")
        .collect(Collectors.joining("&"));
  }

  @Test
  void whatChangesAllOfThemKnowsEveryParameterOrDoesNothing() throws Exception {
    String id = ask("POST", "/buffers?" + V, "{\"tags\":{\"keep\":\"1\"}}").member("id");
    for (String wrong :
        List.of("tags[none]=1", "tag=none", "tag.none=1", "exclude[keep]=1", "softDeleted=false")) {
      assertThat(ask("DELETE", "/buffers?" + wrong + "&" + V, "").status()).isEqualTo(400);
      assertThat(ask("POST", "/buffers/restore?" + wrong + "&" + V, "").status()).isEqualTo(400);
    }
    assertThat(ask("POST", "/buffers/restore?purge=true&" + V, "").status()).isEqualTo(400);
    assertThat(get("/buffers/" + id + "?" + V).status()).isEqualTo(200);
    assertThat(ask("DELETE", "/buffers?TAG[keep]=1&Purge=False&" + V, "").text()).isEqualTo("1");
    assertThat(ask("POST", "/buffers/restore?tag[keep]=1&" + V, "").text()).isEqualTo("1");
  }

  @Test
  void anyOfSeveralMarksMayMatch() throws Exception {
    String id = ask("POST", "/buffers?" + V, "{\"tags\":{\"a\":\"1\"}}").member("id");
    String target = "/buffers/" + id + "?" + V;
    String mark = get(target).member("eTag");
    String same = "{\"tags\":{\"a\":\"1\"}}";
    for (String right :
        List.of(mark, "*", quoted(mark), "\"x\", " + quoted(mark), mark + ",x", " " + mark)) {
      assertThat(ask("PUT", target, same, Map.of("If-Match", right)).status())
          .as(right)
          .isEqualTo(200);
    }
    for (String wrong :
        List.of("x", "\"*\"", "W/" + quoted(mark), "\"" + mark, "\"x\", \"y\"", "x,*", ",")) {
      assertThat(ask("PUT", target, same, Map.of("If-Match", wrong)).status())
          .as(wrong)
          .isEqualTo(412);
    }
    String nosuch = "/buffers/nosuch?" + V;
    assertThat(ask("PUT", nosuch, same, Map.of("If-Match", "x, y")).status()).isEqualTo(404);
  }

  private static String quoted(String mark) {
    return "\"" + mark + "\"";
  }

  @Test
  void otherMethodsAreNamedOnce() throws Exception {
    Answer refused = ask("POST", "/runs/counts?" + V, "");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header().apply("Allow")).contains("GET, PUT");
  }

  @Test
  void whatIsNoRequestIsToldInTheFormOfAllOthers() throws Exception {
    for (String target : List.of("/codespecs/%ff?" + V, "/a%2fb", "/runs?limit=%zz", "/x/../y")) {
      Answer refused = get(target);
      assertThat(refused.status()).as(target).isEqualTo(400);
      assertThat(refused.text())
          .isEqualTo("{\"error\":{\"code\":\"BadRequest\",\"message\":\"Bad Request\"}}");
      assertThat(refused.header().apply("Request-Id")).isPresent();
      assertThat(refused.header().apply("Content-Type").orElse("")).startsWith("application/json");
    }
    assertThat(get("/" + "a".repeat(40_000)).text()).contains("\"code\":\"BadRequest\"");
  }

  /** As clients do that do not look for an answer before they have sent everything. */
  @Test
  void aBodyThatIsRefusedIsReadToItsEnd() throws Exception {
    byte[] body = new byte[8 << 20];
    for (String target :
        List.of("/codespecs/large?" + V, "/codespecs/large", "/nosuch", "/buffers/count?" + V)) {
      try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(world.socket()))) {
        String head =
            "POST "
                + target
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + body.length
                + "\r\n\r\n";
        if (target.startsWith("/codespecs")) {
          head = "PUT" + head.substring(4);
        }
        send(channel, head.getBytes(UTF_8));
        send(channel, body);
        ByteBuffer answer = ByteBuffer.allocate(12);
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
          assertThat(answer.position()).isPositive();
        }
        assertThat(new String(answer.array(), UTF_8)).as(target).startsWith("HTTP/1.1 40");
      }
    }
  }

  @Test
  void aBodyThatIsMalformedIsNoFaultOfOurs() throws Exception {
    for (String target : List.of("/codespecs/chunks?" + V, "/nosuch", "/runs/1?" + V)) {
      String head = " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
      assertThat(raw("PUT " + target + head)).as(target).startsWith("HTTP/1.1 400");
    }
    assertThat(world.faults()).isEmpty();
  }

  /** The first line of the answer. */
  private static String raw(String request) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(world.socket()))) {
      send(channel, request.getBytes(UTF_8));
      ByteBuffer answer = ByteBuffer.allocate(12);
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        assertThat(answer.position()).isPositive();
      }
      return new String(answer.array(), UTF_8);
    }
  }

  private static void send(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  @Test
  void tagsOfRunsAreOnlyClearedByWhoSaysSo() throws Exception {
    String run =
        """
        {"job":{"codespec":{"kind":"job","image":"image","command":["/bin/true"]}},\
        "tags":{"a":"1"}}""";
    String target = "/runs/" + number(ask("POST", "/runs?" + V, run).text()) + "?" + V;
    for (String wrong : List.of("{\"tag\":{\"b\":\"2\"}}", "{\"x\":1}", "{\"tags\":{},\"y\":{}}")) {
      Answer refused = ask("PUT", target, wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.text()).contains("unrecognized properties");
    }
    String shown = get(target).text();
    assertThat(shown).contains("\"tags\":{\"a\":\"1\"}");
    String other = shown.replace("\"tags\":{\"a\":\"1\"}", "\"tags\":{\"b\":\"2\"}");
    assertThat(ask("PUT", target, other).text()).contains("\"tags\":{\"b\":\"2\"}");
    assertThat(ask("PUT", target, "{}").text()).doesNotContain("\"tags\"");
  }

  private static String number(String run) {
    return run.substring("{\"id\":".length(), run.indexOf(','));
  }

  @Test
  void aRunThatIsWatchedHasItsMark() throws Exception {
    String run =
        "{\"job\":{\"codespec\":{\"kind\":\"job\",\"image\":\"image\",\"command\":[\"true\"]}}}";
    String target = "/runs/" + number(ask("POST", "/runs?" + V, run).text()) + "?" + V;
    String last = get(target + "&watch=true").text().lines().toList().getLast();
    assertThat(last).isEqualTo(get(target).text());
  }

  @Test
  void timesThatNoClientCanReadAreTheNearestThatTheyCan() throws Exception {
    Map<String, String> nearest =
        Map.of(
            "+999999999-12-31T23:59:59Z", "9999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z");
    for (Map.Entry<String, String> one : nearest.entrySet()) {
      Answer made = ask("POST", "/buffers?" + V, "{\"expiresAt\":\"" + one.getKey() + "\"}");
      assertThat(made.member("expiresAt")).as(one.getKey()).isEqualTo(one.getValue());
    }
    assertThat(count("tag[none]=1")).isEqualTo("0");
  }
}
