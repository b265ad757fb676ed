package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** {@code tyger} as people use it, with real containers, in every way in which they have it. */
class TygerTest {
  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<TygerDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForCases);
    for (OpUser user : users.all()) {
      desks.add(TygerDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<TygerDesk>(users.products(), p -> TygerDesk.of(p, desks).another())
        .add("a codespec has versions (TY-2, TY-6, TY-7, TY-8, TY-9, TY-38)", TygerTest::versions)
        .add("the guide's listings (TY-3)", TygerTest::listings)
        .add("the command line is laid over a file (TY-4, TY-5)", TygerTest::overFile)
        .add("kinds, names, images (TY-10, TY-11, TY-13, TY-15, TY-32)", TygerTest::kinds)
        .add("one codespec for many runs, or one in a run (TY-1, TY-12)", TygerTest::reused)
        .add("twelve buffers each way (TY-14)", TygerTest::manyBuffers)
        .add("entrypoints, commands, arguments (TY-16, TY-17)", TygerTest::words)
        .add("references (TY-18, TY-19, TY-20, TY-22)", TygerTest::references)
        .add("folders (TY-21)", TygerTest::folders)
        .add("pipes and their names (TY-23, TY-43, TY-44)", TygerTest::pipes)
        .add("identities (TY-24)", TygerTest::identities)
        .add("quantities (TY-25, TY-26, TY-28, TY-29, TY-47)", TygerTest::quantities)
        .add("limits are held (TY-27)", TygerTest::limits)
        .add("the size of shared memory (TY-30)", TygerTest::sharedMemory)
        .add("how many replicas (TY-31)", TygerTest::replicas)
        .add("the file with all fields (TY-33)", TygerTest::annotated)
        .add("all options (TY-34, TY-35, TY-36)", TygerTest::options)
        .add("what is shown and listed (TY-37, TY-39, TY-40, TY-42)", TygerTest::shown)
        .add("workers are refused in plain words (TY-45)", TygerTest::workers)
        .add("what is misspelt (TY-48)", TygerTest::misspelt)
        .add("hostile names", TygerTest::hostile)
        .tests();
  }

  private static String create(TygerDesk desk, String name, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("codespec", "create", name, "--image", "alpine"));
    words.addAll(List.of(more));
    return desk.ask(words.toArray(String[]::new));
  }

  private static String refusedCodespec(TygerDesk desk, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("codespec", "create", newName(), "--image", "alpine"));
    words.addAll(List.of(more));
    return desk.refused(words.toArray(String[]::new));
  }

  private static String refusedRun(TygerDesk desk, String text, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("run", "create", "-f", desk.file(text)));
    words.addAll(List.of(more));
    return desk.refused(words.toArray(String[]::new));
  }

  private static void versions(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    assertThat(create(desk, name, "--", "a")).isEqualTo("1");
    String first = desk.get("codespecs/" + name + "/versions/1").body();
    assertThat(create(desk, name, "--", "a")).isEqualTo("1");
    assertThat(create(desk, name, "--env", "MY_ENV=MY_VALUE", "--", "a")).isEqualTo("2");
    assertThat(create(desk, name, "--", "a")).isEqualTo("3");
    assertThat(value(desk.ask("codespec", "show", name), "version")).isEqualTo("3");
    assertThat(desk.get("codespecs/" + name + "/versions/1").body()).isEqualTo(first);
    String path = "codespecs/" + name + "/versions/1";
    for (String method : List.of("PUT", "DELETE", "POST")) {
      assertThat(desk.http(method, path, "{}").status()).isGreaterThanOrEqualTo(400);
    }
  }

  private static void listings(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String[] typed = {
      "--input",
      "input",
      "--output",
      "output",
      "--",
      "-i",
      "$(INPUT_PIPE)",
      "-f",
      "nut",
      "$(OUTPUT_PIPE)"
    };
    assertThat(create(desk, name, typed)).isEqualTo("1");
    String file =
        """
        name: %s
        image: alpine
        buffers: {inputs: [input], outputs: [output]}
        args: [%s, $(INPUT_PIPE), %s, nut, $(OUTPUT_PIPE)]
        """;
    String alike = desk.file(file.formatted(name, "-i", "-f"));
    assertThat(desk.ask("codespec", "create", "-f", alike)).isEqualTo("1");
    String slip = desk.file(file.formatted(name, "-y", "-f-"));
    assertThat(desk.ask("codespec", "create", "-f", slip)).isEqualTo("2");
  }

  private static void overFile(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String file = desk.file("name: " + name + "\nimage: x\nenv: {A: '1'}\n");
    assertThat(desk.ask("codespec", "create", "-f", file)).isEqualTo("1");
    String other = newName();
    assertThat(
            desk.ask(
                "codespec",
                "create",
                other,
                "-f",
                file,
                "--kind",
                "worker",
                "--image",
                "y",
                "--env",
                "B=2"))
        .isEqualTo("1");
    assertThat(desk.get("codespecs/" + other).body().replaceAll("\\s", ""))
        .contains("\"kind\":\"worker\"", "\"image\":\"y\"", "\"env\":{\"B\":\"2\"}");
    assertThat(desk.refused("codespec", "create", "-f", "nosuch.yml"))
        .contains("failed to read file nosuch.yml");
  }

  private static void kinds(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String _ = create(desk, name);
    assertThat(value(desk.ask("codespec", "show", name), "kind")).isEqualTo("job");
    assertThat(refusedCodespec(desk, "--kind", "x"))
        .contains("codespec kind must be either 'job', worker' or empty (defaults to 'job')");
    assertThat(desk.refused("codespec", "create", "--image", "x"))
        .contains("if -f|--file is not provided, a name for the codespec is required");
    assertThat(refusedCodespec(desk, "--kind", "worker", "-o", "b"))
        .contains("worker codespecs cannot have use buffers");
    assertThat(desk.refused("codespec", "create", newName())).contains("image");
    assertThat(refusedCodespec(desk, "--endpoint", "a=80"))
        .contains("job codespecs cannot have endpoints");
    for (String port : List.of("0", "70000", "x")) {
      assertThat(refusedCodespec(desk, "--kind", "worker", "--endpoint", "a=" + port))
          .contains(port);
    }
  }

  private static void reused(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String _ = create(desk, name, "-o", "output", "--command", "--", "true");
    List<String> ids = new ArrayList<>();
    ids.add(desk.ask("run", "create", "-c", name));
    ids.add(desk.ask("run", "create", "-c", name));
    ids.add(desk.create(run("true", "input", "")));
    for (String id : ids) {
      String over = desk.over(id);
      assertThat(value(over, "status")).describedAs(over).isEqualTo("Succeeded");
    }
    String made = value(desk.get("runs/" + ids.getFirst()).body(), "output");
    assertThat(value(desk.get("buffers/" + made).body(), "bufferName")).isEqualTo("output");
    assertThat(desk.refused("run", "create", "-c", name, "-b", "other=x"))
        .contains("does not correspond to a buffer parameter");
    assertThat(desk.refused("run", "create", "-c", name, "-b", "output=nosuch"))
        .contains("The buffer 'nosuch' was not found");
    assertThat(desk.refused("run", "create", "-c", name, "--version", "7"))
        .contains("The version '7' of codespec '" + name + "' was not found");
    assertThat(desk.refused("run", "create", "-c", "no-such-name"))
        .contains("The codespec 'no-such-name' was not found");
  }

  private static void manyBuffers(TygerDesk desk) throws IOException, InterruptedException {
    String inputs = names("i");
    String outputs = names("o");
    String script =
        "for n in $(seq 1 12); do eval \"cat \\$I${n}_PIPE >\\$O${n}_PIPE\" & done; wait";
    String input = desk.written("through twelve");
    String given =
        IntStream.rangeClosed(1, 12)
            .mapToObj(n -> "i" + n + ": " + input)
            .collect(Collectors.joining(", ", "buffers: {", "}"));
    String over = desk.over(desk.create(run(script, inputs, outputs, "", given)));
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Succeeded");
    assertThat(desk.read(value(over, "o12"))).isEqualTo("through twelve");
  }

  private static String names(String letter) {
    return IntStream.rangeClosed(1, 12).mapToObj(n -> letter + n).collect(Collectors.joining(", "));
  }

  /** The log of a run of an image whose entrypoint is echo, and whose command says something. */
  private static String log(TygerDesk desk, String image, String codespec)
      throws IOException, InterruptedException {
    String text = "job:\n  codespec:\n    image: " + image + "\n" + codespec.indent(4);
    String id = desk.create(text);
    String over = desk.over(id);
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Succeeded");
    return desk.get("runs/" + id + "/logs").body();
  }

  private static void words(TygerDesk desk) throws IOException, InterruptedException {
    assertThat(log(desk, "e", "args: [a]")).isEqualTo("a\n");
    assertThat(log(desk, "ec", "")).isEqualTo("echo This is from CMD\n");
    assertThat(log(desk, "ec", "args: [b]")).isEqualTo("b\n");
    assertThat(log(desk, "ec", "command: [/bin/echo, hi]")).isEqualTo("hi\n");
    assertThat(log(desk, "ec", "command: [/bin/echo, $HOME]")).isEqualTo("$HOME\n");
    String over = desk.over(desk.create("job:\n  codespec:\n    image: neither\n"));
    assertThat(value(over, "status")).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).isNotEmpty();
  }

  private static void references(TygerDesk desk) throws IOException, InterruptedException {
    String codespec =
        """
        env: {A: '1', B: "$(A)2", C: "$(D)", D: x}
        command: [/bin/echo]
        args: ['x$(A)y', '$(MISSING)', '$$(A)', '$$x', '$(B)', '$(C)', '$(PATH)']
        """;
    assertThat(log(desk, "alpine", codespec))
        .startsWith("x1y $(MISSING) $(A) $$x 12 $(D) /usr/local/sbin:");
  }

  private static void folders(TygerDesk desk) throws IOException, InterruptedException {
    assertThat(log(desk, "alpine", "command: [pwd]")).isEqualTo("/\n");
    assertThat(log(desk, "alpine", "command: [pwd]\nworkingDir: /bin")).isEqualTo("/bin\n");
    String over = desk.over(desk.create(run("pwd", "", "", "workingDir: /no/such")));
    assertThat(value(over, "status")).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).contains("/no/such");
  }

  private static void pipes(TygerDesk desk) throws IOException, InterruptedException {
    String script =
        "test -p $INPUT_PIPE && test -p $OUTPUT_PIPE && test $F = $INPUT_PIPE && test $1 = $F"
            + " && tr '\\0' '\\n' </proc/$$/environ | grep -q ^MY-IN_PIPE= && cat $F >$OUTPUT_PIPE";
    String more = "env: {F: $(INPUT_PIPE)}\nargs: [$(INPUT_PIPE)]";
    String mine = desk.written("");
    assertThat(
            desk.output(
                "bytes", run(script, "input, my-in", "output", more), "-b", "my-in=" + mine))
        .isEqualTo("bytes");
  }

  private static void identities(TygerDesk desk) throws IOException, InterruptedException {
    String text = run("true", "", "", "identity: x");
    assertThat(refusedRun(desk, text)).contains("Identity 'x' is not supported.");
    Path file = desk.user().folders().resolve("config/tyger.yaml");
    Files.writeString(file, "compute: {identities: {me: {env: {KEY: of-me}}}}\n");
    try {
      assertThat(refusedRun(desk, text)).contains("Unknown identity 'x'. Valid options are: 'me'.");
      assertThat(desk.output("", run("echo $KEY >$OUTPUT_PIPE", "", "output", "identity: me")))
          .isEqualTo("of-me\n");
    } finally {
      Files.delete(file);
    }
  }

  private static void quantities(TygerDesk desk) throws IOException, InterruptedException {
    for (String good : List.of("0.5", "500m", "1G", "1Gi", "1e3", "128974848000m")) {
      assertThat(create(desk, newName(), "--memory-limit", good)).isEqualTo("1");
    }
    for (String bad : List.of("1 G", "-1", "x", "")) {
      assertThat(refusedCodespec(desk, "--memory-limit=" + bad))
          .contains("memory limit value is invalid");
    }
    assertThat(refusedCodespec(desk, "--cpu-request", "2", "--cpu-limit", "1"))
        .contains("2", "1", "cpu request");
    assertThat(refusedCodespec(desk, "--gpu", "0.5"))
        .contains("The gpu quantity '500m' is not a whole number of GPUs");
    String file = desk.file("image: x\nresources: {requests: {cpu: 1}, gpu: 1}\n");
    assertThat(desk.ask("codespec", "create", newName(), "-f", file)).isEqualTo("1");
    assertThat(refusedRun(desk, run("true", "", "", "resources: {requests: {cpu: 10000}}")))
        .contains("10000");
    assertThat(refusedRun(desk, run("true", "", "", "resources: {gpu: 1}")))
        .contains("1 graphics processors, and the machine has 0");
  }

  private static void limits(TygerDesk desk) throws IOException, InterruptedException {
    String memory = "resources: {limits: {memory: 64M}}";
    String text = run("head -c 200000000 /dev/zero | tail -c 190000000 >/dev/null", "", "", memory);
    if (!desk.limited()) {
      assertThat(refusedRun(desk, text)).contains("cannot be enforced");
    }
    Needs.need("limits", desk.limited(), "give this user control groups: `waybill doctor`");
    String over = desk.over(desk.create(text));
    assertThat(value(over, "status")).describedAs(over).isEqualTo("Failed");
    assertThat(value(over, "statusReason")).contains("memory", "64M");
    String cpu = "resources: {limits: {cpu: 500m}}";
    String id = desk.create(run("timeout 1 sh -c \"while :; do :; done\"; times", "", "", cpu));
    String _ = desk.over(id);
    String times = desk.get("runs/" + id + "/logs").body();
    String used =
        times
            .lines()
            .filter(line -> line.startsWith("0m"))
            .toList()
            .getLast()
            .replaceAll("0m([0-9.]+)s.*", "$1");
    assertThat(Double.parseDouble(used)).describedAs(times).isLessThan(0.7);
  }

  private static void sharedMemory(TygerDesk desk) throws IOException, InterruptedException {
    String size = "command: [sh, -c, 'df -k /dev/shm | tail -n 1']";
    assertThat(log(desk, "alpine", size)).contains(" 65536 ");
    assertThat(log(desk, "alpine", size + "\nresources: {shm: 1Gi}")).contains(" 1048576 ");
  }

  private static void replicas(TygerDesk desk) throws IOException, InterruptedException {
    assertThat(refusedRun(desk, run("true", "", "", "maxReplicas: 1"), "-r", "2"))
        .contains("maxReplicas");
    String over = desk.over(desk.create(run("true", "", ""), "-r", "2"));
    assertThat(value(over, "status")).isEqualTo("Succeeded");
    assertThat(refusedCodespec(desk, "--max-replicas", "x"))
        .contains("max-replicas must be an integer, got x");
  }

  private static void annotated(TygerDesk desk) throws IOException, InterruptedException {
    String all =
        """
        kind: job
        name: %s
        buffers:
          inputs: [input]
          outputs: [output]
        image: quay.io/linuxserver.io/ffmpeg
        command: [cmd]
        args: [a, b]
        workingDir: /some/path
        env: {MY_VAR: myValue}
        identity: my-identity
        resources:
          requests: {cpu: 1, memory: 1G}
          limits: {cpu: 2, memory: 2G}
          gpu: 1
          shm: 1Gi
        maxReplicas: 1
        """
            .formatted(newName());
    assertThat(
            desk.refused("codespec", "create", "-f", desk.file(all + "endpoints: {api: 8080}\n")))
        .contains("job codespecs cannot have endpoints");
    assertThat(desk.ask("codespec", "create", "-f", desk.file(all))).isEqualTo("1");
    String shown =
        desk.get("codespecs/" + value(all.replace("name: ", "\"name\": "), "name")).body();
    for (String line : all.lines().toList()) {
      assertThat(shown).contains("\"" + line.strip().replaceAll(":.*", "") + "\"");
    }
  }

  private static void options(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String _ =
        create(
            desk,
            name,
            "--input",
            "a",
            "--input",
            "b",
            "--output",
            "c",
            "--env",
            "A=1,2",
            "--env",
            "B=2",
            "--identity",
            "i",
            "--gpu",
            "1",
            "--cpu-request",
            "1",
            "--memory-request",
            "1G",
            "--cpu-limit",
            "2",
            "--memory-limit",
            "2G",
            "--max-replicas",
            "3",
            "--command",
            "--",
            "sh",
            "-c",
            "x");
    assertThat(desk.get("codespecs/" + name).body().replaceAll("\\s", ""))
        .contains("\"inputs\":[\"a\",\"b\"]", "\"outputs\":[\"c\"]", "\"A\":\"1,2\"")
        .contains("\"identity\":\"i\"", "\"command\":[\"sh\",\"-c\",\"x\"]", "\"maxReplicas\":3")
        .contains("\"requests\":{\"cpu\":\"1\",\"memory\":\"1G\"}", "\"gpu\":\"1\"")
        .contains("\"limits\":{\"cpu\":\"2\",\"memory\":\"2G\"}")
        .doesNotContain("\"args\"");
    String worker = newName();
    String _ =
        create(
            desk,
            worker,
            "--kind",
            "worker",
            "--endpoint",
            "x=80",
            "--endpoint",
            "y=81",
            "--",
            "arg");
    assertThat(desk.get("codespecs/" + worker).body().replaceAll("\\s", ""))
        .contains("\"endpoints\":{\"x\":80,\"y\":81}", "\"args\":[\"arg\"]");
    assertThat(refusedCodespec(desk, "--nosuch")).contains("--nosuch");
  }

  private static void shown(TygerDesk desk) throws IOException, InterruptedException {
    String prefix = newName();
    for (String name : List.of("_b", "-a", ".c", "xb")) {
      String _ = create(desk, prefix + name, "--", "1");
    }
    String _ = create(desk, prefix + "-a", "--", "2");
    String name = prefix + "-a";
    assertThat(desk.ask("codespec", "show", name, "-v", "1"))
        .isEqualTo(desk.ask("codespec", "show", name, "--version", "1"))
        .contains("\"version\": 1");
    assertThat(desk.refused("codespec", "show", name, "-v", "9"))
        .contains("NotFound: The resource was not found");
    String list = desk.ask("codespec", "list", "--prefix", prefix);
    assertThat(
            list.lines()
                .filter(line -> line.contains("\"name\""))
                .map(line -> value(line, "name").substring(prefix.length())))
        .containsExactly("-a", ".c", "_b", "xb");
    assertThat(desk.ask("codespec", "list", "--prefix", prefix + "_")).doesNotContain("xb");
    assertThat(desk.ask("codespec", "list", "--prefix", prefix.toUpperCase(Locale.ROOT)))
        .isEqualTo("[]");
  }

  private static void workers(TygerDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String _ = create(desk, name, "--kind", "worker");
    assertThat(refusedRun(desk, run("true", "", ""), "--worker-codespec", name))
        .contains("Runs with workers are only supported on Kubernetes");
    assertThat(desk.refused("run", "create", "-c", name)).contains("worker", "job");
  }

  private static void misspelt(TygerDesk desk) throws IOException, InterruptedException {
    String file = desk.file("name: n\nimgae: x\n");
    assertThat(desk.refused("codespec", "create", "-f", file))
        .contains("failed to parse file " + file, "imgae");
    assertThat(refusedRun(desk, run("true", "", "", "", "", "timeout: 5"))).contains("timeout");
  }

  private static void hostile(TygerDesk desk) throws IOException, InterruptedException {
    for (String name : List.of("../x", "a/b", "a%2Fb", "\u001b[31mred", "ä", "a\nb")) {
      assertThat(desk.refused("codespec", "create", name, "--image", "x"))
          .contains("codespec names must contain only")
          .doesNotContain("\u001b");
    }
    String red = "\u001b[31m/../x";
    assertThat(desk.refused("buffer", "show", red)).doesNotContain("\u001b");
    assertThat(desk.refused("run", "show", red)).doesNotContain("\u001b");
    String id = desk.written("secret");
    for (String blob : List.of("../../access.key", "%2e%2e/x", "00/../00/000", "/etc/passwd")) {
      assertThat(desk.raw("GET", desk.access(id, blob), "").status())
          .describedAs(blob)
          .isBetween(400, 404);
    }
    assertThat(refusedRun(desk, run("true", "", ""), "--tag", "a b=1"))
        .contains("Tag keys must contain");
    Ending ending = desk.exec("", run("printf '\\033[31mred\\n'; exit 1", "", ""), "--logs");
    assertThat(ending.how()).isEqualTo("exit 1");
  }
}
