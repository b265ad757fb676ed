package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Mount;
import waybill.model.task.Streams;

/** What a task reads and writes. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class StreamsTest {
  private final LauncherSettings.Kernel kernel;
  private final TestBed bed;

  StreamsTest(LauncherSettings.Kernel kernel) {
    this.kernel = kernel;
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void outputAndErrorArriveApartAndEachInOrder() {
    Job.Result result =
        bed.script("i=0; while [ $i -lt 500 ]; do echo o$i; echo e$i >&2; i=$((i+1)); done").run();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      out.append('o').append(i).append('\n');
    }
    assertThat(result.out()).isEqualTo(out.toString());
    assertThat(result.err()).isEqualTo(out.toString().replace('o', 'e'));
    assertThat(result.ended().stdoutBytes()).isEqualTo(out.length());
    assertThat(result.ended().stderrBytes()).isEqualTo(out.length());
  }

  @Test
  void everyByteArrivesAsItIs() {
    var bytes = new ArrayList<Integer>();
    RunningTask task =
        bed.script("i=0; while [ $i -lt 256 ]; do printf \"\\\\$(printf %o $i)\"; i=$((i+1)); done")
            .start(
                (stream, chunk, offset, length) -> {
                  for (int i = offset; i < offset + length; i++) {
                    bytes.add(chunk[i] & 0xff);
                  }
                });
    Job.await(task);
    assertThat(bytes).hasSize(256);
    for (int i = 0; i < 256; i++) {
      assertThat(bytes.get(i)).isEqualTo(i);
    }
  }

  @Test
  void whatIsBeyondTheLimitIsCountedButNotPassedOn() {
    Job.Result result =
        bed.script("printf 0123456789abcdef; printf xyz >&2; printf more")
            .streams(new Streams.Captured(10))
            .run();
    assertThat(result.out()).isEqualTo("0123456789");
    assertThat(result.err()).isEqualTo("xyz");
    assertThat(result.ended().stdoutBytes()).isEqualTo(20);
    assertThat(result.ended().stderrBytes()).isEqualTo(3);
  }

  @Test
  void aLimitOfNothingPassesNothingOn() {
    Job.Result result = bed.script("echo x").streams(new Streams.Captured(0)).run();
    assertThat(result.out()).isEmpty();
    assertThat(result.ended().stdoutBytes()).isEqualTo(2);
  }

  @Test
  void standardInputIsAtItsEnd() {
    assertThat(bed.script("cat; echo over").run().printed()).isEqualTo("over\n");
  }

  @Test
  void aTaskMayOpenItsOutputAgain() {
    assertThat(
            bed.script("echo one >/proc/self/fd/1; echo two >/proc/1/fd/2")
                .proc()
                .ids(1000, 1000)
                .run())
        .satisfies(
            result -> {
              assertThat(result.printed()).isEqualTo("one\n");
              assertThat(result.err()).isEqualTo("two\n");
            });
  }

  @Test
  void aTaskThatClosesItsStreamsGoesOn() {
    assertThat(
            bed.script("exec >&- 2>&- <&-; i=0; while [ $i -lt 9999 ]; do i=$((i+1)); done; exit 4")
                .run()
                .exitCode())
        .isEqualTo(4);
  }

  @Test
  void whatIsInThePipesAtTheEndArrives() {
    for (int i = 0; i < 20; i++) {
      Job.Result result = bed.script("head -c 65536 /bin/busybox; exit 0").run();
      assertThat(result.ended().stdoutBytes()).isEqualTo(65536);
    }
  }

  @Test
  void endlessOutputNeedsNoMemoryEvenIfTheListenerIsSlow() throws IOException {
    long bytes = 60_000_000;
    var counted = new AtomicLong();
    var sum = new CRC32();
    Job job =
        bed.script("head -c " + bytes + " /dev/zero")
            .mounts(new Mount.Devices(List.of(Mount.Device.ZERO)))
            .streams(new Streams.Captured(Long.MAX_VALUE));
    RunningTask task =
        job.start(
            (stream, chunk, offset, length) -> {
              for (int i = 0; i < 400; i++) {
                sum.update(chunk, offset, length); // slower than the task
              }
              counted.addAndGet(length);
            });
    LaunchReport.Ended ended = (LaunchReport.Ended) Job.await(task);
    assertThat(ended.stdoutBytes()).isEqualTo(bytes);
    assertThat(counted).hasValue(bytes);
    for (long worker : bed.ownProcesses("worker")) {
      assertThat(peakKilobytes(worker)).isLessThan(16_000);
    }
  }

  private static long peakKilobytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new AssertionError("no process " + pid);
  }

  @Test
  void aListenerThatFailsIsToldToItsOwnTaskOnly() {
    RunningTask bad =
        bed.script("echo one; echo two")
            .start(
                (stream, chunk, offset, length) -> {
                  throw new IllegalStateException("listener");
                });
    assertThatThrownBy(bad::await).isInstanceOf(IllegalStateException.class).hasMessage("listener");
    for (int i = 0; i < 4; i++) {
      assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
    }
  }

  @Test
  void aThreadThatWasInterruptedCanStillStartAndStopTasks() throws InterruptedException {
    Job.Collected collected = new Job.Collected();
    RunningTask other = bed.script("echo ready; exec sleep 1000").start(collected);
    collected.awaitOut("ready");
    Thread.currentThread().interrupt();
    RunningTask task = bed.script("echo started; exec sleep 1000").start(OutputListener.NONE);
    assertThatThrownBy(task::await).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    task.signal(9);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.await()).isInstanceOf(LaunchReport.Ended.class);
    other.signal(9);
    assertThat(other.await()).isInstanceOf(LaunchReport.Ended.class);
  }

  @Test
  void manyTasksRunAtTheSameTime() throws InterruptedException {
    var tasks = new ArrayList<RunningTask>();
    var outputs = new ArrayList<Job.Collected>();
    for (int i = 0; i < 64; i++) {
      var collected = new Job.Collected();
      outputs.add(collected);
      tasks.add(bed.script("echo ready" + i + "; exec sleep 1000").start(collected));
    }
    for (int i = 0; i < 64; i++) {
      assertThat(outputs.get(i).awaitOutOrEnd("ready" + i + "\n", tasks.get(i))).isEmpty();
    }
    assertThat(bed.taskProcesses()).hasSize(64);
    for (RunningTask task : tasks) {
      task.signal(9);
    }
    for (RunningTask task : tasks) {
      assertThat(((LaunchReport.Ended) task.await()).signal()).isEqualTo(9);
    }
    assertThat(bed.taskProcesses()).isEmpty();
  }

  @Test
  void inheritedStreamsAreThoseOfTheCommand() throws IOException, InterruptedException {
    Path folder = Layers.temporaryFolder();
    Path in = Files.writeString(folder.resolve("in"), "typed\n");
    Process command =
        ChildVm.start("inherit", kernel.name(), "cat; echo out; echo err >&2; exit 6")
            .redirectInput(in.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(command.waitFor()).as("%s", Files.readString(folder.resolve("err"))).isEqualTo(6);
    assertThat(folder.resolve("out")).hasContent("typed\nout\n");
    assertThat(folder.resolve("err")).hasContent("err\n");
  }

  @Test
  void streamsThatTheCommandDoesNotHaveAreEmptyForItsTasks()
      throws IOException, InterruptedException {
    Path folder = Layers.temporaryFolder();
    List<String> words = ChildVm.start("inherit", kernel.name(), "cat; exit 6").command();
    String command = "exec <&- >&- 2>&-; exec \"$0\" \"$@\"";
    var shell = new ArrayList<>(List.of("/bin/sh", "-c", command));
    shell.addAll(words);
    assertThat(new ProcessBuilder(shell).directory(folder.toFile()).start().waitFor()).isEqualTo(6);
  }
}
