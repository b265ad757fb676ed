package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.Limits;
import waybill.model.task.SetupFailure;

/** What control groups enforce. */
class LimitsTest {
  private static final Errno EOPNOTSUPP = new Errno(95);
  private static final int SIGKILL = 9;
  private static final long MEGABYTE = 1 << 20;

  private static TestBed start(ControlGroups groups) {
    return TestBed.start(
        TestBed.settings(
            "waybill-launcher", 1, Optional.of(groups), LauncherSettings.Kernel.PROBED));
  }

  /** The folders that hold the leaves. */
  private static List<Path> folders(ControlGroups groups) {
    return Stream.of(groups.memory(), groups.processes(), groups.cpu())
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static List<Path> leaves(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  private static long number(Path file, String key) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.substring(key.length()).trim());
      }
    }
    throw new AssertionError("no " + key + " in " + file);
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void aLimitThatCannotBeEnforcedIsRefused(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      for (Limits limits : List.of(Job.memory(MEGABYTE), Job.processes(5), Job.cpu(500))) {
        SetupFailure failure = bed.script("exit 0").limits(limits).run().refusal();
        assertThat(failure.errno()).isEqualTo(EOPNOTSUPP);
        assertThat(failure.subject()).startsWith("setting limits");
      }
      assertThat(bed.script("exit 0").run().exitCode()).isZero();
    }
  }

  /** On a machine where they can be. */
  @Nested
  class Enforced {
    private final ControlGroups groups = Capabilities.needControlGroups();
    private final TestBed bed = start(groups);

    @AfterEach
    void close() {
      bed.close();
    }

    /** Needs ever more memory. */
    private Job hungry() {
      return bed.job("awk", "BEGIN { x = \"0123456789abcdef\"; while (1) x = x x }");
    }

    @Test
    void aTaskThatNeedsMoreMemoryThanItMayIsKilledAndTheReasonIsTold() {
      LaunchReport.Ended ended = hungry().limits(Job.memory(16 * MEGABYTE)).run().ended();
      assertThat(ended.signal()).isEqualTo(SIGKILL);
      assertThat(ended.outOfMemory()).isTrue();
      assertThat(ended.usage().peakBytes()).isBetween(8 * MEGABYTE, 16 * MEGABYTE);
    }

    @Test
    void memoryThatTheRootHoldsCountsToo() {
      LaunchReport.Ended ended =
          bed.script("while cat /bin/busybox >>/new; do :; done")
              .writable()
              .limits(Job.memory(16 * MEGABYTE))
              .run()
              .ended();
      assertThat(ended.outOfMemory()).isTrue();
      for (int i = 0; i < 3; i++) { // what is left of it must not disturb the next
        assertThat(bed.script("exit 0").limits(Job.memory(4 * MEGABYTE)).run().exitCode()).isZero();
      }
    }

    @Test
    void onlyTheTaskThatRanOutOfMemoryIsToldSo() {
      hungry().limits(Job.memory(16 * MEGABYTE)).run();
      LaunchReport.Ended next =
          bed.script("kill -9 $$; exit 3").limits(Job.memory(16 * MEGABYTE)).run().ended();
      assertThat(next.outOfMemory()).isFalse();
      assertThat(next.usage().peakBytes()).isLessThan(8 * MEGABYTE);
    }

    @Test
    void aLaterTaskMayHaveOtherLimits() {
      String script = "head -c 30000000 /dev/stub | tail -c 30000000 | wc -c";
      Path layer = Layers.empty();
      Layers.file(layer, "dev/stub", "x".repeat(30_000_000));
      Job job = bed.script(script).layers(Layers.withBusybox(), layer);
      assertThat(job.limits(Job.memory(8 * MEGABYTE)).run().ended().outOfMemory()).isTrue();
      assertThat(job.limits(Job.memory(200 * MEGABYTE)).run().printed()).isEqualTo("30000000\n");
      assertThat(job.limits(Job.processes(20)).run().printed())
          .as("no limit of memory")
          .isEqualTo("30000000\n");
      assertThat(job.limits(Limits.NONE).run().printed()).isEqualTo("30000000\n");
    }

    @Test
    void noMoreProcessesCanBeMadeThanTheTaskMayHave() {
      Job job = bed.script("i=0; while [ $i -lt 20 ]; do sleep 1000 & i=$((i+1)); done; echo all");
      assertThat(job.limits(Job.processes(5)).run().err()).contains("can't fork");
      assertThat(job.limits(Job.processes(21)).run().printed()).isEqualTo("all\n");
      assertThat(job.limits(Limits.NONE).run().printed()).isEqualTo("all\n");
      assertThat(bed.script("true & wait").limits(Job.processes(1)).run().err())
          .contains("can't fork");
    }

    @Test
    void processorTimeIsShared() throws IOException {
      LaunchReport.Ended ended =
          bed.script("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
              .limits(Job.cpu(100))
              .run()
              .ended();
      assertThat(ended.exitCode()).isZero();
      Path folder = folders(groups).getLast();
      assertThat(number(leaves(folder).getFirst().resolve("cpu.stat"), "nr_throttled "))
          .isPositive();
    }

    @Test
    void smallAndLargeSharesAreTaken() {
      for (long millis : new long[] {1, 9, 10, 999, 64_000}) {
        assertThat(bed.script("exit 0").limits(Job.cpu(millis)).run().exitCode()).isZero();
      }
    }

    @Test
    void aLimitThatTheKernelDoesNotTakeIsRefusedAndHarmsNoOtherTask() {
      for (Limits limits : List.of(Job.cpu(Long.MAX_VALUE / 2), Job.processes(Long.MAX_VALUE))) {
        assertThat(bed.script("exit 0").limits(limits).run().report())
            .isInstanceOf(LaunchReport.Refused.class);
        assertThat(bed.script("exit 0").limits(Job.cpu(500)).run().exitCode()).isZero();
      }
    }

    @Test
    void allLimitsTogetherWork() {
      var all =
          new Limits(OptionalLong.of(32 * MEGABYTE), OptionalLong.of(9), OptionalLong.of(900));
      assertThat(bed.script("echo $((6*7)) | cat").writable().limits(all).run().printed())
          .isEqualTo("42\n");
      assertThat(hungry().limits(all).run().ended().outOfMemory()).isTrue();
    }

    @Test
    void leavesAreUsedAgain() throws IOException {
      for (int i = 0; i < 20; i++) {
        bed.script("exit 0").limits(Job.processes(5 + i)).run();
      }
      for (Path folder : folders(groups)) {
        assertThat(leaves(folder)).hasSize(1);
      }
    }

    @Test
    void tasksAtTheSameTimeHaveALeafEach() throws IOException {
      var tasks = new ArrayList<RunningTask>();
      for (int i = 0; i < 5; i++) {
        Job.Collected collected = new Job.Collected();
        tasks.add(
            bed.script("echo ready; exec sleep 1000").limits(Job.processes(2)).start(collected));
        collected.awaitOut("ready");
      }
      assertThat(leaves(folders(groups).getFirst())).hasSize(5);
      for (RunningTask task : tasks) {
        task.signal(SIGKILL);
        Job.await(task);
      }
    }

    @Test
    void nothingIsLeftAfterTheLauncher() {
      RunningTask task =
          bed.script("sleep 1000 & sleep 1000").limits(Job.processes(5)).start(OutputListener.NONE);
      bed.script("exit 0").limits(Job.processes(5)).run();
      assertThat(folders(groups)).allMatch(Files::isDirectory);
      bed.close();
      assertThat(Job.await(task)).isInstanceOf(LaunchReport.Lost.class);
      assertThat(folders(groups)).noneMatch(Files::exists);
    }

    @Test
    void noFolderIsMadeUntilALimitIsAskedFor() {
      bed.script("exit 0").run();
      assertThat(folders(groups)).noneMatch(Files::exists);
    }

    @Test
    void theNextLauncherSweepsWhatAKilledOneLeft() {
      bed.script("exit 0").limits(Job.processes(5)).run();
      List<ProcessHandle> processes =
          Stream.concat(bed.launcher().handle().descendants(), Stream.of(bed.launcher().handle()))
              .toList();
      bed.launcher().handle().destroyForcibly();
      processes.forEach(process -> process.onExit().join());
      // Its folders are still there, unless some other launcher of this machine was quicker.
      ControlGroups others = Capabilities.needControlGroups();
      try (TestBed next = start(others)) {
        assertThat(next.script("exit 0").limits(Job.processes(5)).run().exitCode()).isZero();
        assertThat(folders(groups)).noneMatch(Files::exists);
        assertThat(folders(others)).allMatch(Files::isDirectory);
      }
    }

    @Test
    void aLauncherThatLivesIsNotSwept() throws IOException {
      assertThat(bed.script("exit 0").limits(Job.processes(5)).run().exitCode()).isZero();
      try (TestBed next = start(Capabilities.needControlGroups())) {
        assertThat(next.script("exit 0").limits(Job.processes(5)).run().exitCode()).isZero();
      }
      for (Path folder : folders(groups)) {
        assertThat(leaves(folder)).hasSize(1);
      }
      assertThat(bed.script("exit 0").limits(Job.processes(5)).run().exitCode()).isZero();
    }

    @Test
    void twoLaunchersCannotHaveTheSameFolders() {
      assertThat(bed.script("exit 0").limits(Job.processes(5)).run().exitCode()).isZero();
      try (TestBed next = start(groups)) {
        assertThat(next.script("exit 0").limits(Job.processes(5)).run().refusal().errno())
            .isEqualTo(new Errno(16));
      }
      assertThat(folders(groups)).allMatch(Files::isDirectory);
    }
  }
}
