package waybill.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;
import static waybill.conformance.JobDesk.firstError;
import static waybill.conformance.JobDesk.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import waybill.conformance.JobCasesTest.Promise;

/** What holds for the cases about the life of jobs, and about the command. */
final class JobLifeCases {
  private static final int ALL_PROCESSORS = Runtime.getRuntime().availableProcessors();

  static final Map<String, Promise> PROMISES =
      Map.ofEntries(
          // BA-106
          entry("J06", JobLifeCases::triedThreeTimes),
          entry("J26", JobLifeCases::atTheSameTime),
          // BA-89
          entry("J28", JobLifeCases::restartedFiveTimes),
          // BA-101
          entry("O05", (desk, job) -> JobTaskCases.prints(desk, job.script("echo done"), "done")),
          // BA-120
          entry("O06", JobLifeCases::executionTimeout),
          entry("O07", (desk, job) -> completes(desk, job)),
          // BA-102
          entry("O09", JobLifeCases::waitsForRoom),
          entry("O10", JobLifeCases::serviceWithTimeouts),
          entry("L02", JobLifeCases::keepsItsIndex),
          // BA-5
          entry("L04", JobLifeCases::noNodes),
          // BA-26
          entry("L07", JobLifeCases::serviceRestarts),
          // BA-124
          entry("L08", JobLifeCases::stopTable),
          // BA-19
          entry("L09", JobLifeCases::changed),
          // BA-19
          entry("L10", JobLifeCases::unchanged),
          entry("L11", JobLifeCases::rerun),
          entry("L12", JobLifeCases::rerunByState),
          // BA-116
          entry("L13", JobLifeCases::dryRunOfAChange),
          // BA-90
          entry("L16", JobLifeCases::agentRestarts),
          entry("L17", JobLifeCases::many),
          // BA-22
          entry("L18", JobLifeCases::priority),
          // BA-1, BA-108
          entry("C02", JobLifeCases::validateBad),
          entry("C03", JobLifeCases::templates),
          entry("C04", JobLifeCases::failedRun),
          entry("C05", JobLifeCases::stopOfTheFinished),
          entry("C12", JobLifeCases::paging));

  private JobLifeCases() {}

  private static void completes(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk));
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    assertThat(desk.described(job.name())).contains("\"Completed\"");
  }

  private static int executions(JobDesk desk, String id) throws IOException, InterruptedException {
    return desk.executions(id).split("\"ID\":\"e-", -1).length - 1;
  }

  private static GatheredJob sleeper(GatheredJob job) {
    return job.script("echo up; sleep 1000; : " + job.name());
  }

  private static void triedThreeTimes(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.script("exit 4").text(desk));
    assertThat(ending.how()).isEqualTo("exit 4");
    assertThat(executions(desk, job.name())).isEqualTo(3);
  }

  /** Each waits until all five are there. */
  private static void atTheSameTime(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Path met = desk.input("met", "");
    String script =
        "echo $BACALHAU_PARTITION_INDEX >>/met; until [ $(wc -l </met) = 5 ]; do :; done; echo met";
    JobTaskCases.prints(desk, job.cpu("0.1").local(met, "/met", true).script(script), "met\n");
    assertThat(Files.readAllLines(met)).containsExactlyInAnyOrder("0", "1", "2", "3", "4");
  }

  private static void restartedFiveTimes(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Path runs = desk.input("runs", "");
    String id = desk.submit(job.local(runs, "/runs", true).script("echo >>/runs").text(desk));
    Ending _ = desk.job("logs", "--follow", id); // until it is over; asking again and again is work
    desk.await(id, "\"Failed\"");
    assertThat(Files.readAllLines(runs)).describedAs("the first, and five restarts").hasSize(6);
  }

  private static void executionTimeout(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.text(desk));
    assertThat(firstError(ending)).isEqualTo("Error: job exceeded ExecutionTimeout");
    assertThat(ending.how()).isEqualTo("exit 1");
  }

  private static void waitsForRoom(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    GatheredJob full = job.cpu(Integer.toString(ALL_PROCESSORS));
    GatheredJob blocker = sleeper(full.renamed());
    String blocking = desk.submit(blocker.text(desk));
    awaitThat("it runs", () -> runs(blocker.name()));
    String waiting = desk.submit(full.with("Tasks.0.Timeouts.QueueTimeout", 300).text(desk));
    desk.await(waiting, "\"Queued\"");
    assertThat(desk.job("stop", blocking).how()).isEqualTo("exit 0");
    desk.await(waiting, "\"Completed\"");
  }

  private static void serviceWithTimeouts(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending up = desk.run(job.script("sleep 2").text(desk));
    assertThat(up.stderr()).contains("warning: ", "imeout");
    awaitThat("its end is its own", () -> desk.executions(job.name()).contains("\"ExitCode\":0"));
    assertThat(desk.described(job.name())).contains("\"Running\"").doesNotContain("exceeded");
    assertThat(desk.job("stop", job.name()).how()).isEqualTo("exit 0");
  }

  private static void keepsItsIndex(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    GatheredJob flaky =
        job.with("Count", 3)
            .with("ErrorHandling", Map.of("MaxAttempts", 3))
            .local(tries, "/tries", true)
            .script(
                "i=$BACALHAU_PARTITION_INDEX; echo $i >>/tries;"
                    + " [ $i != 1 ] || [ $(grep -c 1 /tries) = 3 ]");
    completes(desk, flaky);
    assertThat(Files.readAllLines(tries)).containsExactlyInAnyOrder("0", "1", "1", "1", "2");
  }

  /** Here there is one node, which may be one that does not match. */
  private static void noNodes(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    GatheredJob nowhere =
        job.with("Type", "ops")
            .with(
                "Constraints",
                List.of(Map.of("Key", "zone", "Operator", "=", "Values", List.of("moon"))));
    Ending ending = desk.run(nowhere.text(desk));
    assertThat(firstError(ending)).contains("zone = moon");
    assertThat(ending.how()).isEqualTo("exit 1");
    assertThat(desk.described(job.name())).contains("\"Failed\"");
    assertThat(executions(desk, job.name())).isZero();
  }

  private static void serviceRestarts(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String id = desk.submit(job.text(desk));
    awaitThat("it was restarted twice", () -> executions(desk, id) >= 3);
    assertThat(desk.described(id)).contains("\"Running\"");
    assertThat(desk.job("stop", id).how()).isEqualTo("exit 0");
  }

  private static void stopTable(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String id = desk.submit(sleeper(job).text(desk));
    awaitThat("it runs", () -> runs(job.name()));
    assertThat(desk.job("stop", id.substring(0, 10)).how())
        .describedAs("Running")
        .isEqualTo("exit 0");
    String stopped = desk.described(id);
    assertThat(stopped).contains("\"Stopped\"");
    assertThat(desk.job("stop", id).how()).describedAs("Stopped").isEqualTo("exit 0");
    assertThat(desk.described(id)).describedAs("the first reason is kept").isEqualTo(stopped);
    Ending unknown = desk.job("stop", "j-00000000-0000-0000-0000-000000000000");
    assertThat(unknown.stderr()).contains("job not found");
    assertThat(unknown.how()).isEqualTo("exit 1");
    completes(desk, job.renamed());
    Ending several = desk.job("stop", "j-");
    assertThat(several.stderr()).contains("multiple jobs found");
    assertThat(several.how()).isEqualTo("exit 1");
  }

  private static GatheredJob hello(GatheredJob job, int number) {
    return job.with("Count", 2).script("echo hello world" + number);
  }

  private static void changed(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    completes(desk, hello(job, 1));
    completes(desk, hello(job, 2));
    assertThat(desk.job("describe", job.name()).stdout())
        .contains("world2")
        .doesNotContain("world1");
    assertThat(desk.job("describe", job.name(), "--version", "1").stdout()).contains("world1");
    assertThat(desk.job("versions", job.name(), "--output", "json").stdout())
        .contains("\"Version\":1", "\"Version\":2");
    assertThat(
            desk.job("executions", job.name(), "--all-versions", "--output", "json")
                .stdout()
                .split("\"ID\":\"e-", -1))
        .hasSize(5);
  }

  private static void unchanged(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    completes(desk, hello(job, 2));
    Ending same = desk.run(hello(job, 2).text(desk));
    assertThat(same.how()).isEqualTo("exit 1");
    assertThat(same.stderr())
        .contains("no changes detected for new job spec. Job Name: '" + job.name() + "'")
        .contains("Use the --force flag to override this warning");
    assertThat(desk.run(hello(job, 2).text(desk), "--force").how()).isEqualTo("exit 0");
    assertThat(desk.described(job.name())).contains("\"Version\":2");
  }

  private static void rerun(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    completes(desk, hello(job, 1));
    completes(desk, hello(job, 2));
    assertThat(desk.job("rerun", job.name()).how()).isEqualTo("exit 0");
    assertThat(desk.described(job.name())).contains("\"Version\":3");
    assertThat(desk.job("logs", job.name()).stdout()).contains("world2");
    assertThat(desk.job("rerun", job.name(), "--version", "1").how()).isEqualTo("exit 0");
    assertThat(desk.described(job.name())).contains("\"Version\":4");
    assertThat(desk.job("logs", job.name()).stdout()).contains("world1");
  }

  private static void rerunByState(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    GatheredJob nowhere =
        job.renamed()
            .with("Type", "daemon")
            .with(
                "Constraints",
                List.of(Map.of("Key", "zone", "Operator", "=", "Values", List.of("moon"))));
    String pending = desk.submit(nowhere.text(desk));
    assertThat(desk.job("rerun", pending).stderr()).contains("cannot rerun job in state Pending");
    GatheredJob blocker = sleeper(job.renamed()).cpu(Integer.toString(ALL_PROCESSORS));
    String running = desk.submit(blocker.text(desk));
    awaitThat("it runs", () -> runs(blocker.name()));
    String queued = desk.submit(job.text(desk));
    desk.await(queued, "\"Queued\"");
    assertThat(desk.job("rerun", queued).stderr()).contains("cannot rerun job in state Queued");
    assertThat(desk.job("rerun", running, "--wait=false").how()).isEqualTo("exit 0");
    assertThat(desk.job("stop", running).how()).isEqualTo("exit 0");
    assertThat(desk.job("stop", pending).how()).isEqualTo("exit 0");
    desk.await(queued, "\"Completed\"");
    Ending completed = desk.job("rerun", queued);
    assertThat(completed.how()).describedAs(completed.stderr()).isEqualTo("exit 0");
    assertThat(desk.job("rerun", running, "--wait=false").how())
        .describedAs("Stopped")
        .isEqualTo("exit 0");
    assertThat(desk.job("stop", running).how()).isEqualTo("exit 0");
    GatheredJob failing = job.renamed().script("exit 3");
    assertThat(desk.run(failing.text(desk)).how()).isEqualTo("exit 3");
    assertThat(desk.job("rerun", failing.name()).how()).describedAs("Failed").isEqualTo("exit 3");
  }

  private static void dryRunOfAChange(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    completes(desk, hello(job, 2));
    Ending dry = desk.run(hello(job, 1).text(desk), "--dry-run");
    assertThat(dry.how()).describedAs(dry.stderr()).isEqualTo("exit 0");
    assertThat(dry.stdout()).contains("world1", "world2");
    assertThat(desk.described(job.name())).contains("\"Version\":1").doesNotContain("world1");
  }

  private static void agentRestarts(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    String script =
        "echo >>/tries; [ $(wc -l </tries) != 1 ] || sleep 1000; echo again; : " + job.name();
    GatheredJob twice = job.local(tries, "/tries", true).script(script);
    String id = desk.submit(twice.text(desk));
    awaitThat("it runs", () -> runs(job.name()));
    desk.killAgent();
    desk.await(id, "\"Completed\"");
    assertThat(desk.job("logs", id).stdout()).contains("again");
    assertThat(desk.executions(id)).contains("the agent ended while this ran");
  }

  private static void many(JobDesk desk, GatheredJob job) throws IOException, InterruptedException {
    completes(desk, job.with("Count", 25).cpu("0.1"));
    assertThat(desk.executions(job.name()).split("\"ID\":\"e-", -1)).hasSize(26);
  }

  private static void priority(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Path order = desk.input("order", "");
    GatheredJob full = job.cpu(Integer.toString(ALL_PROCESSORS)).local(order, "/order", true);
    GatheredJob blocker = sleeper(full.renamed());
    String blocking = desk.submit(blocker.text(desk));
    awaitThat("it runs", () -> runs(blocker.name()));
    String low =
        desk.submit(full.renamed().with("Priority", 1).script("echo low >>/order").text(desk));
    String high =
        desk.submit(full.renamed().with("Priority", 90).script("echo high >>/order").text(desk));
    desk.await(low, "\"Queued\"");
    desk.await(high, "\"Queued\"");
    assertThat(desk.job("stop", blocking).how()).isEqualTo("exit 0");
    desk.await(low, "\"Completed\"");
    assertThat(Files.readAllLines(order)).containsExactly("high", "low");
  }

  private static void validateBad(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String file = desk.write(job.with("Type", "cron").text(desk));
    for (Ending ending : List.of(desk.job("validate", file), desk.bacalhau("validate", file))) {
      assertThat(ending.stderr()).contains("invalid job type: \"cron\"");
      assertThat(ending.how()).isEqualTo("exit 1");
    }
  }

  private static void templates(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    String text = job.script("echo This is a {{.key}}").text(desk);
    assertThat(desk.run(text, "--follow", "-V", "key=value").stdout())
        .contains("This is a value\n");
    Ending unknown = desk.run(job.script("echo {{.unknownKey}}").text(desk));
    assertThat(unknown.stderr()).contains("unknownKey");
    assertThat(unknown.how()).isEqualTo("exit 1");
    String both = desk.write(job.renamed().script("echo {{.ENV_A}} {{.OTHER_B}}").text(desk));
    Ending filled =
        desk.user()
            .waybill(
                desk.folder(),
                Map.of("ENV_A", "env_value", "OTHER_B", "other"),
                "bacalhau",
                "job",
                "run",
                "--follow",
                "-E",
                "ENV_*|OTHER_*",
                "-V",
                "ENV_A=replacement_value",
                both);
    assertThat(filled.stdout()).describedAs(filled.stderr()).contains("replacement_value other\n");
  }

  private static void failedRun(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    Ending ending = desk.run(job.script("exit 3").text(desk));
    assertThat(firstError(ending)).contains("exit code 3");
    assertThat(ending.how()).isEqualTo("exit 3");
  }

  private static void stopOfTheFinished(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    completes(desk, job);
    Ending ending = desk.job("stop", job.name());
    assertThat(ending.stdout() + ending.stderr()).contains("Job is already in a terminal state.");
    assertThat(ending.how()).isEqualTo("exit 1");
  }

  private static void paging(JobDesk desk, GatheredJob job)
      throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      completes(desk, job.renamed().with("Labels", Map.of("page", job.name())));
    }
    String label = "page=" + job.name();
    Ending first = desk.job("list", "--labels", label, "--limit", "2", "--hide-header");
    assertThat(first.stdout().lines()).hasSize(2);
    assertThat(first.stderr()).contains("--next-token ");
    String token = first.stderr().strip().replaceFirst("(?s).*--next-token ", "");
    Ending second =
        desk.job("list", "--labels", label, "--limit", "2", "--hide-header", "--next-token", token);
    assertThat(second.stdout().lines()).hasSize(1);
    assertThat(second.stderr()).doesNotContain("--next-token");
    assertThat(desk.job("list", "--order-by", "id").stderr())
        .contains("OrderBy id not supported for listJobs");
  }
}
