package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource.Source.Inline;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

class JobReaderTest {
  private static final String TASK =
      """
      Name: main
      Engine: {Type: docker, Params: {Image: busybox}}
      Resources: {CPU: "1", Memory: 64MB}
      """;

  /** A job with more of its own, and a task with more of its own, each line at column 1. */
  private static String job(String ofJob, String ofTask) {
    return "Name: j\n"
        + ofJob
        + (ofJob.isEmpty() || ofJob.endsWith("\n") ? "" : "\n")
        + "Tasks:\n- "
        + (TASK + ofTask).strip().replace("\n", "\n  ")
        + "\n";
  }

  private static List<String> told(String ofJob, String ofTask) {
    return Told.of(job(ofJob, ofTask));
  }

  private static TaskSpec task(String ofTask) {
    return Told.job(job("", ofTask)).tasks().getFirst();
  }

  // BA-17, BA-20, BA-21, BA-33
  @Test
  void whatIsNotSaidHasItsDefault() {
    JobSpec job = Told.job(job("", ""));
    assertThat(job.namespace()).isEqualTo("default");
    assertThat(job.kind())
        .isEqualTo(new Kind.Batch(1, Kind.ExecutionPlan.PARALLEL, Optional.empty()));
    TaskSpec task = job.tasks().getFirst();
    assertThat(task.network()).isEqualTo(new NetworkSpec.None(false));
    assertThat(task.resources().diskBytes()).isEmpty();
    assertThat(task.timeouts().execution()).isEmpty();
    assertThat(task.inputs()).isEmpty();
  }

  // BA-16
  @Test
  void keysAndWordsAreTheSameInWhateverCase() {
    String text = job("", "NETWORK: {tYPE: FULL}").replace("Engine", "eNGINE");
    assertThat(Told.job(text.replace("Name", "name")).tasks().getFirst().network())
        .isEqualTo(new NetworkSpec.Full(List.of()));
    assertThat(told("COUNT: 1\nCount: 2", ""))
        .containsExactly("3:1 the key `Count` is written twice");
    assertThat(told("", "Env: {A: x, a: y}")).isEmpty();
  }

  // BA-109
  @Test
  void unknownKeysAreToldAtEveryDepth() {
    assertThat(told("Selector: x", "Resouces: {}\nTimeouts: {Executiontimeot: 1}"))
        .containsExactly(
            "2:1 unknown field: 'Selector' in 'Job'",
            "7:3 unknown field: 'Resouces' in `Tasks[0]`, a task",
            "8:14 unknown field: 'Executiontimeot' in `Tasks[0].Timeouts`, timeouts");
    var problems = new Problems();
    String text = job("Image: x", "Inputs: []\nEntrypoint: [a]");
    try {
      var _ = JobReader.read(new Source("job.yaml", text), problems);
    } catch (RuntimeException told) {
      // Looked at below.
    }
    assertThat(problems.list().stream().map(problem -> problem.help().orElse("")).toList())
        .containsExactly(
            "it belongs to `Tasks.Engine.Params`",
            "that is `InputSources`",
            "it belongs to `Tasks.Engine.Params`");
  }

  @Test
  void theOldFormIsNamed() {
    assertThat(Told.of("APIVersion: V1beta1\nSpec: {Engine: Docker}\n"))
        .containsExactly("1:1 this is the form that jobs had before Bacalhau 1.1 (`APIVersion`)");
    assertThat(Told.of("Job:\n  Spec: {}\n")).hasSize(1);
    String module = job("", "").replace("docker, Params: {Image: busybox}", "wasm, Params: {}");
    assertThat(Told.of(module)).hasSize(2);
  }

  // BA-57
  @Test
  void commentsInJsonDeserveOneWarning() {
    String text =
        """
        {"Name": "j", // the ü first
         "Tasks": [{"Name": "a//b".x, // and
        """;
    assertThat(Told.of(new Source("job.json", text), Optional.empty(), false).getFirst())
        .isEqualTo("?1:15 the file has `//` comments: JSON has no comments");
    String good =
        """
        {"Name": "j", // the ü first
         "Tasks": [{ // and
          "Name": "main", "Engine": {"Type": "docker", "Params": {"Image": "http://x"}},
          "Resources": {"CPU": "1", "Memory": "1GB"}, "Resuorces": 1 }]}
        """;
    assertThat(Told.of(good))
        .containsExactly(
            "?1:15 the file has `//` comments: JSON has no comments",
            "4:47 unknown field: 'Resuorces' in `Tasks[0]`, a task");
  }

  // BA-1, BA-21, BA-25, BA-108
  @Test
  void everythingIsToldAtOnce() {
    assertThat(Told.of("Type: cron\nCount: -1\nTasks: []\n"))
        .containsExactly(
            "?1:1 missing job name: a job needs `Name`, of letters, digits, `-` and `_`; one is"
                + " made",
            "1:7 invalid job type: \"cron\"",
            "2:8 job count must be 1 or more, not -1",
            "3:8 missing job tasks");
    assertThat(Told.of("")).containsExactly("1:1 the job provided is invalid: no content provided");
    assertThat(Told.of("# nothing\n")).hasSize(1);
    assertThat(Told.of("[]")).containsExactly("1:1 a job must be a mapping (a job), not a list");
  }

  // BA-81, BA-85, BA-89, BA-111
  @Test
  void typesHaveTheirOwn() {
    assertThat(told("Type: service\nErrorHandling: {}", "")).hasSize(1);
    assertThat(told("Type: batch\nRestartPolicy: {}", "")).hasSize(1);
    assertThat(told("Type: ops\nUpdateStrategy: {}\nCount: 2", "")).hasSize(2);
    assertThat(told("Type: daemon\nExecutionPlan: parallel", "")).hasSize(1);
    assertThat(told("Type: service\nCount: 3\nUpdateStrategy: {MaxUnavailable: 4}", ""))
        .containsExactly("4:34 `MaxUnavailable` must be 1 to Count, 3, not 4");
    assertThat(told("ExecutionPlan: whenever", "").getFirst())
        .contains("must be one of `parallel`, `sequential`, not `whenever`");
    String text = "Type: daemon\nRestartPolicy: {Mode: on-failure, MaxAttempts: 5}";
    RestartPolicy policy = ((Kind.Daemon) Told.job(job(text, "")).kind()).restartPolicy();
    assertThat(policy.mode()).isEqualTo(RestartPolicy.Mode.ON_FAILURE);
    assertThat(policy.maxAttempts()).hasValue(5);
  }

  // BA-18, BA-22, BA-24, BA-30, BA-51, BA-52
  @Test
  void deviationsAreWarningsAndErrorsForTheStrict() {
    String text =
        """
        Name: My Job
        Priority: 101
        Labels: {a: 1}
        Publisher: x
        Tasks:
        - Name: ""
          Engine: {Type: docker, Params: {Image: a, EnvironmentVariables: [A=b=c], WorkingDirectory: ""}}
          Network: {Type: host}
          Publisher: {Type: ""}
          Resources: {CPU: 500m, Memory: 1Gi, Disk: 640 mb, GPU: 0}
          InputSources: [{Target: /d, Source: {Type: localDirectory, Params: {SourcePath: /x}}}]
          ResultPaths: [{Name: /outputs, Path: /outputs}]
        """
            .replace("Publisher: x\n", "");
    List<String> told = Told.of(text);
    assertThat(told).hasSize(15).allMatch(line -> line.startsWith("?"));
    assertThat(Told.of(new Source("job.yaml", text), Optional.empty(), true))
        .hasSize(15)
        .noneMatch(line -> line.startsWith("?"));
    TaskSpec task = JobReader.read(new Source("j", text), new Problems()).tasks().getFirst();
    assertThat(task.name()).isEqualTo("main");
    assertThat(task.resources().cpuMillis()).isEqualTo(500);
    assertThat(task.resources().memoryBytes()).isEqualTo(1 << 30);
    assertThat(task.resources().diskBytes()).hasValue(640_000_000);
    assertThat(task.publisher()).isEmpty();
    assertThat(((EngineSpec.Docker) task.engine()).environment()).isEqualTo(Map.of("A", "b=c"));
    assertThat(task.results().getFirst().type()).isEqualTo(ResultPath.Type.DIRECTORY);
    assertThat(task.results().getFirst().name()).isEqualTo("outputs");
  }

  // BA-51, BA-52, BA-53, BA-54, BA-110, BA-112
  @Test
  void quantitiesHaveRanges() {
    for (String wrong :
        List.of("CPU: \"129\"", "CPU: \"0\"", "CPU: \"-1\"", "CPU: x", "CPU: 1e3", "CPU: 1.2.3")) {
      assertThat(told("", "").size()).isZero();
      String text = job("", "").replace("CPU: \"1\"", wrong);
      assertThat(Told.of(text)).as(wrong).anyMatch(l -> l.contains("invalid CPU value"));
    }
    for (String wrong : List.of("512KB", "lots", "-1GB", "1XB", "GB", "9999999TB", "1 0MB")) {
      String text = job("", "").replace("64MB", wrong);
      assertThat(Told.of(text)).as(wrong).anyMatch(l -> l.contains("invalid memory value"));
    }
    String disk = job("", "").replace("64MB", "1GB, Disk: 1MB, GPU: \"1.5\"");
    assertThat(Told.of(disk))
        .anyMatch(l -> l.contains("invalid disk value: 1MB"))
        .anyMatch(l -> l.contains("invalid GPU value: 1.5"));
    assertThat(Told.of(job("", "").replace("64MB", "250m")))
        .containsExactly(
            "?5:33 memory `250m`: a size is a number and B, KB, MB, GB or TB; read as 250MB");
  }

  // BA-100, BA-104, BA-105
  @Test
  void timeoutsFitEachOther() {
    String good = "Timeouts: {ExecutionTimeout: 60, QueueTimeout: 10, TotalTimeout: 70}";
    assertThat(task(good).timeouts().total()).contains(Duration.ofSeconds(70));
    assertThat(told("", good.replace("10", "20")))
        .containsExactly(
            "6:68 execution timeout 60s and queue timeout 20s should be less than total timeout"
                + " 70s");
    assertThat(told("Type: service", good)).hasSize(1).allMatch(line -> line.startsWith("?"));
    assertThat(told("", "Timeouts: {QueueTimeout: 99999999999999999999}")).hasSize(1);
  }

  // BA-60, BA-62
  @Test
  void targetsAreInNobodysWay() {
    String input = "{Target: %s, Source: {Type: inline, Params: {Content: x}}}";
    for (String pair : List.of("/a /a/", "/a /a/b", "/a/b/c /a", "//a /./a")) {
      String[] targets = pair.split(" ", -1);
      String both = input.formatted(targets[0]) + ", " + input.formatted(targets[1]);
      assertThat(told("", "InputSources: [" + both + "]")).as(pair).hasSize(1);
    }
    String results = "\nResultPaths: [{Name: r, Path: %s, Type: directory}]";
    String a = "InputSources: [" + input.formatted("/a") + "]";
    assertThat(told("", a + results.formatted("/a"))).hasSize(1);
    assertThat(told("", a + results.formatted("/a/b"))).hasSize(1);
    assertThat(told("", a + results.formatted("/ab"))).isEmpty();
    assertThat(told("", a + results.formatted("/a").replace("directory", "stdout"))).isEmpty();
    for (String wrong : List.of("/", "/a/../b", "a", "./a")) {
      assertThat(told("", "InputSources: [" + input.formatted(wrong) + "]")).as(wrong).hasSize(1);
    }
  }

  // BA-59, BA-69, BA-72
  @Test
  void contentComesAsTextOrAddress() {
    assertThat(content("Content: \"#!/bin/sh\\necho $PATH\\n\""))
        .isEqualTo("#!/bin/sh\necho $PATH\n");
    assertThat(content("URL: \"data:text/plain;base64,aGVsbG8=\"")).isEqualTo("hello");
    assertThat(content("URL: \"data:,a%20b\"")).isEqualTo("a b");
    for (String wrong : List.of("http://x", "data:;base64,?", "data:x", "data:,%2")) {
      assertThat(told("", input("URL: \"" + wrong + "\""))).as(wrong).hasSize(1);
    }
    assertThat(told("", input("Content: a, URL: \"data:,a\""))).hasSize(1);
    assertThat(told("", input(""))).hasSize(1);
  }

  private static String input(String params) {
    return "InputSources: [{Target: /d, Source: {Type: inline, Params: {" + params + "}}}]";
  }

  private static String content(String params) {
    Inline inline = (Inline) task(input(params)).inputs().getFirst().source();
    return new String(inline.content(), java.nio.charset.StandardCharsets.UTF_8);
  }

  // BA-111, BA-113
  @Test
  void networksHaveTheirOwn() {
    assertThat(told("", "Network: {Type: none, Domains: [a.b], DNS: [8.8.8.8]}")).hasSize(2);
    assertThat(told("", "Network: {Type: full, AllowLoopback: true}")).hasSize(1);
    assertThat(told("", "Network: {Type: http}").getFirst())
        .contains("at least one domain is required");
    for (String wrong :
        List.of("at@.walker", "a..b", "*", "localhost", "a.b:80", "1.2.3", "a.b/c")) {
      assertThat(told("", "Network: {Type: http, Domains: [\"" + wrong + "\"]}"))
          .as(wrong)
          .hasSize(1);
    }
    for (String right : List.of("10.0.0.0/8", "1.2.3.4", "fe80::1", "::/0", "*.x.y", ".x.y")) {
      assertThat(task("Network: {Type: http, Domains: [\"" + right + "\"]}").network())
          .as(right)
          .isInstanceOf(NetworkSpec.Http.class);
    }
    var http =
        (NetworkSpec.Http)
            task("Network: {Type: http, Domains: [\" Foo.com \", .foo.com, x.foo.com, a.b],"
                    + " Policies: {Egress: {Ports: [\"80\", \"8000-8100\"]}}}")
                .network();
    assertThat(http.domains()).containsExactly("*.foo.com", "a.b");
    assertThat(http.egressPorts())
        .containsExactly(new NetworkSpec.PortRange(80, 80), new NetworkSpec.PortRange(8000, 8100));
    for (String wrong : List.of("70000", "0", "9-8", "a", "1-2-3", "")) {
      String policies = ", Policies: {Egress: {Ports: [\"" + wrong + "\"]}}}";
      assertThat(told("", "Network: {Type: http, Domains: [a.b]" + policies)).as(wrong).hasSize(1);
    }
  }

  @Test
  void portsAreTextsOrMappings() {
    String docker = job("", "Network: {Type: full}").replace("busybox", "busybox, Ports: [%s]");
    var engine =
        (EngineSpec.Docker)
            Told.job(docker.formatted("\"18080:80\", {Name: A, Static: 18081}"))
                .tasks()
                .getFirst()
                .engine();
    assertThat(engine.ports()).hasSize(2);
    assertThat(engine.ports().getFirst().fixed()).hasValue(18080);
    assertThat(engine.ports().getFirst().target()).hasValue(80);
    for (String wrong : List.of("\"a:b\"", "\"80:80\"", "\"1:2:3:4\"", "\"\"", "{Static: 8080}")) {
      assertThat(Told.of(docker.formatted(wrong))).as(wrong).hasSize(1);
    }
    String ports = docker.formatted("\"18080:80\"");
    assertThat(Told.of(ports.replace("Type: full", "Type: none"))).hasSize(1);
    assertThat(Told.of(ports.replace("Name: j", "Name: j\nCount: 2"))).hasSize(1);
  }

  @Test
  void placesOfTemplatesAreThoseOfTheFile() {
    String text = "# {{.unknown}}\nName: {{.name}}\nTasks: {{.x}} # here\nSelektor: 1\n";
    var values = new TemplateValues(Map.of("name", "a\nCount: 1", "x", "[]"));
    assertThat(Told.of(new Source("job.yaml", text), Optional.of(values), false))
        .containsExactly("3:8 missing job tasks", "4:1 unknown field: 'Selektor' in 'Job'");
    assertThat(
            Told.of(new Source("job.yaml", text), Optional.of(new TemplateValues(Map.of())), false))
        .containsExactly("2:7 the template needs `name`, `x`, which nobody gave");
  }

  // BA-18, BA-30
  @Test
  void namesThatAreMissingAreMadeAndTasksAreToldApart() {
    String text = "Tasks:\n- " + TASK.strip().replace("\n", "\n  ");
    String two = text.replace("Name: main", "Meta: {}") + text.replace("Tasks:\n", "\n");
    JobSpec job = JobReader.read(new Source("j", two), new Problems());
    assertThat(job.name()).matches("job-[0-9a-f]{8}");
    assertThat(job.tasks().stream().map(TaskSpec::name)).containsExactly("task-1", "main");
    assertThat(Told.of(text + text.replace("Tasks:\n", "\n")))
        .anyMatch(line -> line.endsWith("task with name 'main' already exists"));
  }

  @Test
  void aliasesAndMergesOfYamlAreResolved() {
    String text = job("", "").replace("Resources:", "Resources: &r") + "- <<: {Name: b}\n";
    String merged = text + "  Engine: {Type: docker, Params: {Image: x}}\n  Resources: *r\n";
    assertThat(Told.job(merged).tasks()).hasSize(2);
  }
}
