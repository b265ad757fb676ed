package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.failure.FailureCode;

/** However any of us dies, no task survives, nothing is left, and the next start works. */
@Timeout(60)
class DeathTest {

  /** Who is killed. */
  enum Victim {
    OUTER,
    MAIN,
    OPENER,
    WORKER,
    OTHER_WORKER;

    void kill(TestBed bed) {
      ProcessHandle outer = bed.launcher().handle();
      long pid =
          switch (this) {
            case OUTER -> outer.pid();
            case MAIN -> outer.children().findFirst().orElseThrow().pid();
            case OPENER -> bed.ownProcesses("opener").getFirst();
            case WORKER -> bed.ownProcesses("worker").getFirst();
            case OTHER_WORKER -> bed.ownProcesses("worker").getLast();
          };
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
  }

  private static List<ProcessHandle> family(ProcessHandle head) {
    return Stream.concat(head.descendants(), Stream.of(head)).toList();
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      process.onExit().join();
    }
  }

  private static void assertThatTheNextStartWorks() {
    try (TestBed next = TestBed.start(LauncherSettings.Kernel.PROBED)) {
      assertThat(next.script("echo works").run().printed()).isEqualTo("works\n");
    }
  }

  @ParameterizedTest
  @EnumSource(Victim.class)
  void noTaskSurvivesTheDeathOfAProcessOfTheLauncher(Victim victim) throws IOException {
    Optional<ControlGroups> groups = ControlGroups.find();
    var reports = new ArrayList<RunningTask>();
    try (TestBed bed =
        TestBed.start(
            TestBed.settings("waybill-launcher", 2, groups, LauncherSettings.Kernel.PROBED))) {
      for (int i = 0; i < 4; i++) {
        Job.Collected collected = new Job.Collected();
        Job job = bed.script("sleep 1000 & setsid sleep 1000 & echo ready; exec sleep 1000");
        if (groups.isPresent()) {
          job.limits(Job.processes(50));
        }
        reports.add(job.start(collected));
        collected.awaitOut("ready");
      }
      List<ProcessHandle> all = family(bed.launcher().handle());
      assertThat(all.size()).isGreaterThanOrEqualTo(5 + 4 * 2);
      victim.kill(bed);
      for (RunningTask task : reports) {
        assertThat(Job.await(task))
            .isInstanceOfSatisfying(
                LaunchReport.Lost.class,
                lost -> assertThat(lost.failure().code()).isEqualTo(FailureCode.LAUNCHER_LOST));
      }
      awaitEnd(all);
      assertThat(bed.launcher().isAlive()).isFalse();
      assertThat(bed.script("exit 0").run().report()).isInstanceOf(LaunchReport.Lost.class);
    }
    try (Stream<Path> sockets = Files.list(Layers.SOCKETS)) {
      assertThat(sockets).isEmpty();
    }
    if (groups.isPresent() && victim != Victim.OUTER) { // what that one leaves, the next one sweeps
      assertThat(Path.of(groups.get().processes())).doesNotExist();
    }
    assertThatTheNextStartWorks();
  }

  @Test
  void noTaskSurvivesTheDeathOfTheCommand() throws IOException, InterruptedException {
    Process command =
        ChildVm.start("hold", "4").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out = command.inputReader(StandardCharsets.US_ASCII);
    String line = out.readLine();
    ProcessHandle outer = ProcessHandle.of(Long.parseLong(String.valueOf(line))).orElseThrow();
    List<ProcessHandle> all = family(outer);
    assertThat(all).hasSize(5 + 4);
    command.destroyForcibly();
    command.waitFor();
    awaitEnd(all);
    assertThatTheNextStartWorks();
  }

  @Test
  void noTaskSurvivesACommandThatEndsWithoutClosing() throws IOException, InterruptedException {
    Process command =
        ChildVm.start("hold", "2").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var out = command.inputReader(StandardCharsets.US_ASCII);
    List<ProcessHandle> all =
        family(ProcessHandle.of(Long.parseLong(String.valueOf(out.readLine()))).orElseThrow());
    command.getOutputStream().close();
    assertThat(command.waitFor()).isZero();
    awaitEnd(all);
  }

  @Test
  void closingEndsEveryTaskAndSaysSo() {
    TestBed bed = TestBed.start(LauncherSettings.Kernel.PROBED);
    Job.Collected collected = new Job.Collected();
    RunningTask task = bed.script("echo ready; exec sleep 1000").start(collected);
    collected.awaitOut("ready");
    List<ProcessHandle> all = family(bed.launcher().handle());
    bed.close();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(Job.await(task))
        .isInstanceOfSatisfying(
            LaunchReport.Lost.class,
            lost -> assertThat(lost.failure().message()).contains("closed"));
    bed.close();
    assertThat(bed.script("exit 0").run().report()).isInstanceOf(LaunchReport.Lost.class);
  }

  /** Who is killed while the user's terminal is in raw mode. */
  enum TerminalVictim {
    COMMAND,
    OUTER,
    MAIN
  }

  @ParameterizedTest
  @EnumSource(TerminalVictim.class)
  void theTerminalIsPutBackWhoeverDies(TerminalVictim victim) throws IOException {
    var words = new ArrayList<>(List.of(Probe.program().toString(), "terminal"));
    words.addAll(ChildVm.start("raw", "echo started; exec sleep 1000").command());
    Process probe = new ProcessBuilder(words).start();
    try (var out =
            new BufferedReader(
                new InputStreamReader(probe.getInputStream(), StandardCharsets.UTF_8));
        OutputStream in = probe.getOutputStream()) {
      String line = awaitLine(out, "launcher ");
      ProcessHandle outer =
          ProcessHandle.of(Long.parseLong(line.substring("launcher ".length()))).orElseThrow();
      awaitLine(out, "started");
      assertThat(mode(in, out)).isEqualTo("mode: raw");
      List<ProcessHandle> all = family(outer);
      switch (victim) {
        case COMMAND -> outer.parent().orElseThrow().destroyForcibly();
        case OUTER -> outer.destroyForcibly();
        case MAIN -> outer.children().findFirst().orElseThrow().destroyForcibly();
      }
      awaitEnd(all);
      assertThat(mode(in, out)).isEqualTo("mode: cooked");
    } finally {
      probe.destroyForcibly();
    }
  }

  private static String mode(OutputStream in, BufferedReader out) throws IOException {
    in.write('?');
    in.flush();
    return awaitLine(out, "mode: ");
  }

  private static String awaitLine(BufferedReader out, String start) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(start)) {
        return line.strip();
      }
    }
    throw new AssertionError("ended without a line that starts with " + start);
  }

  @Test
  void theTerminalIsPutBackAtTheEnd() throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(Probe.program().toString(), "terminal"));
    words.addAll(ChildVm.start("raw", "stty >/dev/stub; exit 0").command());
    Process probe = new ProcessBuilder(words).start();
    try (var out =
            new BufferedReader(
                new InputStreamReader(probe.getInputStream(), StandardCharsets.UTF_8));
        OutputStream in = probe.getOutputStream()) {
      String line = awaitLine(out, "launcher ");
      ProcessHandle.of(Long.parseLong(line.substring("launcher ".length())))
          .ifPresent(outer -> outer.onExit().join());
      assertThat(mode(in, out)).isEqualTo("mode: cooked");
    } finally {
      probe.destroyForcibly();
      assertThat(probe.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
