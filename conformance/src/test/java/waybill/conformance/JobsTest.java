package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;
import static waybill.conformance.JobDesk.firstError;
import static waybill.conformance.JobDesk.jobText;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.JobDesk.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

  private static final Pattern WORLD = Pattern.compile("world\\d");

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;

  private static final List<JobDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
    for (OpUser user : users.all()) {
      desks.add(JobDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<JobDesk>(users.products(), JobsTest::desk)
        .add("a job that succeeds (BA-2, BA-124)", JobsTest::succeeds)
        .add("a job that fails ends as its program did (BA-29)", JobsTest::fails)
        .add("replicas know which one they are (BA-27)", JobsTest::replicas)
        .add("some replicas fail (BA-82)", JobsTest::partly)
        .add("tasks run in order and the first failure is the last (BA-28)", JobsTest::inOrder)
        .add("the same name is the next version (BA-19)", JobsTest::versions)
        .add("two who update one job at once (BA-88)", JobsTest::updatedAtOnce)
        .add("a job that is stopped", JobsTest::stopped)
        .add("a service is restarted and stopped (BA-3)", JobsTest::service)
        .add("a service survives the agent (BA-126)", JobsTest::survives)
        .add("a batch job whose agent is killed is tried again (BA-90)", JobsTest::triedAgain)
        .add("timeouts have the words of the language (BA-103, BA-120)", JobsTest::timeouts)
        .add("tries grow farther apart and end (BA-106)", JobsTest::retries)
        .add("memory is bounded and it is said (BA-55)", JobsTest::memory)
        .add("the disk is bounded (BA-55)", JobsTest::disk)
        .add("limits that cannot be had are refused with the reason", JobsTest::unlimited)
        .add("more than the machine has (BA-54, BA-58, BA-118)", JobsTest::tooMuch)
        .add(
            "what cannot run is refused before it is tried (BA-1, BA-6, BA-25, BA-43, BA-109, BA-116, BA-117)",
            JobsTest::refused)
        .add("inputs are where they were asked for (BA-61, BA-63, BA-69, BA-72)", JobsTest::inputs)
        .add("values reach the program unchanged (BA-38, BA-42)", JobsTest::environment)
        .add("templates are filled in", JobsTest::templates)
        .add("without a network there is none (BA-8)", JobsTest::network)
        .add("a network that is forbidden here is refused (BA-115)", JobsTest::forbidden)
        .add("labels of its owner choose this machine (BA-127)", JobsTest::labels)
        .add("a job with comments needs no word of its kind (BA-57)", JobsTest::comments)
        .add("higher priority goes first (BA-22)", JobsTest::priority)
        .add("lists and shapes for programs (BA-121, BA-123, BA-127)", JobsTest::lists)
        .add("waybill's own verbs know jobs", JobsTest::ownVerbs)
        .add("hostile names are shown and not obeyed", JobsTest::hostile)
        .tests();
  }

  private static JobDesk desk(Product product) throws IOException {
    return JobDesk.of(product, desks).another();
  }

  private static void succeeds(JobDesk desk) throws IOException, InterruptedException {
    Ending ending = desk.run(jobText(newName(), "echo hello; echo there >&2"), "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("hello\n");
    String id = desk.submit(jobText(newName(), "echo later"));
    desk.await(id, "Completed");
    assertThat(desk.job("logs", id).stdout()).contains("later\n");
    String start = id.substring(0, 10);
    assertThat(desk.job("describe", start).stdout()).contains(id, "Completed", "later");
    assertThat(desk.job("history", id).stdout()).contains("Job submitted");
  }

  private static void fails(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    Ending ending = desk.run(jobText(name, "echo last words; exit 19"));
    assertThat(ending.how()).isEqualTo("exit 19");
    assertThat(ending.stderr()).contains("Error: ", "19");
    assertThat(desk.job("describe", name).stdout()).contains("Failed", "last words");
    assertThat(desk.job("executions", name, "--output", "json").stdout())
        .describedAs("a program's own failure is not repeated")
        .containsOnlyOnce("\"ExitCode\":19");
  }

  private static void replicas(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String script = "echo p$BACALHAU_PARTITION_INDEX/$BACALHAU_PARTITION_COUNT";
    Ending ending = desk.run(jobText(name, script, "Type: batch\nCount: 3"));
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("p0/3", "p1/3", "p2/3");
  }

  private static void partly(JobDesk desk) throws IOException, InterruptedException {
    String script = "echo p; [ $BACALHAU_PARTITION_INDEX != 2 ]";
    Ending ending = desk.run(jobText(newName(), script, "Type: batch\nCount: 5"));
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(ending.stderr()).contains("4 of 5 completed");
  }

  private static void inOrder(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
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

  private static void versions(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    assertThat(desk.run(jobText(name, "echo world1")).how()).isEqualTo("exit 0");
    Ending same = desk.run(jobText(name, "echo world1"));
    assertThat(same.how()).isEqualTo("exit 1");
    assertThat(same.stderr())
        .contains("no changes detected for new job spec. Job Name: '" + name + "'")
        .contains("Use the --force flag to override this warning");
    Ending dry = desk.run(jobText(name, "echo world2"), "--dry-run");
    assertThat(dry.stdout()).contains("world1", "world2");
    assertThat(desk.job("versions", name, "--output", "json").stdout()).doesNotContain("world2");
    assertThat(desk.run(jobText(name, "echo world2")).how()).isEqualTo("exit 0");
    assertThat(desk.job("describe", name).stdout()).contains("world2").doesNotContain("world1");
    assertThat(desk.job("describe", name, "--version", "1").stdout()).contains("world1");
    assertThat(desk.job("rerun", name, "--version", "1").how()).isEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("world1");
    assertThat(desk.job("rerun", "nothing-like-it").stderr()).contains("job not found");
  }

  /** Each of them gets a version, or is told that the other was faster; neither is lost. */
  private static void updatedAtOnce(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    assertThat(desk.run(jobText(name, "echo world0")).how()).isEqualTo("exit 0");
    List<JobDesk> people = List.of(desk.another(), desk.another());
    List<Process> updates = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      JobDesk person = people.get(i);
      String file = person.write(jobText(name, "echo world" + (i + 1)));
      updates.add(person.begin("job", "run", "--wait=false", file));
    }
    int versions = 1;
    for (int i = 0; i < people.size(); i++) {
      Ending ending = people.get(i).end(updates.get(i));
      if (ending.how().equals("exit 0")) {
        versions++;
      } else {
        assertThat(firstError(ending)).contains("conflict: somebody else has changed job");
      }
    }
    assertThat(versions).describedAs("somebody wins").isGreaterThan(1);
    var seen = new TreeSet<String>();
    for (int version = 1; version <= versions; version++) {
      String spec =
          desk.job("describe", name, "--version", version + "", "--output", "json").stdout();
      Matcher world = WORLD.matcher(spec);
      assertThat(world.find()).describedAs(spec).isTrue();
      seen.add(world.group());
    }
    assertThat(seen).describedAs("each version is somebody's own").hasSize(versions);
    desk.await(name, "\"Completed\"");
    assertThat(desk.job("versions", name, "--output", "json").stdout())
        .contains("\"Version\":" + versions)
        .doesNotContain("\"Version\":" + (versions + 1));
  }

  private static void stopped(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String id = desk.submit(jobText(name, "echo up; sleep 1000; : " + name));
    awaitThat("it runs", () -> runs(name));
    Ending stop = desk.job("stop", id);
    assertThat(stop.how()).describedAs(stop.stderr()).isEqualTo("exit 0");
    awaitThat("nothing of it runs", () -> !runs(name));
    desk.await(id, "Stopped");
    assertThat(desk.job("logs", id).stdout()).describedAs("output is kept").contains("up");
    assertThat(desk.job("stop", id).how()).describedAs("it is what was wanted").isEqualTo("exit 0");
    Ending over = desk.run(jobText(name, "true"), "--id-only", "--wait");
    Ending tooLate = desk.job("stop", over.stdout().strip());
    assertThat(tooLate.stdout() + tooLate.stderr())
        .contains("Job is already in a terminal state.", "The current state is: Completed");
    assertThat(tooLate.how()).isEqualTo("exit 1");
  }

  private static void service(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    Ending up = desk.run(jobText(name, "sleep 1; exit 0", "Type: service\nCount: 2"));
    assertThat(up.how()).describedAs(up.stderr()).isEqualTo("exit 0");
    desk.await(name, "\"Version\":1");
    awaitThat(
        "a replica was restarted",
        () -> desk.job("executions", name, "--output", "json").stdout().split("\"e-").length > 3);
    assertThat(desk.job("stop", name).how()).isEqualTo("exit 0");
    desk.await(name, "Stopped");
  }

  private static void survives(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String text = jobText(name, "echo up; sleep 1000; : " + name, "Type: service");
    assertThat(desk.run(text).how()).isEqualTo("exit 0");
    desk.killAgent();
    awaitThat("its tasks die with it", () -> !runs(name));
    desk.await(name, "\"Running\"");
    awaitThat("it runs again", () -> runs(name));
    assertThat(desk.job("history", name).stdout()).contains("the agent");
    assertThat(desk.job("stop", name).how()).isEqualTo("exit 0");
    awaitThat("it is stopped", () -> !runs(name));
  }

  private static void triedAgain(JobDesk desk) throws IOException, InterruptedException {
    Path mark = desk.input("mark", "");
    String name = newName();
    String id =
        desk.submit(
            jobText(
                name,
                "if [ -s /mark ]; then echo second; else echo x >/mark; sleep 1000; : "
                    + name
                    + "; fi",
                "Type: batch",
                "InputSources: [{Target: /mark, Source: {Type: local, Params: {SourcePath: "
                    + mark
                    + ", ReadWrite: true}}}]"));
    awaitThat("it runs", () -> runs(name));
    desk.killAgent();
    desk.await(id, "\"Completed\"");
    assertThat(desk.job("logs", id).stdout()).contains("second");
  }

  private static void timeouts(JobDesk desk) throws IOException, InterruptedException {
    for (String timeout : List.of("ExecutionTimeout", "TotalTimeout")) {
      String limit = "Timeouts: {" + timeout + ": 1}";
      Ending ending = desk.run(jobText(newName(), "echo begun; sleep 100", "Type: batch", limit));
      assertThat(ending.stderr().lines().filter(line -> line.startsWith("Error:")).findFirst())
          .contains("Error: job exceeded " + timeout);
      assertThat(ending.how()).isEqualTo("exit 1");
    }
  }

  private static void retries(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String handling =
        "Type: batch\nErrorHandling: {MaxAttempts: 3, OnFailure: retry, BackoffStrategy: exponential}";
    Ending ending = desk.run(jobText(name, "exit 4", handling));
    assertThat(ending.how()).isEqualTo("exit 4");
    assertThat(desk.job("executions", name, "--output", "json").stdout().split("\"e-"))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private static void memory(JobDesk desk) throws IOException, InterruptedException {
    if (!desk.limited()) {
      return;
    }
    String name = newName();
    String text = jobText(name, "echo before; tail /dev/zero").replace("100MB", "16MB");
    Ending ending = desk.run(text);
    assertThat(ending.stderr()).contains("memory");
    assertThat(ending.how()).isNotEqualTo("exit 0");
    assertThat(desk.job("logs", name).stdout()).contains("before");
  }

  private static void disk(JobDesk desk) throws IOException, InterruptedException {
    if (!desk.limited()) {
      return;
    }
    String text =
        jobText(newName(), "dd if=/dev/zero of=/big bs=1000000 count=20 || exit 7")
            .replace("Memory: 100MB", "Memory: 100MB, Disk: 10MB");
    Ending ending = desk.run(text, "--follow");
    assertThat(ending.how()).isEqualTo("exit 7");
    assertThat(ending.stdout() + ending.stderr()).contains("No space left on device", "Disk");
  }

  private static void unlimited(JobDesk desk) throws IOException, InterruptedException {
    if (desk.limited()) {
      return;
    }
    String text = jobText(newName(), "true").replace("0.1", "0.2");
    Ending ending = desk.run(text);
    if (!ending.how().equals("exit 0")) {
      assertThat(ending.stderr())
          .contains("Error: CPU and Memory cannot be enforced: you have no control groups")
          .contains("waybill doctor");
    }
  }

  private static void tooMuch(JobDesk desk) throws IOException, InterruptedException {
    if (!desk.limited()) {
      return;
    }
    String processors = jobText(newName(), "true").replace("\"0.1\"", "\"128\"");
    for (String option : List.of("--dry-run", "--force")) {
      Ending ending = desk.run(processors, option);
      assertThat(ending.stderr())
          .contains("Error: insufficient resources: CPU request exceeds node capacity");
      assertThat(ending.how()).isEqualTo("exit 1");
    }
    String memory = jobText(newName(), "true").replace("100MB", "100TB");
    assertThat(desk.run(memory).stderr())
        .contains("insufficient resources: Memory request exceeds node capacity");
    String gpu = jobText(newName(), "true").replace("Memory: 100MB", "Memory: 100MB, GPU: \"100\"");
    assertThat(desk.run(gpu).stderr())
        .contains("insufficient resources: GPU request exceeds node capacity");
  }

  private static void refused(JobDesk desk) throws IOException, InterruptedException {
    String job = jobText(newName(), "true");
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
    Ending top = desk.bacalhau("validate", desk.write(job));
    assertThat(top.stdout()).isEqualTo("OK\n");
  }

  private static void inputs(JobDesk desk) throws IOException, InterruptedException {
    Path file = desk.input("fruit.txt", "kiwi is delicious\nlime is sour\n");
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
    Ending ending = desk.run(jobText(newName(), script, "Type: batch", sources), "--follow");
    assertThat(ending.stdout())
        .describedAs(ending.stderr())
        .contains("kiwi is delicious\n")
        .contains("#!/bin/sh\necho \"ü $PATH\"\nhello");
    assertThat(file).content().contains("lime");
    String missing = sources.replace("fruit.txt", "gone.txt");
    assertThat(desk.run(jobText(newName(), "true", "Type: batch", missing), "--dry-run").stderr())
        .contains("gone.txt");
  }

  private static void environment(JobDesk desk) throws IOException, InterruptedException {
    String more = "Env: {A: 'a b \"c\" $HOME ü', B: task}";
    String text =
        jobText(
                newName(),
                "printf \"%s|%s|%s\" \"$A\" \"$B\" \"$BACALHAU_JOB_TYPE\"",
                "Type: batch",
                more)
            .replace("Image: alpine", "Image: alpine\n        EnvironmentVariables: {B: engine}");
    Ending ending = desk.run(text, "--follow");
    assertThat(ending.stdout())
        .describedAs(ending.stderr())
        .contains("a b \"c\" $HOME ü|engine|batch");
  }

  private static void templates(JobDesk desk) throws IOException, InterruptedException {
    String text = jobText(newName(), "echo {{.greeting}} {{ or .who \"you\" }}");
    Ending missing = desk.run(text);
    assertThat(missing.how()).isEqualTo("exit 1");
    assertThat(missing.stderr()).contains("greeting");
    Ending filled = desk.run(text, "-V", "greeting=hi", "-V", "who=ann", "--follow");
    assertThat(filled.stdout()).describedAs(filled.stderr()).contains("hi ann\n");
  }

  private static void network(JobDesk desk) throws IOException, InterruptedException {
    String script = "grep -v Inter- /proc/net/dev | grep -vc face; ip link show lo | grep -c ,UP";
    Ending none = desk.run(jobText(newName(), script + "; true"), "--follow");
    assertThat(none.stdout()).describedAs(none.stderr()).contains("1\n0\n");
    Ending loopback =
        desk.run(
            jobText(newName(), script, "Type: batch", "Network: {Type: none, AllowLoopback: true}"),
            "--follow");
    assertThat(loopback.stdout()).describedAs(loopback.stderr()).contains("1\n1\n");
    assertThat(loopback.how()).isEqualTo("exit 0");
  }

  private static void forbidden(JobDesk desk) throws IOException, InterruptedException {
    Path rules = desk.user().folders().resolve("config").resolve("agent.yaml");
    String text = jobText(newName(), "true", "Type: batch", "Network: {Type: full}");
    Ending before = desk.run(text);
    assertThat(before.how()).describedAs(before.stderr()).isEqualTo("exit 0");
    try {
      Files.writeString(rules, "forbid-job-network: full\n");
      desk.user().product().user().own(rules);
      String file = desk.write(text);
      for (List<String> words :
          List.of(
              List.of("validate", file),
              List.of("run", "--dry-run", file),
              List.of("run", "--force", file),
              List.of("rerun", text.substring(6, text.indexOf('\n'))))) {
        Ending ending = desk.job(words.toArray(String[]::new));
        assertThat(ending.how()).describedAs(words + ending.stderr()).isEqualTo("exit 1");
        assertThat(ending.stderr())
            .contains("the network `full` is forbidden by `forbid-job-network: full` in " + rules);
      }
      assertThat(desk.run(jobText(newName(), "true")).how()).isEqualTo("exit 0");
      Files.writeString(rules, "forbid-job-network: ful\n");
      Ending unclear = desk.job("run", "--force", file);
      assertThat(unclear.how()).isEqualTo("exit 1");
      assertThat(unclear.stderr()).contains("cannot tell whether jobs may", rules + ":1:21: ");
    } finally {
      Files.delete(rules); // the agent of the next test reads it
    }
  }

  private static void labels(JobDesk desk) throws IOException, InterruptedException {
    Path settings = desk.user().folders().resolve("config").resolve("agent.yaml");
    try {
      Files.writeString(settings, "labels: {zone: eu, gpus: \"2\"}\n");
      desk.user().product().user().own(settings);
      assertThat(desk.waybill("agent", "stop", "--force").how()).isEqualTo("exit 0");
      Ending nodes = desk.bacalhau("node", "list", "--show", "labels");
      assertThat(nodes.stdout()).describedAs(nodes.stderr()).contains("zone=eu gpus=2");
      Ending matching = desk.run(chosen("{Key: zone, Operator: \"=\", Values: [eu]}"));
      assertThat(matching.how()).describedAs(matching.stderr()).isEqualTo("exit 0");
      assertThat(desk.run(chosen("{Key: gpus, Operator: gt, Values: [\"1\"]}")).how())
          .isEqualTo("exit 0");
      Ending other = desk.run(chosen("{Key: zone, Operator: in, Values: [us, asia]}"));
      assertThat(other.how()).isEqualTo("exit 1");
      assertThat(other.stderr())
          .contains("constraint `zone in (us,asia)` is not met, its label is `eu`");

      Files.writeString(settings, "labels:\n  zone: [eu]\n");
      assertThat(desk.waybill("agent", "stop", "--force").how()).isEqualTo("exit 0");
      Ending unclear = desk.bacalhau("node", "list");
      assertThat(unclear.how()).isEqualTo("exit 125");
      assertThat(unclear.stderr()).contains("here should be the label's text", settings + ":2:9");
    } finally {
      Files.delete(settings);
      var _ = desk.waybill("agent", "stop", "--force"); // the next one has no such labels
    }
  }

  private static String chosen(String constraint) {
    return jobText(newName(), "true", "Type: batch\nConstraints: [" + constraint + "]");
  }

  private static void comments(JobDesk desk) throws IOException, InterruptedException {
    Files.writeString(
        desk.folder().resolve("job.json"),
        """
        // what people write
        {
          "Name": "%s", "Type": "batch", // once
          "Tasks": [{"Name": "main", "Engine": {"Type": "docker", "Params": {
            "Image": "alpine", "Entrypoint": ["echo"], "Parameters": ["with comments"]}}}]
        }
        """
            .formatted(newName()));
    desk.user().product().user().own(desk.folder());
    Ending ending = desk.waybill("run", "job.json", "--follow");
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(ending.stdout()).contains("with comments\n");
  }

  private static void priority(JobDesk desk) throws IOException, InterruptedException {
    if (!desk.limited()) {
      return;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    String name = newName();
    String all = "\"" + processors + "\"";
    String blocker = desk.submit(jobText(name, "sleep 1000; : " + name).replace("\"0.1\"", all));
    awaitThat("it runs", () -> runs(name));
    String low =
        desk.submit(jobText(newName(), "true", "Type: batch\nPriority: 1").replace("\"0.1\"", all));
    String high =
        desk.submit(
            jobText(newName(), "true", "Type: batch\nPriority: 90").replace("\"0.1\"", all));
    assertThat(desk.job("describe", low, "--output", "json").stdout()).contains("Queued");
    assertThat(desk.job("stop", blocker).how()).isEqualTo("exit 0");
    desk.await(low, "\"Completed\"");
    desk.await(high, "\"Completed\"");
    String runs = desk.waybill("ps", "-a", "--output", "json").stdout();
    assertThat(runs).contains("\"kind\":\"job\"");
  }

  private static void lists(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    assertThat(desk.run(jobText(name, "echo x", "Type: batch\nLabels: {team: red}")).how())
        .isEqualTo("exit 0");
    assertThat(desk.job("list", "--labels", "team=red").stdout()).contains(name);
    assertThat(desk.job("list", "--labels", "team=blue").stdout()).doesNotContain(name);
    assertThat(desk.job("list", "--output", "json", "--limit", "1").stdout()).startsWith("[");
    assertThat(desk.job("list", "--order-by", "id").stderr()).contains("id");
    assertThat(desk.job("describe", name, "--output", "yaml").stdout()).contains("Name: " + name);
    assertThat(desk.job("inspect", name, "--resources").stdout()).contains("CPU", "MEMORY", "PEAK");
    assertThat(desk.job("describe", name, "--events").stdout()).contains("Job submitted");
    Ending nodes = desk.bacalhau("node", "list", "--show", "labels");
    assertThat(nodes.stdout()).contains("Architecture");
    Ending docker = desk.bacalhau("docker", "run", "-f", "alpine", "echo", "hi");
    assertThat(docker.stdout()).describedAs(docker.stderr()).contains("hi\n");
    assertThat(desk.bacalhau("--help").stdout()).contains("job");
    assertThat(desk.bacalhau("lst").how()).isEqualTo("exit 1");
  }

  private static void ownVerbs(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    String file = desk.write(jobText(name, "echo out"));
    Ending run = desk.waybill("run", file);
    assertThat(run.how()).describedAs(run.stderr()).isEqualTo("exit 0");
    assertThat(desk.waybill("show", "@last").stdout()).contains(name);
    assertThat(desk.waybill("logs", "@last").stdout()).contains("out");
    assertThat(desk.waybill("validate", file).how()).isEqualTo("exit 0");
    assertThat(desk.waybill("explain", file).stdout()).contains("alpine");
    assertThat(desk.waybill("schema", "bacalhau").stdout()).contains("\"ExecutionTimeout\"");
    String sleeper = newName();
    String id = desk.submit(jobText(sleeper, "sleep 1000; : " + sleeper));
    awaitThat("it runs", () -> runs(sleeper));
    assertThat(desk.waybill("cancel", "@running").how()).isEqualTo("exit 0");
    awaitThat("it is gone", () -> !runs(sleeper));
    desk.await(id, "Stopped");
  }

  private static void hostile(JobDesk desk) throws IOException, InterruptedException {
    String text = jobText("\"a\\u001b[31m ../../x\"", "true");
    Ending ending = desk.run(text);
    assertThat(ending.stderr() + ending.stdout()).doesNotContain("\u001b[31m", "at waybill.");
    assertThat(desk.run(text, "--strict").how()).isEqualTo("exit 1");
    assertThat(desk.job("list").stdout()).doesNotContain("\u001b[31m");
  }
}
