package waybill.dialects.tyger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import waybill.web.client.WebAddress;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebRequest;
import waybill.web.client.WebResponse;

/** Requests as others' clients write them, to the server with all its parts. */
class ApiTest {
  private static final String V = "api-version=1.0";
  private static final String JOB = "{\"kind\":\"job\",\"image\":\"image\"";

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

  private record Answer(int status, String text, Optional<String> eTag, Optional<String> location) {
    /** The text of a member, found as plainly as a shell script would. */
    String member(String name) {
      int at = text.indexOf("\"" + name + "\":\"") + name.length() + 4;
      return text.substring(at, text.indexOf('"', at));
    }
  }

  private static Answer ask(String method, String target, String body, String... headers)
      throws IOException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    WebBody content =
        body.isEmpty()
            ? new WebBody.None()
            : new WebBody.Bytes(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    var request =
        new WebRequest(
            method,
            new WebAddress.Unix(world.socket(), target),
            all,
            content,
            Duration.ofSeconds(20));
    try (WebResponse response = web.send(request)) {
      return new Answer(
          response.status(),
          new String(response.bytes(1 << 20), StandardCharsets.UTF_8),
          response.header("ETag"),
          response.header("Location"));
    }
  }

  private static Answer get(String target) throws IOException, InterruptedException {
    return ask("GET", target, "");
  }

  private static String error(String code, String message) {
    return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
  }

  @Test
  void aVersionMustBeSaidAndBeTheRightOne() throws Exception {
    Answer none = get("/codespecs");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.text())
        .contains("Unspecified API version")
        .contains("\"apiVersions\":[\"1.0\"]");
    Answer other = get("/codespecs?api-version=2.0");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text()).contains("Unsupported API version").contains("\"apiVersions\"");
    assertThat(get("/codespecs?" + V).status()).isEqualTo(200);
  }

  @Test
  void oldClientsWriteTheVersionIntoThePath() throws Exception {
    for (String path : List.of("metadata", "buffers", "codespecs", "runs")) {
      assertThat(get("/v1/" + path).status()).as(path).isEqualTo(200);
      assertThat(get("/v1/" + path + "?api-version=0.9").status())
          .as(path)
          .isEqualTo(path.equals("metadata") ? 200 : 400);
    }
  }

  @Test
  void whatIsAskedFirstNeedsNoVersion() throws Exception {
    assertThat(get("/metadata").text()).contains("LocalBuffers").contains("\"apiVersions\"");
    assertThat(get("/healthcheck").status()).isEqualTo(200);
    assertThat(get("/swagger/v1.0/swagger.json").text()).startsWith("{").contains("openapi");
  }

  @Test
  void unknownPathsAndWrongMethodsAreToldApart() throws Exception {
    Answer unknown = get("/nosuch?" + V);
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text())
        .isEqualTo(error("InvalidRoute", "The request path was not recognized."));
    assertThat(get("/?" + V).status()).isEqualTo(400);
    assertThat(get("/codespecs/a/b/c/d?" + V).status()).isEqualTo(400);
    assertThat(ask("DELETE", "/codespecs/a?" + V, "").status()).isEqualTo(405);
    assertThat(ask("PATCH", "/runs?" + V, "{}").status()).isEqualTo(405);
  }

  @Test
  void noPathPartIsEmptyAndASlashAtTheEndSaysNothing() throws Exception {
    assertThat(ask("PUT", "/codespecs/?" + V, JOB + "}").status()).isEqualTo(405);
    assertThat(get("/codespecs/?" + V).text()).startsWith("{\"items\":[");
    assertThat(ask("PUT", "/codespecs/slash/?" + V, JOB + "}").status()).isEqualTo(201);
    assertThat(get("/codespecs/slash/?" + V).text()).contains("\"name\":\"slash\"");
    assertThat(get("/codespecs//versions/1?" + V).status()).isEqualTo(400);
    assertThat(get("/v1/runs/").status()).isEqualTo(200);
  }

  @Test
  void eachAnswerHasItsOwnRequestId() throws Exception {
    List<String> ids = new ArrayList<>();
    for (String target : List.of("/metadata", "/nosuch", "/runs/1?" + V, "/containers/a/b")) {
      var address = new WebAddress.Unix(world.socket(), target);
      var request =
          new WebRequest("GET", address, Map.of(), new WebBody.None(), Duration.ofSeconds(20));
      try (WebResponse response = web.send(request)) {
        ids.add(response.header("Request-Id").orElseThrow());
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void aCodespecIsMadeOnceAndShownWithItsVersion() throws Exception {
    Answer made = ask("PUT", "/codespecs/once?" + V, JOB + "}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.location()).contains("/codespecs/once/versions/1");
    assertThat(made.text())
        .startsWith("{\"kind\":\"job\",\"name\":\"once\",\"version\":1,\"createdAt\":\"");
    assertThat(made.text()).contains("\"maxReplicas\":1");
    Answer changed = ask("PUT", "/codespecs/once?" + V, JOB + ",\"args\":[\"a\"]}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text()).contains("\"version\":2");
    assertThat(get("/codespecs/once?" + V).text()).contains("\"version\":2");
    assertThat(get("/codespecs/once/versions/1?" + V).text()).isEqualTo(made.text());
  }

  @Test
  void wrongCodespecsAreRefusedInTheToolsWords() throws Exception {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("{\"image\":\"x\"}", "Missing discriminator property 'kind'.");
    wrong.put("{\"kind\":\"x\",\"image\":\"x\"}", "Invalid value for the property 'kind'.");
    wrong.put("{\"kind\":\"job\"}", "missing required properties including: 'image'");
    wrong.put("{\"kind\":\"job\",\"image\":\"\"}", "The image field is required.");
    wrong.put(JOB + ",\"imgae\":\"y\"}", "Object contains unrecognized properties 'imgae'.");
    wrong.put(JOB + ",\"name\":\"other\"}", "name in the body must match the name in the URL");
    wrong.put(
        JOB + ",\"buffers\":{\"inputs\":[\"a\"],\"outputs\":[\"A\"]}}",
        "must be unique across inputs and outputs");
    wrong.put(JOB + ",\"buffers\":{\"inputs\":[\"FOO\"]}}", "Buffer names must consist");
    wrong.put("{}", "An empty object is not a valid input value");
    wrong.put("[1]", "Error deserializing input");
    wrong.put("{\"kind\":", "Error deserializing input");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Answer refused = ask("PUT", "/codespecs/wrong?" + V, one.getKey());
      assertThat(refused.status()).as(one.getKey()).isEqualTo(400);
      assertThat(refused.text()).contains("\"code\":\"InvalidInput\"").contains(one.getValue());
    }
    assertThat(get("/codespecs/wrong?" + V).status()).isEqualTo(404);
  }

  @Test
  void hostileNamesAreNamesOfNothing() throws Exception {
    for (String name : List.of("Foo", "a%20b", "..%2f..%2fetc", "%00", "a%0Ab", "%E2%82%AC")) {
      Answer refused = ask("PUT", "/codespecs/" + name + "?" + V, JOB + "}");
      assertThat(refused.status()).as(name).isEqualTo(400);
      assertThat(get("/codespecs/" + name + "?" + V).status()).as(name).isIn(400, 404);
      assertThat(get("/buffers/" + name + "?" + V).status()).as(name).isIn(400, 404);
      assertThat(get("/runs/" + name + "?" + V).status()).as(name).isIn(400, 404);
    }
    for (String number : List.of("abc", "1x", "99999999999999999999", "-1", "0x1")) {
      assertThat(get("/runs/" + number + "?" + V).text())
          .as(number)
          .isEqualTo(error("NotFound", "The resource was not found"));
      assertThat(get("/codespecs/x/versions/" + number + "?" + V).status())
          .as(number)
          .isEqualTo(404);
    }
  }

  @Test
  void bodiesAreLimited() throws Exception {
    String large = JOB + ",\"args\":[\"" + "x".repeat(5 << 20) + "\"]}";
    Answer refused = ask("PUT", "/codespecs/large?" + V, large);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("longer than 4 MiB");
  }

  @Test
  void pagesFollowEachOtherByTheirLinks() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertThat(ask("PUT", "/codespecs/page-" + i + "?" + V, JOB + "}").status()).isEqualTo(201);
    }
    List<String> names = new ArrayList<>();
    String next = "/codespecs?limit=3&prefix=page-&" + V;
    int pages = 0;
    while (!next.isEmpty()) {
      Answer page = get(next);
      assertThat(page.status()).isEqualTo(200);
      for (String item : page.text().split("\"name\":\"", -1)) {
        if (item.startsWith("page-")) {
          names.add(item.substring(0, item.indexOf('"')));
        }
      }
      next = page.text().contains("nextLink") ? page.member("nextLink") : "";
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(names)
        .containsExactly("page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6");
    assertThat(get("/codespecs?limit=0&" + V).text()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void wrongQueriesAreRefused() throws Exception {
    assertThat(get("/codespecs?_ct=garbage&" + V).text())
        .isEqualTo(error("InvalidInput", "Invalid continuation token."));
    assertThat(get("/runs?status=nosuch&" + V).text())
        .isEqualTo(error("InvalidInput", "Invalid status: nosuch"));
    for (String list : List.of("codespecs", "runs", "buffers")) {
      for (String limit : List.of("-1", "x", "1e3")) {
        assertThat(get("/" + list + "?limit=" + limit + "&" + V).text())
            .isEqualTo(error("InvalidInput", "Limit must be a non-negative integer."));
      }
    }
    assertThat(get("/runs?since=yesterday&" + V).status()).isEqualTo(400);
    assertThat(get("/buffers?softDeleted=perhaps&" + V).status()).isEqualTo(400);
  }

  @Test
  void aBufferIsChangedOnlyAsItWasKnown() throws Exception {
    Answer made = ask("POST", "/buffers?" + V, "{\"tags\":{\"a\":\"1\"}}");
    assertThat(made.status()).isEqualTo(201);
    String target = "/buffers/" + made.member("id") + "?" + V;
    assertThat(made.eTag()).contains(made.member("eTag"));
    String wanted = "{\"tags\":{\"b\":\"2\"}}";
    Answer refused = ask("PUT", target, wanted, "If-Match", "banana");
    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.text()).contains("PreconditionFailed");
    Answer changed = ask("PUT", target, wanted, "If-Match", made.eTag().orElseThrow());
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text()).contains("\"tags\":{\"b\":\"2\"}");
    assertThat(changed.eTag()).isNotEqualTo(made.eTag());
    assertThat(ask("PUT", "/buffers/nosuch?" + V, wanted).status()).isEqualTo(404);
    assertThat(ask("PUT", target, "{\"tags\":{\"a b\":\"2\"}}").text())
        .contains("Tag keys must contain");
  }

  @Test
  void accessIsGivenForAWhile() throws Exception {
    String id = ask("POST", "/buffers?" + V, "").member("id");
    Answer access = ask("POST", "/buffers/" + id + "/access?writeable=true&" + V, "{}");
    assertThat(access.status()).isEqualTo(201);
    assertThat(access.member("uri")).startsWith("http+unix://").contains("/containers/" + id);
    assertThat(ask("POST", "/buffers/" + id + "/access?ttl=00:00:05&" + V, "{}").text())
        .contains("Access TTL must be at least 30 seconds.");
    assertThat(ask("POST", "/buffers/" + id + "/access?ttl=soon&" + V, "{}").text())
        .contains("ttl must be a valid, non-negative TimeSpan");
    assertThat(ask("POST", "/buffers/nosuch/access?" + V, "{}").status()).isEqualTo(404);
  }

  @Test
  void buffersAreDeletedRestoredAndPurgedInThisOrderOnly() throws Exception {
    String id = ask("POST", "/buffers?" + V, "{\"tags\":{\"del\":\"1\"}}").member("id");
    String target = "/buffers/" + id;
    assertThat(ask("POST", target + "/restore?" + V, "").status()).isEqualTo(412);
    assertThat(ask("DELETE", target + "?purge=true&" + V, "").status()).isEqualTo(412);
    assertThat(ask("DELETE", target + "?" + V, "").status()).isEqualTo(200);
    assertThat(ask("DELETE", target + "?" + V, "").text())
        .contains("Buffer is already soft-deleted");
    assertThat(get(target + "?" + V).status()).isEqualTo(404);
    assertThat(get(target + "?softDeleted=true&" + V).text()).contains("\"isSoftDeleted\":true");
    assertThat(ask("POST", target + "/restore?" + V, "").status()).isEqualTo(200);
    assertThat(ask("DELETE", "/buffers?tag%5Bdel%5D=1&" + V, "").text()).isEqualTo("1");
    assertThat(ask("DELETE", target + "?purge=true&" + V, "").status()).isEqualTo(200);
    assertThat(get(target + "?softDeleted=true&" + V).status()).isEqualTo(404);
  }

  private static String run(String script) {
    return "{\"job\":{\"codespec\":"
        + JOB
        + ",\"command\":[\"/bin/sh\",\"-c\",\""
        + script
        + "\"]}}}";
  }

  @Test
  void aRunIsWatchedToItsEnd() throws Exception {
    Answer made = ask("POST", "/runs?" + V, run("echo hello; exit 3"));
    assertThat(made.status()).isEqualTo(201);
    String target = made.location().orElseThrow();
    Answer watched = get(target + "?watch=true&" + V);
    List<String> lines = watched.text().lines().toList();
    assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(lines.getLast())
        .contains("\"status\":\"Failed\"")
        .contains("Main exited with code 3");
    assertThat(get(target + "/logs?" + V).text()).isEqualTo("hello\n");
    assertThat(get(target + "/logs?tailLines=0&" + V).text()).isEmpty();
    assertThat(get(target + "/logs?tailLines=-1&" + V).status()).isEqualTo(400);
    assertThat(ask("POST", target + "/cancel?" + V, "{}").text())
        .contains("because its status is Failed");
  }

  @Test
  void aRunThatGoesOnIsCanceled() throws Exception {
    String target = ask("POST", "/runs?" + V, run("sleep 60")).location().orElseThrow();
    Answer canceled = ask("POST", target + "/cancel?" + V, "{}");
    assertThat(canceled.status()).isEqualTo(202);
    assertThat(get(target + "?" + V).text())
        .contains("\"status\":\"Canceled\"")
        .contains("Canceled by user");
    assertThat(ask("POST", "/runs/987654/cancel?" + V, "{}").status()).isEqualTo(404);
  }

  @Test
  void aRequestThatIsSentTwiceMakesOneRun() throws Exception {
    Answer first = ask("POST", "/runs?" + V, run("true"), "Idempotency-Key", "twice");
    Answer second = ask("POST", "/runs?" + V, run("true"), "Idempotency-Key", "twice");
    assertThat(second.location()).isEqualTo(first.location());
  }

  @Test
  void runsThatCannotBeAreRefusedWithTheReason() throws Exception {
    String reference = "{\"job\":{\"codespec\":\"%s\"}}";
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put(reference.formatted("Bad Ref"), "The codespec reference 'Bad Ref' is invalid");
    wrong.put(reference.formatted("nosuch"), "The codespec 'nosuch' was not found");
    wrong.put(
        "{\"job\":{\"codespec\":" + JOB + "},\"buffers\":{\"nosuch\":\"x\"}}}",
        "does not correspond to a buffer parameter on the codespec");
    wrong.put("{\"job\":{\"codespec\":{\"image\":\"x\"}}}", "Missing discriminator");
    wrong.put("{}", "An empty object");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Answer refused = ask("POST", "/runs?" + V, one.getKey());
      assertThat(refused.status()).as(one.getKey()).isEqualTo(400);
      assertThat(refused.text()).contains(one.getValue());
    }
  }

  @Test
  void workersAndOtherKindsAreNoJobs() throws Exception {
    String worker = "{\"kind\":\"worker\",\"image\":\"image\"}";
    assertThat(ask("PUT", "/codespecs/w?" + V, worker).status()).isEqualTo(201);
    Answer refused = ask("POST", "/runs?" + V, "{\"job\":{\"codespec\":\"w\"}}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("worker codespec");
  }
}
