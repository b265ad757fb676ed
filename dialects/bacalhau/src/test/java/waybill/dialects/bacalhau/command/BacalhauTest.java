package waybill.dialects.bacalhau.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.bacalhau.command.Desk.Answer;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.run.Specs;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.written.JobJson;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.Written;
import waybill.engine.event.Phases;
import waybill.model.task.Outcome;
import waybill.model.task.Usage;

/** All verbs, over jobs that play. */
class BacalhauTest {
  private static final JobSpec ONE = Specs.job(Specs.task("main", "sh"));

  private Desk desk;

  @BeforeEach
  void sitDown(@TempDir Path folder) throws IOException {
    desk = new Desk(folder).file("job", ONE);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  private void fate(JobState state, String message, int code) {
    desk.jobs.fate = job -> desk.jobs.ends(job, state, message, code, "out\n", "err\n");
  }

  @Test
  void aJobWithOneExecutionEndsAsItsProgram() {
    fate(JobState.FAILED, "task main ended with exit code 19", 19);
    Answer answer = desk.call("run", "job");
    assertThat(answer.status()).isEqualTo(19);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).containsOnlyOnce("Error: task main ended with exit code 19\n");
    fate(JobState.COMPLETED, "", 0);
    assertThat(desk.call("job", "run", "--force", "job").status()).isZero();
  }

  // BA-120
  @Test
  void aTimeoutIsTheFirstErrorLine() {
    fate(JobState.FAILED, "job exceeded ExecutionTimeout", -1);
    Answer answer = desk.call("run", "--id-only", "--wait", "job");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).isEqualTo("Error: job exceeded ExecutionTimeout\n");
    assertThat(answer.out()).startsWith("j-");
  }

  @Test
  void ofSeveralExecutionsOneFailureIsEnough() throws Exception {
    var two = new Kind.Batch(2, Kind.ExecutionPlan.PARALLEL, Optional.empty());
    desk.file("two", Specs.job(two, Specs.task("main", "sh")));
    desk.jobs.fate =
        job -> {
          Job ended = desk.jobs.ends(job, JobState.FAILED, "1 of 2 completed; x", 7, "", "");
          List<Execution> both =
              List.of(
                  FakeJobs.execution(0, ExecutionState.COMPLETED, "", 0),
                  FakeJobs.execution(1, ExecutionState.FAILED, "x", 7));
          return FakeJobs.in(ended, JobState.FAILED, "1 of 2 completed; x", both);
        };
    assertThat(desk.call("run", "two").status()).isEqualTo(1);
  }

  @Test
  void followingShowsWhatItWrites() {
    fate(JobState.COMPLETED, "", 0);
    Answer answer = desk.call("run", "-f", "job");
    assertThat(answer.out()).isEqualTo("out\n");
    assertThat(answer.err()).contains("err\n", "Submission: Job submitted");
  }

  @Test
  void withoutWaitingOnlyTheIdIsWritten() {
    Answer answer = desk.call("run", "--wait=false", "job");
    assertThat(answer).isEqualTo(new Answer(0, answer.out(), ""));
    assertThat(answer.out()).matches("j-[0-9a-f-]{36}\n");
    assertThat(desk.call("run", "--force", "--id-only", "job").out()).startsWith("j-");
  }

  // BA-3
  @Test
  void aServiceIsWaitedForUntilItRuns() throws Exception {
    desk.file(
        "service", Specs.job(new Kind.Service(1, 1, RestartPolicy.DEFAULT), Specs.task("m", "sh")));
    desk.jobs.fate =
        job ->
            FakeJobs.in(
                job,
                JobState.RUNNING,
                "",
                List.of(FakeJobs.execution(0, ExecutionState.RUNNING, "", -1)));
    Answer answer = desk.call("run", "service");
    assertThat(answer.status()).isZero();
    assertThat(answer.err()).contains("bacalhau job logs -f");
  }

  @Test
  void waitingHasAnEndAndTheJobGoesOn() {
    Answer answer = desk.call("run", "--wait-timeout-secs", "0", "job");
    assertThat(answer.status()).isEqualTo(124);
    assertThat(answer.err()).contains("is not over after 0 s", "goes on", "bacalhau job stop");
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptEndsTheWaitingAndNotTheJob() throws Exception {
    var waiting = new CountDownLatch(1);
    desk.jobs.fate =
        job -> {
          waiting.countDown();
          return job;
        };
    var answer = CompletableFuture.supplyAsync(() -> desk.call("run", "job"));
    waiting.await();
    while (!answer.isDone()) {
      desk.interrupt();
      Thread.onSpinWait();
    }
    assertThat(answer.get(1, TimeUnit.SECONDS).status()).isEqualTo(130);
    assertThat(answer.get().err()).contains("goes on");
  }

  @Test
  void variablesOfFilesComeFromTheCommandLineAndTheEnvironment() throws Exception {
    String text = JobJson.write(ONE).replace("\"j\"", "\"{{.a}}-{{.APP_A}}\"");
    desk.text("holes", text);
    assertThat(desk.call("run", "-V", "a=b", "-E", "APP_.*", "--wait=false", "holes").err())
        .isEmpty();
    assertThat(desk.call("job", "list").out()).contains("b-1");
    assertThat(desk.call("run", "-V", "a=b", "holes").status()).isEqualTo(1);
    assertThat(desk.call("run", "--no-template", "--strict", "-V", "a=b", "holes").status())
        .isEqualTo(1);
    assertThat(desk.call("run", "-V", "a", "job").status()).isEqualTo(1);
    assertThat(desk.call("run", "-E", "(", "job").err()).contains("no regular expression");
  }

  @Test
  void aJobComesFromStandardInputToo() {
    String job = JobJson.write(ONE);
    assertThat(desk.typing(job).call("run", "--wait=false").status()).isZero();
    assertThat(desk.typing(job).call("run", "--wait=false", "--force", "-").status()).isZero();
    assertThat(desk.call("run", "nowhere").err())
        .startsWith("Error: cannot read nowhere: No such file or directory\n");
  }

  @Test
  void aWrongJobIsToldAsSuch() {
    Answer answer = desk.typing("rubbish").call("run");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("Error: the job provided is invalid\n");
    assertThat(desk.call("validate", "job").out()).isEqualTo("OK\n");
    assertThat(desk.call("job", "validate", "nowhere").err()).startsWith("Error: cannot read");
  }

  // BA-58, BA-118
  @Test
  void whatDoesNotFitIsRefusedInFixedWords() throws Exception {
    desk.file("large", Specs.large("huge"));
    Answer answer = desk.call("run", "large");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .startsWith("Error: insufficient resources: CPU request exceeds node capacity\nHint: ");
    assertThat(desk.call("job", "list").out()).doesNotContain("huge");
  }

  // BA-116
  @Test
  void aDryRunSubmitsNothingAndTellsWhatWouldChange() throws Exception {
    Answer fresh = desk.call("run", "--dry-run", "job");
    assertThat(fresh.status()).isZero();
    assertThat(fresh.out().lines()).allMatch(line -> line.startsWith("+ "));
    assertThat(fresh.out()).startsWith("+ Name: j\n");
    assertThat(desk.call("job", "list").out().lines()).hasSize(1);
    desk.call("run", "--wait=false", "job");
    assertThat(desk.call("run", "--dry-run", "job").out()).isEqualTo("No diff detected.\n");
    desk.file("large", Specs.large("j"));
    Answer answer = desk.call("run", "--dry-run", "large");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.out()).contains("- Priority: 0\n+ Priority: 9\n", "  Name: j\n");
    assertThat(answer.err()).contains("Error: insufficient resources: CPU");
  }

  // BA-19
  @Test
  void theSameJobAgainNeedsForce() {
    desk.call("run", "--wait=false", "job");
    assertThat(desk.call("run", "--wait=false", "job").err())
        .isEqualTo(
            """
            Error: no changes detected for new job spec
            Hint: Use the --force flag to override this warning
            """);
  }

  @Test
  void jobsAreListedInEachForm() {
    fate(JobState.COMPLETED, "", 0);
    desk.call("run", "job");
    assertThat(desk.call("job", "list").out().lines().toList().get(1))
        .matches("2026-11-22 05:00:00  j-[0-9a-f]{8}  j +docker  batch  Completed");
    assertThat(desk.call("job", "list", "--hide-header", "--output", "csv").out())
        .startsWith("2026-11-22 05:00:00,j-");
    assertThat(desk.call("job", "list", "--output", "json").out())
        .contains("\"State\":{\"StateType\":\"Completed\",\"Message\":\"\"}");
    assertThat(desk.call("job", "list", "--output", "yaml").out())
        .contains("  Name: j\n", "  State:\n    StateType: Completed\n");
    assertThat(desk.call("job", "list", "--namespace", "other").out().lines()).hasSize(1);
    assertThat(desk.call("job", "list", "--order-by", "id").err())
        .startsWith("Error: OrderBy id not supported for listJobs\n");
    desk.call("run", "--force", "--wait=false", "job");
    assertThat(desk.call("job", "list", "--limit", "1", "--namespace", "*").err())
        .isEqualTo("there are more: go on with --next-token next\n");
    assertThat(desk.call("job", "list", "--output", "xml").status()).isEqualTo(1);
    assertThat(desk.call("job", "list", "--limit", "0").status()).isEqualTo(1);
  }

  // BA-26, BA-123
  @Test
  void aJobIsDescribedWithItsReasons() {
    fate(JobState.FAILED, "job exceeded ExecutionTimeout", -1);
    desk.call("run", "job");
    Answer answer = desk.call("job", "describe", "j");
    assertThat(answer.out())
        .contains(
            "State         = Failed\nMessage       = job exceeded ExecutionTimeout\n",
            "Standard Output of e-00000000\nout\n");
    assertThat(answer.out()).containsPattern("Submission +Job submitted\n");
    String events = desk.call("job", "describe", "j", "--events").out();
    assertThat(events).contains("Events\n", "e-00000000  Running Execution  Running");
    assertThat(desk.call("job", "describe", "j", "--output", "json").out())
        .contains("\"Stdout\":\"out\\n\"", "\"stderr\":\"err\\n\"", "\"Topic\":\"Submission\"");
    assertThat(desk.call("job", "describe", "nobody").err())
        .isEqualTo("Error: job not found: nobody\n");
    assertThat(desk.call("job", "executions", "j").out()).contains("Failed", "n-here");
    assertThat(desk.call("job", "executions", "j", "--output", "json").out())
        .contains("\"ComputeState\":{\"StateType\":10");
    assertThat(desk.call("job", "history", "j", "--event-type", "execution").out())
        .contains("Running")
        .doesNotContain("Submission");
    assertThat(desk.call("job", "versions", "j").out()).contains("1        2026");
    assertThat(desk.call("job", "inspect", "j", "--output", "yaml").out()).contains("Job:\n");
  }

  // BA-121
  @Test
  void whatATaskAskedForAndUsedIsToldTogether() {
    desk.jobs.fate =
        job -> {
          desk.journal.record(
              job.run(),
              "r0.1/main",
              new AttemptEnded(
                  new Outcome.Exited(0),
                  new Usage(2_000_000, 900_000, 100_000, 50_000_000, 0, 12_000),
                  Phases.NONE,
                  new Written(0, 0),
                  new Written(0, 0)));
          return desk.jobs.ends(job, JobState.COMPLETED, "", 0, "", "");
        };
    desk.call("run", "job");
    assertThat(desk.call("job", "inspect", "j", "--resources").out().lines().toList().get(1))
        .isEqualTo("main  e-00000000  0.5  0.5   1.000 s   64 MB   50 MB  -     12 KB    0");
    assertThat(desk.call("job", "inspect", "j", "--resources", "--output", "json").out())
        .contains("\"PeakMemoryBytes\":50000000");
  }

  @Test
  void logsAreWhatWasWritten() {
    desk.jobs.fate =
        job -> desk.jobs.ends(job, JobState.COMPLETED, "", 0, "one\ntwo\nthree", "oops\n");
    desk.call("run", "job");
    assertThat(desk.call("job", "logs", "j")).isEqualTo(new Answer(0, "one\ntwo\nthree", "oops\n"));
    assertThat(desk.call("job", "logs", "-f", "-t", "2", "j"))
        .isEqualTo(new Answer(0, "three", "oops\n"));
    assertThat(desk.call("job", "logs", "--tail", "0", "j")).isEqualTo(new Answer(0, "", ""));
    assertThat(desk.call("job", "logs", "j", "-e", "e-00").out()).isEqualTo("one\ntwo\nthree");
    assertThat(desk.call("job", "logs", "j", "-e", "e-99").err()).contains("execution not found");
    assertThat(desk.call("job", "logs", "j", "--network").err()).contains("comes later");
  }

  @Test
  void ofSeveralExecutionsEachLineSaysWhoseItIs() throws Exception {
    var two = new Kind.Batch(2, Kind.ExecutionPlan.PARALLEL, Optional.empty());
    desk.file("two", Specs.job(two, Specs.task("main", "sh")));
    desk.jobs.fate =
        job -> {
          desk.jobs.play(job, FakeJobs.execution(1, ExecutionState.COMPLETED, "", 0), "b", "");
          return desk.jobs.ends(job, JobState.COMPLETED, "", 0, "a\n", "");
        };
    desk.call("run", "two");
    assertThat(desk.call("job", "logs", "j").out()).isEqualTo("r0.1 | a\nr1.1 | b\n");
  }

  @Test
  void stoppingIsForJobsThatGoOn() {
    desk.call("run", "--wait=false", "job");
    assertThat(desk.call("job", "stop", "j").out()).contains("is stopped");
    assertThat(desk.call("job", "stop", "j").out()).contains("was stopped already");
    fate(JobState.COMPLETED, "", 0);
    desk.call("run", "--force", "job");
    assertThat(desk.call("job", "stop", "j"))
        .isEqualTo(
            new Answer(
                1,
                "",
                "Error: Job is already in a terminal state.\n  The current state is: Completed\n"));
  }

  @Test
  void aVersionRunsOnceMore() {
    fate(JobState.COMPLETED, "", 0);
    desk.call("run", "job");
    Answer answer = desk.call("job", "rerun", "j");
    assertThat(answer.status()).isZero();
    assertThat(answer.err()).contains("as version 2 of `j`");
  }

  @Test
  void aProgramRunsWithoutAFile() {
    fate(JobState.COMPLETED, "", 0);
    Answer answer = desk.call("docker", "run", "-f", "-e", "A=b", "busybox", "--", "ls", "-l");
    assertThat(answer.err()).doesNotContain("rror");
    assertThat(answer.out()).isEqualTo("out\n");
    Answer dry =
        desk.call(
            "docker",
            "run",
            "--dry-run",
            "-e",
            "A=b",
            "-i",
            "file:///data:/in",
            "--count",
            "2",
            "busybox",
            "--",
            "ls",
            "-l");
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out())
        .contains(
            "Count: 2\n",
            "Image: busybox\n",
            "Parameters:\n          - ls\n          - \"-l\"\n",
            "A: b\n",
            "SourcePath: \"/data\"\n",
            "Target: \"/in\"\n");
    assertThat(desk.call("docker", "run", "-i", "nothing", "busybox").status()).isEqualTo(1);
    assertThat(desk.call("docker", "run").status()).isEqualTo(1);
  }

  // BA-127
  @Test
  void thisMachineIsTheOnlyNode() {
    assertThat(desk.call("node", "list", "--show", "labels,capacity").out())
        .contains("Architecture=amd64 name=here", "1 GB");
    assertThat(desk.call("node", "describe").out()).contains("NodeID: n-here\n");
    assertThat(desk.call("node", "describe", "n-there").err()).contains("there is one node");
    assertThat(desk.call("node", "list", "--show", "version").status()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job get j-1 --raw",
        "wasm run main.wasm a b",
        "serve --orchestrator",
        "devstack",
        "config list",
        "profile save x",
        "auth info",
        "agent alive",
        "node approve n-1"
      })
  void whatIsNotHereIsAnsweredPlainly(String line) {
    Answer answer = desk.call(line.split(" ", -1));
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).startsWith("Error: ").contains("\nHint: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "list", "get", "describe", "logs", "cancel"})
  void oldNamesAreAnsweredWithTodays(String old) {
    assertThat(desk.call(old, "x", "--flag").err()).contains("`bacalhau job ");
    assertThat(desk.call("--help").out()).doesNotContain("  " + old + " ");
  }

  @Test
  void helpAndVersionAreThere() {
    assertThat(desk.call("--help").out()).contains("Examples:", "run", "docker", "node");
    assertThat(desk.call("version")).isEqualTo(new Answer(0, "0.1.0\n", ""));
    assertThat(desk.call("completion", "bash").out()).contains("complete -F");
    assertThat(desk.call("job", "lst").err()).contains("unknown command `lst`");
    assertThat(desk.call("job").status()).isEqualTo(1);
  }
}
