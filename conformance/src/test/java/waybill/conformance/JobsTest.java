package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code bacalhau} as people use it, with real containers, in every way in which they have it. */
class JobsTest {
  private static final String LIMITS = "    Resources: {CPU: \"0.1\", Memory: 100MB}\n";
  private static final Pattern PROCESS = Pattern.compile("\"process\":(\\d+)");

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;

  /** Products whose user has no control groups here. */
  private static final Set<String> unlimitedProducts = new HashSet<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
    for (Product product : users.products()) {
      if (desk(product)
          .run(job(name(), "true"), "--dry-run")
          .stderr()
          .contains("cannot be enforced")) {
        unlimitedProducts.add(product.name());
      }
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<Desk>(users.products(), JobsTest::desk)
        .add("a job that succeeds", JobsTest::succeeds)
        .add("a job that fails ends as its program did", JobsTest::fails)
        .add("replicas know which one they are", JobsTest::replicas)
        .add("some replicas fail", JobsTest::partly)
        .add("tasks run in order and the first failure is the last", JobsTest::inOrder)
        .add("the same name is the next version", JobsTest::versions)
        .add("a job that is stopped", JobsTest::stopped)
        .add("a service is restarted and stopped", JobsTest::service)
        .add("a service survives the agent", JobsTest::survives)
        .add("a batch job whose agent is killed is tried again", JobsTest::triedAgain)
        .add("timeouts have the words of the language", JobsTest::timeouts)
        .add("tries grow farther apart and end", JobsTest::retries)
        .add("memory is bounded and it is said", JobsTest::memory)
        .add("the disk is bounded", JobsTest::disk)
        .add("limits that cannot be had are refused with the reason", JobsTest::unlimited)
        .add("more than the machine has", JobsTest::tooMuch)
        .add("what cannot run is refused before it is tried", JobsTest::refused)
        .add("inputs are where they were asked for", JobsTest::inputs)
        .add("values reach the program unchanged", JobsTest::environment)
        .add("templates are filled in", JobsTest::templates)
        .add("without a network there is none", JobsTest::network)
        .add("higher priority goes first", JobsTest::priority)
        .add("lists and shapes for programs", JobsTest::lists)
        .add("waybill's own verbs know jobs", JobsTest::ownVerbs)
        .add("hostile names are shown and not obeyed", JobsTest::hostile)
        .tests();
  }

  /** Where somebody has a folder with jobs. */
  private record Desk(OpUser user, Path folder) {

    Ending job(String... arguments) throws IOException, InterruptedException {
      return user.waybill(folder, words("job", arguments));
    }

    private static String[] words(String group, String... arguments) {
      var words = new ArrayList<>(List.of("bacalhau", group));
      words.addAll(List.of(arguments));
      return words.toArray(String[]::new);
    }

    /**
     * A job's file; each call a name that no other has. An ordinary user may have no control groups
     * here, so that what asks for limits is refused; then they are left out.
     */
    String write(String text) throws IOException {
      Path file = Files.createTempFile(folder, "job", ".yaml");
      Files.writeString(file, isLimited() ? text : text.replace(LIMITS, ""));
      user.product().user().own(folder);
      return file.getFileName().toString();
    }

    boolean isLimited() {
      return !unlimitedProducts.contains(user.product().name());
    }

    /** Submits a job and does not wait. */
    String submit(String text) throws IOException, InterruptedException {
      Ending ending = job("run", "--wait=false", write(text));
      assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
      return ending.stdout().strip();
    }

    Ending run(String text, String... options) throws IOException, InterruptedException {
      var words = new ArrayList<>(List.of("run"));
      words.addAll(List.of(options));
      words.add(write(text));
      return job(words.toArray(String[]::new));
    }

    void await(String id, String part) throws IOException, InterruptedException {
      awaitThat(part, () -> job("describe", id, "--output", "json").stdout().contains(part));
    }
  }

  private static Desk desk(Product product) throws IOException {
    return new Desk(users.of(product), users.of(product).project(Map.of()));
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void awaitThat(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).describedAs("not within 60 s: " + what).isLessThan(deadline);
    }
  }

  /** A job with one task that runs a script. */
  private static String job(String name, String script, String... more) {
    return """
    Name: %s
    %s
    Tasks:
      - Name: main
        Engine:
          Type: docker
          Params:
            Image: alpine
            Entrypoint: [sh, -c]
            Parameters: ['%s']
        Resources: {CPU: "0.1", Memory: 100MB}
    """
            .formatted(name, more.length > 0 ? more[0] : "Type: batch", script.replace("'", "''"))
        + (more.length > 1 ? more[1].indent(4) : "");
  }

  private static String name() {
    return "j" + Long.toHexString(System.nanoTime());
  }

  private static void succeeds(Desk desk) throws IOException, InterruptedException {
    Ending ending = desk.run(job(name(), "echo hello; echo there >&2"), "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("hello\n");
    String id = desk.submit(job(name(), "echo later"));
    desk.await(id, "Completed");
    assertThat(desk.job("logs", id).stdout()).contains("later\n");
    String start = id.substring(0, 10);
    assertThat(desk.job("describe", start).stdout()).contains(id, "Completed", "later");
    assertThat(desk.job("history", id).stdout()).contains("Job submitted");
  }

  private static void fails(Desk desk) throws IOException, InterruptedException {
    String name = name();
    Ending ending = desk.run(job(name, "echo last words; exit 19"));
    assertThat(ending.how()).isEqualTo("exit 19");
    assertThat(ending.stderr()).contains("Error: ", "19");
    assertThat(desk.job("describe", name).stdout()).contains("Failed", "last words");
    assertThat(desk.job("executions", name, "--output", "json").stdout())
        .describedAs("a program's own failure is not repeated")
        .containsOnlyOnce("\"ExitCode\":19");
  }

  private static void replicas(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String script = "echo p$BACALHAU_PARTITION_INDEX/$BACALHAU_PARTITION_COUNT";
    Ending ending = desk.run(job(name, script, "Type: batch\nCount: 3"));
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("p0/3", "p1/3", "p2/3");
  }

  private static void partly(Desk desk) throws IOException, InterruptedException {
    String script = "echo p; [ $BACALHAU_PARTITION_INDEX != 2 ]";
    Ending ending = desk.run(job(name(), script, "Type: batch\nCount: 5"));
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr()).contains("4 of 5 completed");
  }

  private static void inOrder(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String task =
        """
          - Name: %s
            Engine: {Type: docker, Params: {Image: alpine, Entrypoint: [sh, -c], Parameters: ['%s']}}
            Resources: {CPU: "0.1", Memory: 100MB}
        """;
    String tasks =
        task.formatted("one", "echo first")
            + task.formatted("two", "echo second; exit 3")
            + task.formatted("three", "echo third");
    Ending ending = desk.run("Name: " + name + "\nType: batch\nTasks:\n" + tasks);
    assertThat(ending.how()).isEqualTo("exit 3");
    assertThat(ending.stderr()).contains("two");
    String logs = desk.job("logs", name).stdout();
    assertThat(logs.indexOf("first")).isLessThan(logs.indexOf("second")).isNotNegative();
    assertThat(logs).doesNotContain("third");
  }

  private static void versions(Desk desk) throws IOException, InterruptedException {
    String name = name();
    assertThat(desk.run(job(name, "echo world1")).how()).isEqualTo("exit 0");
    Ending same = desk.run(job(name, "echo world1"));
    assertThat(same.how()).isEqualTo("exit 1");
    assertThat(same.stderr())
        .contains("no changes detected for new job spec. Job Name: '" + name + "'")
        .contains("Use the --force flag to override this warning");
    Ending dry = desk.run(job(name, "echo world2"), "--dry-run");
    assertThat(dry.stdout()).contains("world1", "world2");
    assertThat(desk.job("versions", name, "--output", "json").stdout()).doesNotContain("world2");
    assertThat(desk.run(job(name, "echo world2")).how()).isEqualTo("exit 0");
    assertThat(desk.job("describe", name).stdout()).contains("world2").doesNotContain("world1");
    assertThat(desk.job("describe", name, "--version", "1").stdout()).contains("world1");
    assertThat(desk.job("rerun", name, "--version", "1").how()).isEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("world1");
    assertThat(desk.job("rerun", "nothing-like-it").stderr()).contains("job not found");
  }

  private static void stopped(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String id = desk.submit(job(name, "echo up; sleep 1000; : " + name));
    awaitThat("it runs", () -> runs(name));
    Ending stop = desk.job("stop", id);
    assertThat(stop.how()).describedAs(stop.stderr()).isEqualTo("exit 0");
    awaitThat("nothing of it runs", () -> !runs(name));
    desk.await(id, "Stopped");
    assertThat(desk.job("logs", id).stdout()).describedAs("output is kept").contains("up");
    assertThat(desk.job("stop", id).how()).describedAs("it is what was wanted").isEqualTo("exit 0");
    Ending over = desk.run(job(name, "true"), "--id-only", "--wait");
    Ending tooLate = desk.job("stop", over.stdout().strip());
    assertThat(tooLate.stdout() + tooLate.stderr())
        .contains("Job is already in a terminal state.", "The current state is: Completed");
    assertThat(tooLate.how()).isEqualTo("exit 1");
  }

  private static boolean runs(String mark) {
    return ProcessHandle.allProcesses()
        .anyMatch(p -> p.info().commandLine().orElse("").contains(": " + mark));
  }

  private static void service(Desk desk) throws IOException, InterruptedException {
    String name = name();
    Ending up = desk.run(job(name, "sleep 1; exit 0", "Type: service\nCount: 2"));
    assertThat(up.how()).describedAs(up.stderr()).isEqualTo("exit 0");
    desk.await(name, "\"Version\":1");
    awaitThat(
        "a replica was restarted",
        () -> desk.job("executions", name, "--output", "json").stdout().split("\"e-").length > 3);
    assertThat(desk.job("stop", name).how()).isEqualTo("exit 0");
    desk.await(name, "Stopped");
  }

  private static void survives(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String text = job(name, "echo up; sleep 1000; : " + name, "Type: service");
    assertThat(desk.run(text).how()).isEqualTo("exit 0");
    killAgent(desk);
    awaitThat("its tasks die with it", () -> !runs(name));
    desk.await(name, "\"Running\"");
    awaitThat("it runs again", () -> runs(name));
    assertThat(desk.job("history", name).stdout()).contains("the agent");
    assertThat(desk.job("stop", name).how()).isEqualTo("exit 0");
    awaitThat("it is stopped", () -> !runs(name));
  }

  private static void triedAgain(Desk desk) throws IOException, InterruptedException {
    Path mark = desk.folder().resolve("mark");
    Files.writeString(mark, "");
    desk.user().product().user().own(desk.folder());
    String name = name();
    String id =
        desk.submit(
            job(
                name,
                "if [ -s /mark ]; then echo second; else echo x >/mark; sleep 1000; : "
                    + name
                    + "; fi",
                "Type: batch",
                "InputSources: [{Target: /mark, Source: {Type: local, Params: {SourcePath: "
                    + mark
                    + ", ReadWrite: true}}}]"));
    awaitThat("it runs", () -> runs(name));
    killAgent(desk);
    desk.await(id, "\"Completed\"");
    assertThat(desk.job("logs", id).stdout()).contains("second");
  }

  private static void killAgent(Desk desk) throws IOException, InterruptedException {
    String said =
        desk.user().waybill(desk.folder(), "agent", "status", "--output", "json").stdout();
    Matcher process = PROCESS.matcher(said);
    assertThat(process.find()).describedAs(said).isTrue();
    ProcessHandle agent = ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
    assertThat(agent.destroyForcibly()).isTrue();
    awaitThat("the agent is gone", () -> !agent.isAlive());
  }

  private static void timeouts(Desk desk) throws IOException, InterruptedException {
    for (String timeout : List.of("ExecutionTimeout", "TotalTimeout")) {
      String limit = "Timeouts: {" + timeout + ": 1}";
      Ending ending = desk.run(job(name(), "echo begun; sleep 100", "Type: batch", limit));
      assertThat(ending.stderr().lines().filter(line -> line.startsWith("Error:")).findFirst())
          .contains("Error: job exceeded " + timeout);
      assertThat(ending.how()).isEqualTo("exit 1");
    }
  }

  private static void retries(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String handling =
        "Type: batch\nErrorHandling: {MaxAttempts: 3, OnFailure: retry, BackoffStrategy: exponential}";
    Ending ending = desk.run(job(name, "exit 4", handling));
    assertThat(ending.how()).isEqualTo("exit 4");
    assertThat(desk.job("executions", name, "--output", "json").stdout().split("\"e-"))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private static void memory(Desk desk) throws IOException, InterruptedException {
    if (!desk.isLimited()) {
      return;
    }
    String name = name();
    String text = job(name, "echo before; tail /dev/zero").replace("100MB", "16MB");
    Ending ending = desk.run(text);
    assertThat(ending.stderr()).contains("memory");
    assertThat(ending.how()).isNotEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("before");
  }

  private static void disk(Desk desk) throws IOException, InterruptedException {
    if (!desk.isLimited()) {
      return;
    }
    String text =
        job(name(), "dd if=/dev/zero of=/big bs=1000000 count=20 || exit 7")
            .replace("Memory: 100MB", "Memory: 100MB, Disk: 10MB");
    Ending ending = desk.run(text, "--follow");
    assertThat(ending.how()).isEqualTo("exit 7");
    assertThat(ending.stdout() + ending.stderr()).contains("No space left on device", "Disk");
  }

  private static void unlimited(Desk desk) throws IOException, InterruptedException {
    if (desk.isLimited()) {
      return;
    }
    String text = job(name(), "true").replace("0.1", "0.2");
    Ending ending = desk.run(text);
    if (!ending.how().equals("exit 0")) {
      assertThat(ending.stderr())
          .contains("Error: CPU and Memory cannot be enforced: you have no control groups")
          .contains("waybill doctor");
    }
  }

  private static void tooMuch(Desk desk) throws IOException, InterruptedException {
    if (!desk.isLimited()) {
      return;
    }
    String processors = job(name(), "true").replace("\"0.1\"", "\"128\"");
    for (String option : List.of("--dry-run", "--force")) {
      Ending ending = desk.run(processors, option);
      assertThat(ending.stderr())
          .contains("Error: insufficient resources: CPU request exceeds node capacity");
      assertThat(ending.how()).isEqualTo("exit 1");
    }
    String memory = job(name(), "true").replace("100MB", "100TB");
    assertThat(desk.run(memory).stderr())
        .contains("insufficient resources: Memory request exceeds node capacity");
    String gpu = job(name(), "true").replace("Memory: 100MB", "Memory: 100MB, GPU: \"100\"");
    assertThat(desk.run(gpu).stderr())
        .contains("insufficient resources: GPU request exceeds node capacity");
  }

  private static void refused(Desk desk) throws IOException, InterruptedException {
    String job = job(name(), "true");
    Map<String, String> wrong =
        Map.of(
            job.replace("Image: alpine", "Image: no-such-image"),
            "no-such-image",
            job.replace("Entrypoint: [", "WorkingDirectory: /nope\n        Entrypoint: ["),
            "WorkingDirectory /nope does not exist in image",
            job.replace("Type: docker", "Type: vroomvroom"),
            "docker",
            job + "    Network: {Type: http, Domains: [example.com]}\n",
            "http",
            job + "    Publisher: {Type: ipfs}\n",
            "ipfs",
            job + "    Env: {X: 'env:HOME'}\n",
            "is not in allowed patterns",
            job + "    Resouces: {CPU: 1}\n",
            "Resources",
            job.replace("Type: batch", "Type: cron"),
            "invalid job type: \"cron\"",
            job.substring(0, job.indexOf("Tasks:")),
            "missing job tasks",
            "",
            "no content provided");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Ending ending = desk.run(each.getKey(), "--dry-run");
      assertThat(ending.stderr()).describedAs(each.getKey()).contains(each.getValue());
      assertThat(ending.how()).describedAs(each.getKey()).isEqualTo("exit 1");
    }
    Ending several =
        desk.job(
            "validate", desk.write(job.replace("Type: batch", "Type: cron\nCount: 0\nFoo: 1")));
    assertThat(several.stderr()).contains("cron", "Count", "Foo");
    assertThat(desk.job("validate", desk.write(job)).stdout()).isEqualTo("OK\n");
    Ending top = desk.user().waybill(desk.folder(), "bacalhau", "validate", desk.write(job));
    assertThat(top.stdout()).isEqualTo("OK\n");
  }

  private static void inputs(Desk desk) throws IOException, InterruptedException {
    Path file = desk.folder().resolve("fruit.txt");
    Files.writeString(file, "kiwi is delicious\nlime is sour\n");
    desk.user().product().user().own(desk.folder());
    String sources =
        """
        InputSources:
          - Source: {Type: local, Params: {SourcePath: %s}}
            Target: /data/file.txt
          - Source: {Type: inline, Params: {Content: "#!/bin/sh\\necho \\"ü $PATH\\"\\n"}}
            Target: /in/a/script
          - Source: {Type: inline, Params: {URL: "data:text/plain;base64,aGVsbG8="}}
            Target: /in/b
        """
            .formatted(file);
    String script = "grep kiwi /data/file.txt; cat /in/a/script; cat /in/b; echo >/data/file.txt";
    Ending ending = desk.run(job(name(), script, "Type: batch", sources), "--follow");
    assertThat(ending.stdout())
        .describedAs(ending.stderr())
        .contains("kiwi is delicious\n")
        .contains("#!/bin/sh\necho \"ü $PATH\"\nhello");
    assertThat(file).content().contains("lime");
    String missing = sources.replace("fruit.txt", "gone.txt");
    assertThat(desk.run(job(name(), "true", "Type: batch", missing), "--dry-run").stderr())
        .contains("gone.txt");
  }

  private static void environment(Desk desk) throws IOException, InterruptedException {
    String more = "Env: {A: 'a b \"c\" $HOME ü', B: task}";
    String text =
        job(name(), "printf \"%s|%s|%s\" \"$A\" \"$B\" \"$BACALHAU_JOB_TYPE\"", "Type: batch", more)
            .replace("Image: alpine", "Image: alpine\n        EnvironmentVariables: {B: engine}");
    Ending ending = desk.run(text, "--follow");
    assertThat(ending.stdout())
        .describedAs(ending.stderr())
        .contains("a b \"c\" $HOME ü|engine|batch");
  }

  private static void templates(Desk desk) throws IOException, InterruptedException {
    String text = job(name(), "echo {{.greeting}} {{ or .who \"you\" }}");
    Ending missing = desk.run(text);
    assertThat(missing.how()).isEqualTo("exit 1");
    assertThat(missing.stderr()).contains("greeting");
    Ending filled = desk.run(text, "-V", "greeting=hi", "-V", "who=ann", "--follow");
    assertThat(filled.stdout()).describedAs(filled.stderr()).contains("hi ann\n");
  }

  private static void network(Desk desk) throws IOException, InterruptedException {
    String script = "grep -v Inter- /proc/net/dev | grep -vc face; ip link show lo | grep -c ,UP";
    Ending none = desk.run(job(name(), script + "; true"), "--follow");
    assertThat(none.stdout()).describedAs(none.stderr()).contains("1\n0\n");
    Ending loopback =
        desk.run(
            job(name(), script, "Type: batch", "Network: {Type: none, AllowLoopback: true}"),
            "--follow");
    assertThat(loopback.stdout()).describedAs(loopback.stderr()).contains("1\n1\n");
    assertThat(loopback.how()).isEqualTo("exit 0");
  }

  private static void priority(Desk desk) throws IOException, InterruptedException {
    if (!desk.isLimited()) {
      return;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    String name = name();
    String all = "\"" + processors + "\"";
    String blocker = desk.submit(job(name, "sleep 1000; : " + name).replace("\"0.1\"", all));
    awaitThat("it runs", () -> runs(name));
    String low =
        desk.submit(job(name(), "true", "Type: batch\nPriority: 1").replace("\"0.1\"", all));
    String high =
        desk.submit(job(name(), "true", "Type: batch\nPriority: 90").replace("\"0.1\"", all));
    assertThat(desk.job("describe", low, "--output", "json").stdout()).contains("Queued");
    assertThat(desk.job("stop", blocker).how()).isEqualTo("exit 0");
    desk.await(low, "\"Completed\"");
    desk.await(high, "\"Completed\"");
    String runs = desk.user().waybill(desk.folder(), "ps", "-a", "--output", "json").stdout();
    assertThat(runs).contains("\"kind\":\"job\"");
  }

  private static void lists(Desk desk) throws IOException, InterruptedException {
    String name = name();
    assertThat(desk.run(job(name, "echo x", "Type: batch\nLabels: {team: red}")).how())
        .isEqualTo("exit 0");
    assertThat(desk.job("list", "--labels", "team=red").stdout()).contains(name);
    assertThat(desk.job("list", "--labels", "team=blue").stdout()).doesNotContain(name);
    assertThat(desk.job("list", "--output", "json", "--limit", "1").stdout()).startsWith("[");
    assertThat(desk.job("list", "--order-by", "id").stderr()).contains("id");
    assertThat(desk.job("describe", name, "--output", "yaml").stdout()).contains("Name: " + name);
    assertThat(desk.job("inspect", name, "--resources").stdout()).contains("CPU", "MEMORY", "PEAK");
    assertThat(desk.job("describe", name, "--events").stdout()).contains("Job submitted");
    Ending nodes =
        desk.user().waybill(desk.folder(), "bacalhau", "node", "list", "--show", "labels");
    assertThat(nodes.stdout()).contains("Architecture");
    Ending docker =
        desk.user()
            .waybill(desk.folder(), "bacalhau", "docker", "run", "-f", "alpine", "echo", "hi");
    assertThat(docker.stdout()).describedAs(docker.stderr()).contains("hi\n");
    assertThat(desk.user().waybill(desk.folder(), "bacalhau", "--help").stdout()).contains("job");
    assertThat(desk.user().waybill(desk.folder(), "bacalhau", "lst").how()).isEqualTo("exit 1");
  }

  private static void ownVerbs(Desk desk) throws IOException, InterruptedException {
    String name = name();
    String file = desk.write(job(name, "echo out"));
    Ending run = desk.user().waybill(desk.folder(), "run", file);
    assertThat(run.how()).describedAs(run.stderr()).isEqualTo("exit 0");
    assertThat(desk.user().waybill(desk.folder(), "show", "@last").stdout()).contains(name);
    assertThat(desk.user().waybill(desk.folder(), "logs", "@last").stdout()).contains("out");
    assertThat(desk.user().waybill(desk.folder(), "validate", file).how()).isEqualTo("exit 0");
    assertThat(desk.user().waybill(desk.folder(), "explain", file).stdout()).contains("alpine");
    assertThat(desk.user().waybill(desk.folder(), "schema", "bacalhau").stdout())
        .contains("\"ExecutionTimeout\"");
    String sleeper = name();
    String id = desk.submit(job(sleeper, "sleep 1000; : " + sleeper));
    awaitThat("it runs", () -> runs(sleeper));
    assertThat(desk.user().waybill(desk.folder(), "cancel", "@running").how()).isEqualTo("exit 0");
    awaitThat("it is gone", () -> !runs(sleeper));
    desk.await(id, "Stopped");
  }

  private static void hostile(Desk desk) throws IOException, InterruptedException {
    String text = job("\"a\\u001b[31m ../../x\"", "true");
    Ending ending = desk.run(text);
    assertThat(ending.stderr() + ending.stdout()).doesNotContain("\u001b[31m", "at waybill.");
    assertThat(desk.run(text, "--strict").how()).isEqualTo("exit 1");
    assertThat(desk.job("list").stdout()).doesNotContain("\u001b[31m");
  }
}
