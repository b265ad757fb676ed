package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Mount;
import waybill.model.task.Streams;

/** A task with a terminal of its own. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class TerminalTest {
  private final TestBed bed;

  TerminalTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private Job script(String text) {
    return bed.script(text)
        .streams(new Streams.Terminal(100, 30))
        .mounts(
            new Mount.DevPts("/dev/pts"),
            new Mount.Tmp("/tmp"),
            new Mount.Devices(List.of(Mount.Device.TTY, Mount.Device.NULL)))
        .proc();
  }

  private static void type(RunningTask task, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    task.input(bytes, 0, bytes.length);
  }

  @Test
  void allThreeStreamsAreTheTerminal() {
    assertThat(
            script("tty; [ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo yes; stty size; echo err >&2")
                .run()
                .printed())
        .isEqualTo("/dev/pts/0\r\nyes\r\n30 100\r\nerr\r\n");
  }

  @Test
  void itIsTheControllingTerminalAndTheTasksOwn() {
    assertThat(
            script(
                    "echo tty >/dev/tty; stat -c '%u %g' /dev/pts/0; cut -d' ' -f7 /proc/1/stat; true")
                .ids(1000, 1001)
                .run()
                .printed())
        .matches("tty\r\n1000 1001\r\n[1-9]\\d*\r\n");
  }

  @Test
  void whatIsTypedArrivesAndIsEchoed() {
    Job.Collected collected = new Job.Collected();
    RunningTask task = script("echo ready; read line; echo got $line").start(collected);
    collected.awaitOut("ready");
    type(task, "hello\n");
    assertThat(collected.result(Job.await(task)).printed())
        .isEqualTo("ready\r\nhello\r\ngot hello\r\n");
  }

  @Test
  void theEndOfInputCanBeTyped() {
    Job.Collected collected = new Job.Collected();
    RunningTask task = script("echo ready; cat; echo over").start(collected);
    collected.awaitOut("ready");
    type(task, "\u0004");
    assertThat(collected.result(Job.await(task)).printed()).endsWith("over\r\n");
  }

  @Test
  void anInterruptCanBeTyped() {
    Job.Collected collected = new Job.Collected();
    RunningTask task =
        script("trap 'echo interrupted; exit 5' INT; echo ready; sleep 1000 & wait")
            .start(collected);
    collected.awaitOut("ready");
    type(task, "\u0003");
    Job.Result result = collected.result(Job.await(task));
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.out()).endsWith("interrupted\r\n");
  }

  @Test
  void aNewSizeIsToldToTheProgram() {
    Job.Collected collected = new Job.Collected();
    RunningTask task =
        script("trap 'stty size; exit 3' WINCH; echo ready; sleep 1000 & wait").start(collected);
    collected.awaitOut("ready");
    task.resize(120, 40);
    Job.Result result = collected.result(Job.await(task));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("ready\r\n40 120\r\n");
  }

  @Test
  void allOutputArrivesHoweverMuchIsLeftAtTheEnd() {
    Job.Result result = script("stty -opost; seq 1 20000").run();
    StringBuilder expected = new StringBuilder();
    for (int i = 1; i <= 20000; i++) {
      expected.append(i).append('\n');
    }
    assertThat(result.printed()).isEqualTo(expected.toString());
    assertThat(result.ended().stdoutBytes()).isEqualTo(expected.length());
  }

  @Test
  void aProgramMayLeaveItsTerminalForAMoment() {
    Job.Result result =
        script(
                "exec </dev/null >/dev/null 2>&1; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done;"
                    + " echo late >/dev/tty; exit 3")
            .run();
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).isEqualTo("late\r\n");
  }

  @Test
  void whatRunsOnATerminalDiesWithTheTask() {
    assertThat(script("sleep 1000 & sleep 1000 & exit 2").run().exitCode()).isEqualTo(2);
    assertThat(bed.taskProcesses()).isEmpty();
  }

  @Test
  void typingMoreThanAProgramReadsHarmsNobody() {
    Job.Collected collected = new Job.Collected();
    RunningTask task = script("stty raw -echo; echo ready; exec sleep 1000").start(collected);
    collected.awaitOut("ready");
    for (int i = 0; i < 40; i++) {
      type(task, "x".repeat(100_000));
    }
    assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
    assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
    task.signal(9);
    assertThat(Job.await(task)).isInstanceOf(LaunchReport.Ended.class);
  }

  @Test
  void whatIsTypedWhileTheProgramIsBusyWaitsForIt() {
    Job.Collected collected = new Job.Collected();
    RunningTask task =
        script(
                "stty raw -echo; echo ready; head -c 300000 | tee /tmp/all | wc -c; tr -d x </tmp/all | wc -c")
            .start(collected);
    collected.awaitOut("ready");
    for (int i = 0; i < 3; i++) {
      type(task, "x".repeat(100_000));
    }
    assertThat(collected.result(Job.await(task)).printed()).endsWith("300000\n0\n");
  }
}
