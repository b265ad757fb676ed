package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import waybill.conformance.SocketHttp.Answer;

/** What holds for the gathered cases about runs and their logs, by their ids. */
final class TygerRunCases {
  private static final String GREET =
      "inp=$(cat $INPUT_PIPE); echo -n \"$inp: Bonjour\" >$OUTPUT_PIPE";

  static final Map<String, Promises.Promise<TygerDesk>> PROMISES =
      Map.ofEntries(
          entry("RN-001", TygerRunCases::stored),
          entry("RN-004", TygerRunCases::ofAVersion),
          entry("RN-005", d -> assertThat(d.output("Hello", both("true"))).isEmpty()),
          entry(
              "RN-006",
              d ->
                  assertThat(failed(d, run("true", "INVALID_NAME", "")))
                      .contains("Buffer names must consist")),
          entry("RN-007", TygerRunCases::tooManyUnmapped),
          entry("RN-008", TygerRunCases::allButOne),
          entry(
              "RN-010",
              d ->
                  assertThat(posted(d, "\"codespec\":\"Bad Ref\""))
                      .contains("The codespec reference 'Bad Ref' is invalid")),
          entry("RN-011", TygerRunCases::ofAWorker),
          entry(
              "RN-012",
              d ->
                  assertThat(
                          d.refused(
                              "run", "create", "-f", d.file(run("true", "", "")), "-b", "nosuch=x"))
                      .contains("does not correspond to a buffer parameter on the codespec")),
          entry("RN-014", TygerRunCases::bufferTags),
          entry("RN-015", TygerRunCases::bufferTtl),
          entry(
              "RN-016",
              d ->
                  assertThat(d.refused("run", "create", "-c", "x", "--buffer-ttl", "5"))
                      .contains("invalid buffer TTL format: 5 (should be D.HH:MM)")),
          entry("RN-017", TygerRunCases::canceled),
          entry("RN-019", TygerRunCases::outputOfACanceledRun),
          entry("RN-021", TygerRunCases::timeout),
          entry(
              "RN-022",
              d ->
                  assertThat(failed(d, run("exit 3", "", "")))
                      .contains("run failed with status Failed (Main exited with code 3)")),
          entry("RN-024", TygerRunCases::usualTimeout),
          entry("RN-025", TygerRunCases::tags),
          entry("RN-027", TygerRunCases::listsAndCounts),
          entry("RN-029", TygerRunCases::pages),
          entry(
              "RN-030",
              d -> {
                Answer answer = d.get("runs?status=nosuch");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("Invalid status: nosuch");
              }),
          entry("RN-031", TygerRunCases::watched),
          entry("RN-034", TygerRunCases::noSuchImage),
          entry("RN-036", TygerRunCases::sharedMemory),
          entry("RN-037", TygerRunCases::nameAndVersion),
          entry(
              "RN-038",
              d ->
                  assertThat(
                          d.output("", run("pwd >$OUTPUT_PIPE", "", "output", "workingDir: /bin")))
                      .isEqualTo("/bin\n")),
          entry("RN-039", TygerRunCases::maxReplicas),
          entry(
              "RN-040",
              d -> assertThat(d.exec("", run("true", "", ""), "--pull").how()).isEqualTo("exit 0")),
          entry("LG-001", TygerRunCases::logs),
          entry("LG-002", TygerRunCases::archivedLogs),
          entry("LG-003", TygerRunCases::longLines),
          entry("EP-001", TygerRunCases::ephemeral),
          entry("DR-002", TygerRunCases::workers),
          entry("DR-005", TygerRunCases::gpu));

  private TygerRunCases() {}

  private static String both(String script, String... more) {
    return run(script, "input", "output", more);
  }

  private static String failed(TygerDesk desk, String text)
      throws IOException, InterruptedException {
    Ending ending = desk.exec("", text);
    assertThat(ending.how()).describedAs(ending.stdout()).isEqualTo("exit 1");
    return ending.stderr();
  }

  private static Answer post(TygerDesk desk, String job, String more) throws IOException {
    return desk.http("POST", "runs", "{\"job\":{" + job + "}" + more + "}");
  }

  private static String posted(TygerDesk desk, String job) throws IOException {
    Answer answer = post(desk, job, "");
    assertThat(answer.status()).describedAs(answer.body()).isEqualTo(400);
    return answer.body();
  }

  /** JSON of a job of no buffers. */
  private static String job(String script) {
    return "\"codespec\":{\"kind\":\"job\",\"image\":\"alpine\",\"command\":[\"sh\",\"-c\",\""
        + script
        + "\"]}";
  }

  private static String codespec(TygerDesk desk, String script)
      throws IOException, InterruptedException {
    String name = newName();
    String _ =
        desk.ask(
            "codespec",
            "create",
            name,
            "-i=input",
            "-o=output",
            "--image",
            "alpine",
            "--command",
            "--",
            "sh",
            "-c",
            script);
    return name;
  }

  private static void stored(TygerDesk desk) throws IOException, InterruptedException {
    String input = desk.written("Hello");
    String output = desk.ask("buffer", "create");
    String name = codespec(desk, GREET);
    String id =
        desk.ask("run", "create", "-c", name, "-b", "input=" + input, "-b", "output=" + output);
    assertThat(id).containsOnlyDigits();
    String over = desk.over(id);
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Succeeded");
    assertThat(value(over, "createdAt")).isLessThanOrEqualTo(value(over, "startedAt"));
    assertThat(value(over, "startedAt")).isLessThanOrEqualTo(value(over, "finishedAt"));
    assertThat(desk.read(output)).isEqualTo("Hello: Bonjour");
  }

  private static void ofAVersion(TygerDesk desk) throws IOException, InterruptedException {
    String name = codespec(desk, GREET);
    desk.version(name, TygerSpecCases.job(""));
    String text = "job:\n  codespec: " + name + "/versions/1\n";
    assertThat(desk.output("Hello", text)).isEqualTo("Hello: Bonjour");
  }

  private static void tooManyUnmapped(TygerDesk desk) throws IOException, InterruptedException {
    String text = "exec cannot be called if the job has multiple unmapped ";
    assertThat(failed(desk, run("true", "a, b", ""))).contains(text + "input buffers");
    assertThat(failed(desk, run("true", "", "a, b"))).contains(text + "output buffers");
  }

  private static void allButOne(TygerDesk desk) throws IOException, InterruptedException {
    String first = desk.written("first ");
    String script = "cat $A_PIPE $B_PIPE >$OUTPUT_PIPE";
    assertThat(desk.output("second", run(script, "a, b", "output"), "-b", "a=" + first))
        .isEqualTo("first second");
  }

  private static void ofAWorker(TygerDesk desk) throws IOException {
    String name = newName();
    desk.version(name, "{\"kind\":\"worker\",\"image\":\"x\"}");
    assertThat(posted(desk, "\"codespec\":\"" + name + "\"")).contains(name, "worker", "job");
  }

  private static void bufferTags(TygerDesk desk) throws IOException, InterruptedException {
    String tag = "test=" + newName();
    Ending ending = desk.exec("", both("true"), "--buffer-tag", tag, "--buffer-tag", "t=U");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    String list = desk.ask("buffer", "list", "--tag", tag, "--tag", "t=U");
    assertThat(count(list, "\"id\"")).isEqualTo(2);
    assertThat(list).contains("\"bufferName\": \"input\"", "\"bufferName\": \"output\"");
  }

  private static void bufferTtl(TygerDesk desk) throws IOException, InterruptedException {
    String tag = "test=" + newName();
    var before = Instant.now();
    Ending ending = desk.exec("", both("true"), "--buffer-tag", tag, "--buffer-ttl", "0.00:05");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    String expires = value(desk.ask("buffer", "list", "--tag", tag), "expiresAt");
    assertThat(Instant.parse(expires)).isBetween(before.plusSeconds(280), before.plusSeconds(600));
  }

  private static void canceled(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.create(run("sleep 1000", "", ""));
    assertThat(desk.ask("run", "cancel", id)).isEqualTo("Job " + id + " has been canceled");
    String over = desk.over(id);
    assertThat(value(over, "status")).isEqualTo("Canceled");
    assertThat(value(over, "statusReason")).isEqualTo("Canceled by user");
    assertThat(desk.refused("run", "cancel", id))
        .contains("unable to cancel job " + id + " because its status is Canceled");
  }

  private static void outputOfACanceledRun(TygerDesk desk)
      throws IOException, InterruptedException {
    String output = desk.ask("buffer", "create");
    String id = desk.create(run("sleep 1000", "", "output"), "-b", "output=" + output);
    desk.awaitRunning(id);
    String _ = desk.ask("run", "cancel", id);
    Ending read = desk.tyger("buffer", "read", output);
    assertThat(read.stdout()).isEmpty();
    assertThat(read.how()).isEqualTo("exit 1");
    assertThat(read.stderr()).contains("the buffer is in a permanently failed state");
  }

  private static void timeout(TygerDesk desk) throws IOException, InterruptedException {
    String over = desk.over(desk.create(run("sleep 1000", "", ""), "--timeout", "3s"));
    assertThat(value(over, "status")).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).contains("timeout");
  }

  private static void usualTimeout(TygerDesk desk) throws IOException {
    for (String given : List.of("", ",\"timeoutSeconds\":null")) {
      Answer answer = post(desk, job("true"), given);
      assertThat(answer.status()).describedAs(answer.body()).isEqualTo(201);
      String run = desk.get("runs/" + value(answer.body(), "id")).body();
      assertThat(value(run, "timeoutSeconds")).isEqualTo("43200");
    }
  }

  private static void tags(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.create(run("true", "", ""), "--tag", "a=1");
    String _ = desk.over(id);
    assertThat(desk.ask("run", "show", id)).contains("\"a\": \"1\"");
    assertThat(desk.ask("run", "set", id, "--tag", "b=2")).contains("\"a\": \"1\"", "\"b\": \"2\"");
    String cleared = desk.ask("run", "set", id, "--clear-tags", "--tag", "c=3");
    assertThat(cleared).contains("\"c\": \"3\"").doesNotContain("\"a\": \"1\"", "\"b\": \"2\"");
    String tag = value(cleared, "eTag");
    assertThat(desk.ask("run", "set", id, "--tag", "d=4", "--etag", tag)).contains("\"d\": \"4\"");
    assertThat(desk.refused("run", "set", id, "--tag", "e=5", "--etag", "banana"))
        .contains("the server's ETag does not match the provided ETag");
  }

  private static void listsAndCounts(TygerDesk desk) throws IOException, InterruptedException {
    String tag = "x=" + newName();
    String[] tags = {"--tag", tag, "--tag", "y=2"};
    String _ = desk.over(desk.create(run("true", "", ""), tags));
    String running = desk.create(run("sleep 1000", "", ""), tags);
    desk.awaitRunning(running);
    assertThat(listed(desk, tags)).isEqualTo(2);
    assertThat(listed(desk, "--tag", tag, "--status", "succeeded")).isEqualTo(1);
    assertThat(listed(desk, "--tag", tag, "--status", "succeeded", "--status", "running"))
        .isEqualTo(2);
    assertThat(listed(desk, "--tag", tag, "--tag", "no=no")).isZero();
    assertThat(desk.ask("run", "count", "--tag", tag).replaceAll("\\s", ""))
        .isIn("{\"succeeded\":1,\"running\":1}", "{\"running\":1,\"succeeded\":1}");
    String _ = desk.ask("run", "cancel", running);
  }

  private static long listed(TygerDesk desk, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("run", "list"));
    words.addAll(List.of(options));
    return count(desk.ask(words.toArray(String[]::new)), "\"id\"");
  }

  static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private static void pages(TygerDesk desk) throws IOException {
    String tag = newName();
    List<Long> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Answer answer = post(desk, job("true"), ",\"tags\":{\"p\":\"" + tag + "\"}");
      made.addFirst(Long.parseLong(value(answer.body(), "id")));
    }
    List<Long> seen = new ArrayList<>();
    String next = "/runs?limit=5&tag%5Bp%5D=" + tag + "&api-version=1.0";
    while (!next.isEmpty()) {
      String page = desk.raw("GET", next, "").body();
      Pattern.compile("\"id\":\\s*(\\d+)")
          .matcher(page)
          .results()
          .forEach(id -> seen.add(Long.parseLong(id.group(1))));
      next = value(page, "nextLink").replace("\\u0026", "&");
    }
    assertThat(seen).isEqualTo(made);
    for (long id : made) {
      String _ = desk.over(Long.toString(id));
    }
  }

  private static void watched(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.create(run("true", "", ""));
    List<String> lines = desk.ask("run", "watch", id).lines().toList();
    assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(lines).doesNotHaveDuplicates();
    assertThat(value(lines.getLast(), "status")).isEqualTo("Succeeded");
    assertThat(lines.getLast()).doesNotContain("codespec");
    assertThat(desk.ask("run", "watch", id, "--full-resource")).contains("\"codespec\"");
    assertThat(value(desk.ask("run", "show", id), "status"))
        .describedAs("and stays so (RN-032)")
        .isEqualTo("Succeeded");
  }

  private static void noSuchImage(TygerDesk desk) throws IOException, InterruptedException {
    String image = "alpine:nosuch";
    String text = run("true", "", "").replace("image: alpine", "image: " + image);
    Ending ending = desk.exec("", text);
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr())
        .contains("Failed to pull image '" + image + "'", "does not have it (404)");
  }

  private static void sharedMemory(TygerDesk desk) throws IOException, InterruptedException {
    String fill = "dd if=/dev/zero of=/dev/shm/f bs=1M count=100";
    Ending ending = desk.exec("", run(fill, "", ""), "--logs");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr()).contains("No space left on device");
    String shm = "resources: {shm: 128Mi}";
    assertThat(desk.exec("", run(fill, "", "", shm)).how()).isEqualTo("exit 0");
  }

  private static void nameAndVersion(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    desk.version(name, TygerSpecCases.job(""));
    desk.version(name, "{" + job("true").replace("\"codespec\":{", ""));
    String id = desk.ask("run", "create", "-c", name, "--version", "2");
    String over = desk.over(id);
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Succeeded");
    assertThat(value(over, "name")).isEqualTo(name);
    assertThat(value(over, "version")).isEqualTo("2");
  }

  private static void maxReplicas(TygerDesk desk) throws IOException, InterruptedException {
    String file = desk.file(run("true", "", "", "maxReplicas: 1"));
    assertThat(desk.refused("run", "create", "-f", file, "-r", "2"))
        .contains("2 replicas", "maxReplicas");
  }

  private static void logs(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.create(run("for i in 1 2 3 4 5; do echo $i; done; sleep 1000", "", ""));
    JobDesk.awaitThat(
        "it has written", () -> desk.get("runs/" + id + "/logs").body().contains("5"));
    assertThat(desk.ask("run", "logs", id)).isEqualTo("1\n2\n3\n4\n5");
    assertThat(desk.ask("run", "logs", id, "--tail", "3")).isEqualTo("3\n4\n5");
    assertThat(desk.ask("run", "logs", id, "--timestamps").lines())
        .hasSize(5)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z \\d"));
    String _ = desk.ask("run", "cancel", id);
  }

  private static void archivedLogs(TygerDesk desk) throws IOException, InterruptedException {
    String id = desk.create(run("for i in 1 2 3 4; do echo $i; sleep 0.1; done", "", ""));
    String all = "1\n2\n3\n4";
    assertThat(desk.ask("run", "logs", id, "--follow")).isEqualTo(all);
    String _ = desk.over(id);
    assertThat(desk.ask("run", "logs", id)).isEqualTo(all);
    String line = desk.ask("run", "logs", id, "--timestamps");
    String first = line.substring(0, line.indexOf(' '));
    assertThat(desk.ask("run", "logs", id, "--since", first)).isEqualTo("2\n3\n4");
    var at = Instant.parse(first);
    assertThat(desk.ask("run", "logs", id, "--since", at.plusSeconds(60).toString())).isEmpty();
    assertThat(desk.ask("run", "logs", id, "--since", at.minusSeconds(60).toString()))
        .isEqualTo(all);
    assertThat(desk.ask("run", "logs", id, "--tail", "3")).isEqualTo("2\n3\n4");
    assertThat(desk.ask("run", "logs", id, "--tail", "0")).isEmpty();
    assertThat(desk.ask("run", "logs", id, "--tail", "4")).isEqualTo(all);
  }

  private static void longLines(TygerDesk desk) throws IOException, InterruptedException {
    String line = "head -c 2000000 /dev/zero | tr '\\0' ";
    String id = desk.create(run(line + "a; echo; " + line + "b; echo", "", ""));
    String expected = "a".repeat(2_000_000) + "\n" + "b".repeat(2_000_000);
    assertThat(desk.ask("run", "logs", id, "--follow").equals(expected)).isTrue();
    String _ = desk.over(id);
    assertThat(desk.ask("run", "logs", id).equals(expected)).isTrue();
  }

  private static void ephemeral(TygerDesk desk) throws IOException, InterruptedException {
    String text = both(GREET, "", "buffers: {input: _, output: _}");
    assertThat(desk.output("Hello", text)).isEqualTo("Hello: Bonjour");
    String tag = newName();
    assertThat(
            desk.output(
                "Hello", both(GREET), "-b", "input=_", "-b", "output=_", "--tag", "e=" + tag))
        .isEqualTo("Hello: Bonjour");
    assertThat(desk.get("runs?tag%5Be%5D=" + tag).body())
        .containsPattern("\"input\":\\s*\"run-\\d+-temp-[a-z2-7]+\"");
  }

  private static void workers(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    desk.version(name, "{\"kind\":\"worker\",\"image\":\"x\"}");
    String file = desk.file(run("true", "", ""));
    assertThat(desk.refused("run", "create", "-f", file, "--worker-codespec", name))
        .contains("Runs with workers are only supported on Kubernetes");
  }

  private static void gpu(TygerDesk desk) throws IOException, InterruptedException {
    String file = desk.file(run("true", "", "", "resources: {gpu: 1}"));
    assertThat(desk.refused("run", "create", "-f", file))
        .contains("1 graphics processors, and the machine has 0");
  }
}
