package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waybill.conformance.SocketHttp.Answer;

/** What holds for the gathered cases about codespecs, by their ids. */
final class TygerSpecCases {
  private static final String UNIQUE =
      "must be unique across inputs and outputs. Buffer names are case-insensitive";

  static final Map<String, Promises.Promise<TygerDesk>> PROMISES =
      Map.ofEntries(
          entry("CS-001", TygerSpecCases::first),
          entry("CS-003", d -> sameVersion(d, "\"env\":{A,B}", "\"env\":{B,A}", 1)),
          entry("CS-004", d -> sameVersion(d, "\"env\":{A}", "\"env\":{C}", 2)),
          entry("CS-005", d -> sameVersion(d, "\"args\":[1,2,3]", "\"args\":[2,3,1]", 2)),
          entry("CS-006", d -> sameVersion(d, buffers("1,2,3", ""), buffers("3,2,1", ""), 1)),
          entry("CS-007", TygerSpecCases::quantities),
          entry("CS-008", TygerSpecCases::onlyTheLatestIsCompared),
          entry("CS-009", d -> sameVersion(d, socket("80", "1"), socket("80", "1"), 1)),
          entry("CS-010", TygerSpecCases::everything),
          entry("CS-012", TygerSpecCases::flagsReplaceVariables),
          entry("CS-013", TygerSpecCases::flagsMergeResources),
          entry("CS-014", TygerSpecCases::flagsWin),
          entry(
              "CS-015",
              d ->
                  assertThat(d.refused("codespec", "create", "--image", "x"))
                      .contains(
                          "if -f|--file is not provided, a name for the codespec is required")),
          entry(
              "CS-016",
              d ->
                  assertThat(d.refused("codespec", "create", "n", "extra", "--image", "x"))
                      .contains(
                          "unexpected positional args [extra]. Container arguments must be preceded"
                              + " by --")),
          entry("CS-018", TygerSpecCases::names),
          entry("CS-019", TygerSpecCases::bufferNames),
          entry("CS-020", TygerSpecCases::uniqueNames),
          entry(
              "CS-021",
              d -> {
                refused(d, job(buffers("", "").replace("[]", "[\"\"]")), "name cannot be empty");
                refused(d, job(buffers("", "").replace("[]", "[null]")), "name cannot be empty");
              }),
          entry(
              "CS-022",
              d ->
                  assertThat(
                          d.refused(
                              "codespec", "create", "w", "--kind", "worker", "--image", "x", "-ix"))
                      .contains("worker codespecs cannot have use buffers")),
          entry(
              "CS-023",
              d ->
                  assertThat(
                          d.refused(
                              "codespec", "create", "j", "--image", "x", "--endpoint", "w=80"))
                      .contains("job codespecs cannot have endpoints")),
          entry(
              "CS-024",
              d -> {
                refused(d, "{\"image\":\"x\"}", "Missing discriminator property 'kind'");
                refused(
                    d,
                    "{\"kind\":\"missing\",\"image\":\"x\"}",
                    "Invalid value for the property 'kind'. It can be either 'job' or 'worker'");
              }),
          entry(
              "CS-025",
              d -> {
                refused(d, "{\"kind\":\"job\"}", "missing required properties including: 'image'");
                refused(d, "{\"kind\":\"job\",\"image\":\"\"}", "The image field is required.");
              }),
          entry("CS-027", TygerSpecCases::misspelt),
          entry("CS-028", TygerSpecCases::emptyIsAbsent),
          entry(
              "CS-029",
              d ->
                  refused(
                      d,
                      job("\"name\":\"b\""),
                      "If provided, the codespec name in the body must match the name in the URL.")),
          entry(
              "CS-030",
              d ->
                  assertThat(d.refused("codespec", "show", newName()))
                      .contains("NotFound: The resource was not found")),
          entry("CS-033", TygerSpecCases::prefixes),
          entry("CS-034", TygerSpecCases::limits),
          entry("CS-035", TygerSpecCases::truncated),
          entry("CS-036", TygerSpecCases::pages),
          entry("SO-001", TygerSpecCases::sockets),
          entry("SO-002", TygerSpecCases::pipesOfSockets),
          entry("VX-001", d -> expands(d, "['x$(A)y', '$(MISSING)']", "x1y $(MISSING) ")),
          entry("VX-002", d -> expands(d, "['$$(A)']", "$(A) ")),
          entry("VX-003", TygerSpecCases::dollars));

  private TygerSpecCases() {}

  static String job(String part) {
    return "{\"kind\":\"job\",\"image\":\"x\"" + (part.isEmpty() ? "" : "," + part) + "}";
  }

  /** Letters stand for variables, numbers for names. */
  private static String buffers(String inputs, String outputs) {
    return "\"buffers\":{\"inputs\":[" + inputs + "],\"outputs\":[" + outputs + "]}";
  }

  private static String socket(String port, String input) {
    return buffers("1", "2")
        + ",\"sockets\":[{\"port\":"
        + port
        + (input.isEmpty() ? "" : ",\"inputBuffer\":" + input)
        + "}]";
  }

  private static String written(String part) {
    return job(
        part.replaceAll("\\{A,B}", "{\"a\":\"1\",\"b\":\"2\"}")
            .replace("{B,A}", "{\"b\":\"2\",\"a\":\"1\"}")
            .replace("{A}", "{\"os\":\"ubuntu\"}")
            .replace("{C}", "{\"os\":\"windows\"}")
            .replaceAll("([\\[,:])([1-9])(?=[],}])", "$1\"n$2\""));
  }

  private static void sameVersion(TygerDesk desk, String one, String other, int second)
      throws IOException {
    String name = newName();
    assertThat(desk.version(name, written(one))).isEqualTo(1);
    assertThat(desk.version(name, written(other))).isEqualTo(second);
  }

  private static void refused(TygerDesk desk, String codespec, String text) throws IOException {
    Answer answer = desk.put("a", codespec);
    assertThat(answer.status()).describedAs(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("\"InvalidInput\"", text);
  }

  private static void first(TygerDesk desk) throws IOException, InterruptedException {
    Ending ending =
        desk.tyger(
            "codespec",
            "create",
            newName(),
            "-i=input",
            "-o=output",
            "--image",
            "alpine",
            "--command",
            "--",
            "sh",
            "-c",
            "true");
    assertThat(ending).isEqualTo(new Ending("1\n", "", "exit 0"));
  }

  private static void quantities(TygerDesk desk) throws IOException {
    String name = newName();
    String requests = "\"resources\":{\"requests\":{\"cpu\":\"%s\"}}";
    assertThat(desk.version(name, job(requests.formatted("1")))).isEqualTo(1);
    assertThat(desk.version(name, job(requests.formatted("1000m")))).isEqualTo(1);
    assertThat(desk.version(name, job(requests.formatted("10001m")))).isEqualTo(2);
    String limits = requests.replace("requests", "limits").formatted("1");
    assertThat(desk.version(name, job(limits))).isEqualTo(3);
  }

  private static void onlyTheLatestIsCompared(TygerDesk desk)
      throws IOException, InterruptedException {
    String name = newName();
    assertThat(desk.version(name, job(""))).isEqualTo(1);
    assertThat(desk.version(name, job("\"workingDir\":\"/\""))).isEqualTo(2);
    assertThat(desk.ask("codespec", "create", name, "--image", "x")).isEqualTo("3");
  }

  private static void everything(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String file =
        desk.file(
            """
            name: %s
            buffers: {inputs: [in-1], outputs: [out-1]}
            image: quay.io/some/image
            command: [cmd]
            args: [arg 1]
            workingDir: /some/dir
            env: {VARIABLE: value}
            resources:
              requests: {cpu: 1, memory: 1G}
              limits: {cpu: 2, memory: 2G}
              gpu: 1
            maxReplicas: 7
            """
                .formatted(name));
    assertThat(desk.ask("codespec", "create", "-f", file)).isEqualTo("1");
    String shown = desk.ask("codespec", "show", name).replaceAll("\\s+", "");
    assertThat(shown)
        .contains("\"buffers\":{\"inputs\":[\"in-1\"],\"outputs\":[\"out-1\"]}")
        .contains("\"image\":\"quay.io/some/image\"", "\"command\":[\"cmd\"]")
        .contains("\"args\":[\"arg1\"]", "\"workingDir\":\"/some/dir\"")
        .contains("\"env\":{\"VARIABLE\":\"value\"}", "\"gpu\":\"1\"", "\"maxReplicas\":7")
        .contains("\"requests\":{\"cpu\":\"1\",\"memory\":\"1G\"}")
        .contains("\"limits\":{\"cpu\":\"2\",\"memory\":\"2G\"}");
  }

  private static String created(TygerDesk desk, String file, String... options)
      throws IOException, InterruptedException {
    String name = newName();
    var words = new ArrayList<>(List.of("codespec", "create", name, "-f", desk.file(file)));
    words.addAll(List.of(options));
    assertThat(desk.ask(words.toArray(String[]::new))).isEqualTo("1");
    return desk.get("codespecs/" + name).body().replaceAll("\\s+", "");
  }

  private static void flagsReplaceVariables(TygerDesk desk)
      throws IOException, InterruptedException {
    assertThat(created(desk, "image: x\nenv: {A: '1', B: '2'}\n", "--env", "A=9"))
        .contains("\"env\":{\"A\":\"9\"}");
  }

  private static void flagsMergeResources(TygerDesk desk) throws IOException, InterruptedException {
    String file = "image: x\nresources: {requests: {cpu: 1, memory: 1G}}\n";
    assertThat(created(desk, file, "--cpu-request", "2"))
        .contains("\"requests\":{\"cpu\":\"2\",\"memory\":\"1G\"}");
  }

  private static void flagsWin(TygerDesk desk) throws IOException, InterruptedException {
    assertThat(created(desk, "image: x\nkind: job\n", "--kind", "worker"))
        .contains("\"kind\":\"worker\"");
  }

  private static void names(TygerDesk desk) throws IOException, InterruptedException {
    for (String name : List.of("foo", "foo-1_2.9")) {
      assertThat(desk.ask("codespec", "create", name, "--image", "x")).isEqualTo("1");
      assertThat(desk.version(name, job(""))).isEqualTo(1);
    }
    for (String name : List.of("Foo", "foo bar")) {
      assertThat(desk.refused("codespec", "create", name, "--image", "x"))
          .contains("codespec name");
      Answer answer = desk.put(name.replace(" ", "%20"), job(""));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).contains("Codespec names must contain only");
    }
  }

  private static void bufferNames(TygerDesk desk) throws IOException, InterruptedException {
    for (String name : List.of("FOO", "foo_bar", "-foo", "bar-")) {
      assertThat(desk.refused("codespec", "create", newName(), "--image", "x", "--input", name))
          .contains("Buffer names must consist");
    }
    refused(desk, job(buffers("\"-foo\"", "")), "Buffer names must consist");
  }

  private static void uniqueNames(TygerDesk desk) throws IOException {
    refused(desk, job(buffers("\"a\"", "\"a\"")), UNIQUE);
    refused(desk, job(buffers("\"a\"", "\"A\"")), UNIQUE);
  }

  private static void misspelt(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String file = desk.file("name: " + name + "\nimgae: x\n");
    assertThat(desk.refused("codespec", "create", "-f", file))
        .contains("failed to parse file " + file, "imgae");
    assertThat(desk.get("codespecs/" + name).status())
        .describedAs("nothing is sent")
        .isEqualTo(404);
  }

  private static void emptyIsAbsent(TygerDesk desk) throws IOException {
    String name = newName();
    String empty = "\"args\":[],\"env\":{},\"workingDir\":\"\"," + buffers("", "");
    assertThat(desk.version(name, job(empty))).isEqualTo(1);
    assertThat(desk.get("codespecs/" + name).body())
        .doesNotContain("args", "env", "workingDir", "buffers");
  }

  private static void prefixes(TygerDesk desk) throws IOException, InterruptedException {
    desk.version("3d_t2", job(""));
    desk.version("3dxt2", job(""));
    assertThat(desk.ask("codespec", "list", "--prefix", "3d_"))
        .contains("\"3d_t2\"")
        .doesNotContain("3dxt2");
  }

  private static void limits(TygerDesk desk) throws IOException, InterruptedException {
    for (String group : List.of("codespec", "run", "buffer")) {
      assertThat(desk.refused(group, "list", "--limit=-1"))
          .contains("Limit must be a non-negative integer");
      assertThat(desk.ask(group, "list", "--limit", "0")).isEqualTo("[]");
      assertThat(desk.ask(group, "list", "--limit", "3000")).startsWith("[");
    }
  }

  private static void truncated(TygerDesk desk) throws IOException, InterruptedException {
    String prefix = newName() + "-";
    for (int i = 0; i < 1001; i++) {
      desk.version(prefix + i, job(""));
    }
    String warning = "Warning: the output was truncated. Specify the --limit parameter";
    Ending all = desk.tyger("codespec", "list", "--prefix", prefix);
    assertThat(Pattern.compile(prefix).matcher(all.stdout()).results()).hasSize(1000);
    assertThat(all.stderr()).contains(warning);
    Ending some = desk.tyger("codespec", "list", "--prefix", prefix, "--limit", "1000");
    assertThat(Pattern.compile(prefix).matcher(some.stdout()).results()).hasSize(1000);
    assertThat(some.stderr()).isEmpty();
  }

  private static void pages(TygerDesk desk) throws IOException {
    String prefix = newName() + "-";
    List<String> names = Stream.of("a", "b", "c", "d", "e", "f", "g").map(prefix::concat).toList();
    for (String name : names) {
      desk.version(name, job(""));
    }
    List<String> seen = new ArrayList<>();
    Answer page = desk.get("codespecs?limit=5&prefix=" + prefix);
    while (true) {
      Pattern.compile("\"name\":\\s*\"([^\"]+)\"")
          .matcher(page.body())
          .results()
          .forEach(name -> seen.add(name.group(1)));
      String next = value(page.body(), "nextLink").replace("\\u0026", "&");
      if (next.isEmpty()) {
        break;
      }
      desk.version(prefix + "b", job("\"workingDir\":\"/" + seen.size() + "\""));
      page = desk.raw("GET", next, "");
    }
    assertThat(seen).isEqualTo(names);
  }

  private static void sockets(TygerDesk desk) throws IOException {
    desk.version(
        newName(), written(socket("8080", "1").replace("}]", ",\"outputBuffer\":\"n2\"}]")));
    refused(desk, written(socket("-1", "1")), "Port must be between 1 and 65535");
    refused(desk, written(socket("8080", "7")), "is not among the codespec's input buffer");
    refused(desk, written(socket("8080", "2")), "is not among the codespec's input buffer");
    refused(
        desk,
        written(socket("8080", "1").replace("inputBuffer", "outputBuffer")),
        "is not among the codespec's output buffer");
    refused(desk, written(socket("8080", "")), "At least one of the input or output buffer");
    String twice = socket("8080", "1").replace("}]", "},{\"port\":8081,\"inputBuffer\":1}]");
    refused(desk, written(twice), "is used by multiple sockets");
  }

  private static void pipesOfSockets(TygerDesk desk) throws IOException {
    String text = "is not valid because it is used by a socket";
    String codespec = socket("8080", "1");
    refused(desk, written(codespec + ",\"args\":[\"$(N1_PIPE)\"]"), text);
    refused(desk, written(codespec + ",\"command\":[\"$(N2_PIPE) $(N1_PIPE)\"]"), text);
    refused(desk, written(codespec + ",\"env\":{\"F\":\"$(N1_PIPE)\"}"), text);
    desk.version(newName(), written(codespec + ",\"args\":[\"$(N2_PIPE)\"]"));
    desk.version(newName(), written(codespec + ",\"args\":[\"$$(N1_PIPE)\"]"));
  }

  private static void expands(TygerDesk desk, String arguments, String expected)
      throws IOException, InterruptedException {
    String script = "printf \"%s \" \"$@\" >$OUTPUT_PIPE";
    String more = "env: {A: '1'}\nargs: " + arguments;
    assertThat(desk.output("", run(script, "", "output", more))).isEqualTo(expected);
  }

  private static void dollars(TygerDesk desk) throws IOException, InterruptedException {
    String script = "{ echo pid=$$; echo done; } >$OUTPUT_PIPE";
    assertThat(desk.output("", run(script, "", "output"))).matches("pid=\\d+\ndone\n");
  }
}
