package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waybill.conformance.SocketHttp.Answer;

/** What holds for the gathered cases about buffers and the API, by their ids. */
final class TygerBufferCases {

  static final Map<String, Promises.Promise<TygerDesk>> PROMISES =
      Map.ofEntries(
          entry("BF-001", TygerBufferCases::created),
          entry("BF-005", TygerBufferCases::tags),
          entry("BF-006", TygerBufferCases::wrongTag),
          entry("BF-007", TygerBufferCases::rightTag),
          entry("BF-008", TygerBufferCases::lists),
          entry("BF-009", TygerBufferCases::tagsThatAreNone),
          entry("BF-011", TygerBufferCases::states),
          entry("BF-012", TygerBufferCases::deleted),
          entry("BF-015", TygerBufferCases::deletedByTag),
          entry("BF-016", TygerBufferCases::expires),
          entry("DP-002", TygerBufferCases::chain),
          entry("DP-004", TygerBufferCases::generated),
          entry("DP-006", TygerBufferCases::readWhileWritten),
          entry("DP-008", TygerBufferCases::writtenTwice),
          entry("DP-010", TygerBufferCases::fifos),
          entry("DP-011", TygerBufferCases::missing),
          entry("DP-017", TygerBufferCases::shortAccess),
          entry("DP-018", TygerBufferCases::wrongOptions),
          entry("AP-002", TygerBufferCases::oldPaths),
          entry(
              "AP-004",
              d ->
                  assertThat(d.get("nowhere"))
                      .returns(400, Answer::status)
                      .extracting(Answer::body)
                      .asString()
                      .contains("InvalidRoute", "The request path was not recognized.")),
          entry(
              "AP-005",
              d -> {
                assertThat(d.get("codespecs?_ct=garbage").status()).isEqualTo(400);
                assertThat(d.get("codespecs?_ct=garbage").body())
                    .contains("Invalid continuation token.");
              }),
          entry(
              "AP-006",
              d -> {
                for (String path : List.of("codespecs/x/versions/abc", "runs/abc")) {
                  assertThat(d.get(path).status()).isEqualTo(404);
                  assertThat(d.get(path).body()).contains("\"NotFound\"");
                }
              }),
          entry(
              "AP-011",
              d -> {
                for (String group : List.of("codespec", "run", "buffer")) {
                  assertThat(d.refused(group)).startsWith("Error: a command is required\n");
                }
              }));

  private TygerBufferCases() {}

  private static void created(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    assertThat(id).matches("[a-z2-7]{26}");
    assertThat(desk.ask("buffer", "show", id)).doesNotContain("tags", "expiresAt");
  }

  private static void tags(TygerDesk desk) throws IOException, InterruptedException {
    String one = desk.ask("buffer", "create", "--tag", "t1=v1", "--tag", "t2=v2");
    assertThat(desk.ask("buffer", "set", one, "--tag", "t2=new", "--tag", "t3=v3"))
        .contains("\"t1\": \"v1\"", "\"t2\": \"new\"", "\"t3\": \"v3\"");
    String other = desk.ask("buffer", "create", "--tag", "t1=v1", "--tag", "t2=v2");
    assertThat(desk.ask("buffer", "set", other, "--clear-tags", "--tag", "t3=v3"))
        .contains("\"t3\": \"v3\"")
        .doesNotContain("t1", "t2");
  }

  private static void wrongTag(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    assertThat(desk.refused("buffer", "set", id, "--tag", "a=1", "--etag", "bad-etag"))
        .contains("the server's ETag does not match the provided ETag");
    assertThat(desk.refused("buffer", "set", "bad-bufferid", "--tag", "a=1", "--etag", "bad-etag"))
        .contains("was not found");
  }

  private static void rightTag(TygerDesk desk) throws IOException, InterruptedException {
    String made = desk.ask("buffer", "create", "--full-resource");
    String tag = value(made, "eTag");
    String set = desk.ask("buffer", "set", value(made, "id"), "--tag", "a=1", "--etag", tag);
    assertThat(value(set, "eTag")).isNotEmpty().isNotEqualTo(tag);
  }

  private static void lists(TygerDesk desk) throws IOException, InterruptedException {
    String tag = "x=" + newName();
    for (List<String> pair :
        List.of(List.of("t1", "t2"), List.of("t2", "t3"), List.of("t1", "t3"))) {
      String _ =
          desk.ask(
              "buffer",
              "create",
              "--tag",
              tag,
              "--tag",
              pair.get(0) + "=v",
              "--tag",
              pair.get(1) + "=v");
    }
    assertThat(listed(desk, tag, "--tag", "t1=v", "--tag", "t2=v")).isEqualTo(1);
    assertThat(listed(desk, tag, "--tag", "t1=v")).isEqualTo(2);
    assertThat(listed(desk, tag, "--exclude-tag", "t1=v")).isEqualTo(1);
    assertThat(listed(desk, tag, "--exclude-tag", "t1=v", "--exclude-tag", "t2=v")).isZero();
  }

  private static long listed(TygerDesk desk, String tag, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("buffer", "list", "--tag", tag));
    words.addAll(List.of(options));
    return TygerRunCases.count(desk.ask(words.toArray(String[]::new)), "\"id\"");
  }

  private static void tagsThatAreNone(TygerDesk desk) throws IOException {
    String many =
        IntStream.range(0, 101)
            .mapToObj(i -> "\"k" + i + "\":\"v\"")
            .collect(Collectors.joining(","));
    assertThat(tagged(desk, many)).contains("No more than 100 tags");
    assertThat(tagged(desk, "\"a b\":\"v\"")).contains("Tag keys must contain");
    assertThat(tagged(desk, "\"a\":\"" + "v".repeat(257) + "\""))
        .contains("Tag values can contain");
  }

  private static String tagged(TygerDesk desk, String tags) throws IOException {
    Answer answer = desk.http("POST", "buffers", "{\"tags\":{" + tags + "}}");
    assertThat(answer.status()).isEqualTo(400);
    return answer.body();
  }

  private static void states(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    String notDeleted = "Buffer is not soft-deleted";
    assertThat(desk.refused("buffer", "restore", id)).contains(notDeleted);
    assertThat(desk.refused("buffer", "purge", id)).contains(notDeleted);
    String _ = desk.ask("buffer", "delete", id);
    assertThat(desk.refused("buffer", "delete", id)).contains("Buffer is already soft-deleted");
    String _ = desk.ask("buffer", "restore", id);
    String _ = desk.ask("buffer", "delete", id);
    String _ = desk.ask("buffer", "purge", id);
    for (String verb : List.of("delete", "restore", "purge")) {
      assertThat(desk.refused("buffer", verb, id)).contains("not found");
    }
  }

  private static void deleted(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    String made = desk.ask("buffer", "show", id);
    String gone = desk.ask("buffer", "delete", id);
    assertThat(desk.refused("buffer", "show", id)).contains("not found");
    assertThat(desk.ask("buffer", "show", id, "--soft-deleted")).isEqualTo(gone);
    String _ = desk.ask("buffer", "restore", id);
    String back = desk.ask("buffer", "show", id);
    assertThat(value(back, "id")).isEqualTo(id);
    assertThat(value(back, "createdAt")).isEqualTo(value(made, "createdAt"));
  }

  private static void deletedByTag(TygerDesk desk) throws IOException, InterruptedException {
    String tag = "x=" + newName();
    String kept = desk.ask("buffer", "create", "--tag", tag, "--tag", "t1=v1");
    String gone = desk.ask("buffer", "create", "--tag", tag);
    assertThat(desk.ask("buffer", "delete", "--tag", tag, "--exclude-tag", "t1=v1", "--force"))
        .isEqualTo("Deleted 1 buffers.");
    assertThat(desk.get("buffers/" + kept).status()).isEqualTo(200);
    assertThat(desk.get("buffers/" + gone).status()).isEqualTo(404);
    String _ = desk.ask("buffer", "restore", "--force", "--tag", tag);
    assertThat(desk.get("buffers/" + gone).status()).isEqualTo(200);
  }

  private static void expires(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    String _ = desk.ask("buffer", "set", id, "--ttl", "0");
    assertThat(desk.refused("buffer", "show", id)).contains("not found");
    String _ = desk.ask("buffer", "show", id, "--soft-deleted");
    String _ = desk.ask("buffer", "set", id, "--soft-deleted", "--ttl", "0");
    assertThat(desk.refused("buffer", "show", id, "--soft-deleted")).contains("not found");
    assertThat(desk.refused("buffer", "show", id)).contains("not found");
  }

  private static void chain(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.written("Hello");
    Answer blob = desk.raw("GET", desk.access(id, "00/000"), "");
    assertThat(blob.body()).isEqualTo("Hello");
    assertThat(blob.head())
        .contains("content-md5: ixqzu8rhepaoj6v4xhge1w==")
        .contains("cumulative_hash_chain: be2stc2k0vlw0/rzazr8ufcreud5k1d9otcak14ns4u=");
    Answer last = desk.raw("GET", desk.access(id, "00/001"), "");
    assertThat(last.body()).isEmpty();
    assertThat(last.head())
        .contains("content-md5: 1b2m2y8asgtpgamy7phcfg==")
        .contains("cumulative_hash_chain: lv4pri5mit9mykxerciaiwlu8b8xxyhjh0ukfsknt2w=");
    assertThat(desk.raw("GET", desk.access(id, ".bufferstart"), "").body())
        .isEqualTo("{\"version\":\"0.3.0\"}");
    assertThat(desk.raw("GET", desk.access(id, ".bufferend"), "").body())
        .isEqualTo("{\"status\":\"complete\"}");
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] all = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Path generated(TygerDesk desk, String size)
      throws IOException, InterruptedException {
    String name = "gen" + size;
    String _ = desk.ask("buffer", "gen", size, "-o", name);
    return desk.folder().resolve(name);
  }

  private static void generated(TygerDesk desk) throws IOException, InterruptedException {
    assertThat(digest(generated(desk, "32M")))
        .isEqualTo("b997630f9de63d635b4f686f6e4d9827d253bcf3e0ee204186095486ff64793c");
    Path small = generated(desk, "3M");
    assertThat(digest(small))
        .isEqualTo("09d7daed99c15bcee48dfa269c7597a1036a371c90100dda6f4fdcfe7ab79385");
    assertThat(Files.readString(small)).startsWith(":;<=>?@ABC");
  }

  private static void readWhileWritten(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    Path whole = generated(desk, "293827382");
    TygerDesk reading = desk.another();
    Process reader = reading.begin("", "buffer", "read", id, "-o", "out");
    String _ = desk.ask("buffer", "write", id, "-i", whole.toString());
    Ending read = reading.end(reader);
    assertThat(read.how()).describedAs(read.stderr()).isEqualTo("exit 0");
    assertThat(Files.mismatch(whole, reading.folder().resolve("out"))).isEqualTo(-1);
    Files.delete(whole);
    Files.delete(reading.folder().resolve("out"));
    String _ = desk.ask("buffer", "delete", id);
    String _ = desk.ask("buffer", "purge", id);
  }

  private static void writtenTwice(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.written("first");
    assertThat(desk.refused("buffer", "write", id)).contains("buffer cannot be overwritten");
    assertThat(desk.read(id)).isEqualTo("first");
  }

  private static void fifos(TygerDesk desk) throws IOException, InterruptedException {
    for (String size : List.of("1K", "20M")) {
      Path whole = generated(desk, size);
      Path in = desk.folder().resolve("in" + size);
      Path out = desk.folder().resolve("out" + size);
      Workshop.call("mkfifo", in.toString(), out.toString());
      desk.user().product().user().own(desk.folder());
      String id = desk.ask("buffer", "create");
      TygerDesk writing = desk.another();
      Process writer = writing.begin("", "buffer", "write", id, "-i", in.toString());
      try (var pipe = Files.newOutputStream(in)) {
        Files.copy(whole, pipe);
      }
      assertThat(writing.end(writer).how()).isEqualTo("exit 0");
      TygerDesk reading = desk.another();
      Process reader = reading.begin("", "buffer", "read", id, "-o", out.toString());
      try (var pipe = Files.newInputStream(out)) {
        assertThat(Arrays.equals(pipe.readAllBytes(), Files.readAllBytes(whole))).isTrue();
      }
      assertThat(reading.end(reader).how()).isEqualTo("exit 0");
    }
  }

  private static void missing(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    String read = desk.ask("buffer", "access", id);
    String write = desk.ask("buffer", "access", id, "-w");
    String _ = desk.ask("buffer", "delete", id);
    String _ = desk.ask("buffer", "purge", id);
    assertThat(desk.refused("buffer", "read", read)).contains("the buffer does not exist");
    assertThat(desk.refused("buffer", "write", write)).contains("the buffer does not exist");
    assertThat(desk.refused("buffer", "read", id)).contains("not found");
  }

  private static void shortAccess(TygerDesk desk) throws IOException, InterruptedException {
    String tag = newName();
    String script = "cat $INPUT_PIPE >$OUTPUT_PIPE";
    String text = run(script, "input", "output", "", "", "bufferAccessTtl: 0.00:01:00");
    assertThat(desk.output("all of it", text, "--tag", "s=" + tag)).isEqualTo("all of it");
    String run = desk.get("runs?tag%5Bs%5D=" + tag).body();
    assertThat(value(run, "status")).isEqualTo("Succeeded");
    assertThat(run).contains("00:01:00");
  }

  private static void wrongOptions(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.ask("buffer", "create");
    assertThat(desk.refused("buffer", "read", id, "--dop", "0"))
        .contains("the degree of parallelism (dop) must be at least 1");
    String url = desk.ask("buffer", "access", id);
    assertThat(desk.refused("buffer", "read", url, "--access-ttl", "0.00:01"))
        .contains("access-ttl is only supported when a buffer ID is specified");
  }

  private static void oldPaths(TygerDesk desk) throws IOException {
    for (String path : List.of("metadata", "buffers", "codespecs", "runs")) {
      assertThat(desk.raw("GET", "/v1/" + path, "").status()).isEqualTo(200);
      Answer other = desk.raw("GET", "/v1/" + path + "?api-version=0.9", "");
      assertThat(other.status()).isEqualTo(path.equals("metadata") ? 200 : 400);
    }
    Answer none = desk.raw("GET", "/runs", "");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.body()).contains("Unspecified API version", "\"1.0\"");
  }
}
