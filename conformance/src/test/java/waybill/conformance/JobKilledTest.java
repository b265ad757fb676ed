package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;
import static waybill.conformance.JobDesk.jobText;
import static waybill.conformance.JobDesk.newName;
import static waybill.conformance.JobDesk.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/**
 * The agent dies by signal 9 at each stage of a job. Nothing of it is left then, no process, no
 * group, no mount, no file; the next agent goes on with the job, and says what happened.
 */
class JobKilledTest {
  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<JobDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeWithLarge);
    for (OpUser user : users.all()) {
      desks.add(JobDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> stages() {
    return new Promises<JobDesk>(users.products(), p -> JobDesk.of(p, desks).another())
        .add("while it is queued (BA-90)", JobKilledTest::queued)
        .add("while its image is unpacked (BA-90)", JobKilledTest::unpacked)
        .add("as soon as it is accepted (BA-90)", JobKilledTest::accepted)
        .add("while it runs (BA-87, BA-90)", JobKilledTest::running)
        .add("between two tasks (BA-90)", JobKilledTest::betweenTasks)
        .add("while it waits for its next try (BA-90)", JobKilledTest::waitsForRetry)
        .add("while it is stopped (BA-90)", JobKilledTest::stopping)
        .tests();
  }

  /** A job of which each try leaves a line in a file, so that its tries can be counted. */
  private static String counting(String name, Path tries, String script, String... more) {
    String input =
        "InputSources: [{Target: /tries, Source: {Type: local, Params: {SourcePath: "
            + tries
            + ", ReadWrite: true}}}]";
    return jobText(
        name,
        ": " + name + "; echo >>/tries; n=$(wc -l </tries); " + script + "; exit $?",
        more.length > 0 ? more[0] : "Type: batch",
        input);
  }

  private static void goesOnOnce(JobDesk desk, String id, Path tries, int lines)
      throws IOException, InterruptedException {
    desk.await(id, "\"Completed\"");
    assertThat(Files.readAllLines(tries)).hasSize(lines);
  }

  private static void queued(JobDesk desk) throws IOException, InterruptedException {
    Needs.need("limits", desk.limited(), "give this user control groups: `waybill doctor`");
    String all = "\"" + Runtime.getRuntime().availableProcessors() + "\"";
    String name = newName();
    Path first = desk.input("first", "");
    Path second = desk.input("second", "");
    String blocker =
        desk.submit(counting(name, first, "[ $n != 1 ] || sleep 1000").replace("\"0.1\"", all));
    awaitThat("it runs", () -> runs(name));
    String waiting = desk.submit(counting(newName(), second, "true").replace("\"0.1\"", all));
    desk.await(waiting, "\"Queued\"");
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), desk.agent());
    goesOnOnce(desk, blocker, first, 2);
    goesOnOnce(desk, waiting, second, 1);
    assertThat(desk.executions(waiting)).contains("the agent ended before this had begun");
    killed.assertNothingIsLeft();
  }

  private static void unpacked(JobDesk desk) throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    ProcessHandle agent = desk.agent();
    String id =
        desk.submit(
            counting(newName(), tries, "ls /d99 | wc -l").replace("Image: alpine", "Image: large"));
    awaitThat("it is unpacked", () -> agent.descendants().anyMatch(JobKilledTest::unpacks));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), agent);
    goesOnOnce(desk, id, tries, 1);
    assertThat(desk.job("logs", id).stdout()).describedAs("it is whole").contains("100\n");
    killed.assertNothingIsLeft();
  }

  private static boolean unpacks(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(" unpack");
  }

  private static void accepted(JobDesk desk) throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    ProcessHandle agent = desk.agent();
    String id = desk.submit(counting(newName(), tries, "true"));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), agent);
    desk.await(id, "\"Completed\"");
    assertThat(Files.readAllLines(tries).size()).isBetween(1, 2);
    killed.assertNothingIsLeft();
  }

  private static void running(JobDesk desk) throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    String name = newName();
    String id = desk.submit(counting(name, tries, "[ $n != 1 ] || sleep 1000"));
    awaitThat("it runs", () -> runs(name));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), desk.agent());
    goesOnOnce(desk, id, tries, 2);
    assertThat(desk.executions(id)).contains("the agent ended while this ran");
    killed.assertNothingIsLeft();
  }

  /** It begins anew with the first task: what that one did is gone with its execution. */
  private static void betweenTasks(JobDesk desk) throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    String name = newName();
    String first = counting(name, tries, "[ $n != 1 ] || sleep 1");
    String tasks = first.substring(first.indexOf("  - Name: main"));
    ProcessHandle agent = desk.agent();
    String id = desk.submit(first + tasks.replace("Name: main", "Name: second"));
    awaitThat("the first task runs", () -> runs(name));
    awaitThat("it has ended", () -> !runs(name));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), agent);
    desk.await(id, "\"Completed\"");
    assertThat(Files.readAllLines(tries).size()).isBetween(2, 4);
    killed.assertNothingIsLeft();
  }

  private static void waitsForRetry(JobDesk desk) throws IOException, InterruptedException {
    Path tries = desk.input("tries", "");
    String name = newName();
    String handling =
        "Type: batch\nErrorHandling: {MaxAttempts: 4, OnFailure: retry, BackoffStrategy: exponential}";
    ProcessHandle agent = desk.agent();
    String id = desk.submit(counting(name, tries, "[ $n = 3 ]", handling));
    awaitThat("it has failed twice", () -> Files.readAllLines(tries).size() == 2 && !runs(name));
    awaitThat("that is known", () -> desk.executions(id).split("\"ExitCode\":1", -1).length == 3);
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), agent);
    goesOnOnce(desk, id, tries, 3);
    killed.assertNothingIsLeft();
  }

  /** Whether it was heard or not, a second stop ends it; if it was, that changes nothing. */
  private static void stopping(JobDesk desk) throws IOException, InterruptedException {
    String name = newName();
    ProcessHandle agent = desk.agent();
    String id = desk.submit(jobText(name, "sleep 1000; : " + name));
    awaitThat("it runs", () -> runs(name));
    JobDesk other = desk.another();
    Process stop = other.begin("job", "stop", id);
    awaitThat("its program is killed", () -> !runs(name));
    KilledAgent killed = KilledAgent.kill(desk.user().folders(), agent);
    Ending _ = other.end(stop);
    desk.await(id, "\"Stopped\"");
    assertThat(desk.job("stop", id).how()).isEqualTo("exit 0");
    assertThat(runs(name)).isFalse();
    killed.assertNothingIsLeft();
  }
}
