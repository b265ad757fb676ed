package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Limits;
import waybill.model.task.Mount;

/** A writable root of a size. */
class DiskTest {
  private static final long MEGABYTE = 1 << 20;
  private static final Mount ZERO = new Mount.Devices(List.of(Mount.Device.ZERO));

  private static Limits disk(long bytes) {
    return new Limits(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(bytes),
        0);
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void moreThanTheDiskTakesIsNoSpaceLeft(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      Job.Result result =
          bed.script("busybox dd if=/dev/zero of=/new bs=1000 count=20000; wc -c </new")
              .makesMissing()
              .mounts(ZERO)
              .limits(disk(10_000_000))
              .run();
      assertThat(result.err()).contains("No space left on device");
      long written = Long.parseLong(result.printed().lines().toList().getLast());
      assertThat(written).as("whole pages").isBetween(9_900_000L, 10_004_096L);
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void whatFitsIsTaken(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      Job job = bed.script("yes | head -c 9000000 >/new && wc -c </new").writable();
      assertThat(job.limits(disk(10_000_000)).run().printed()).isEqualTo("9000000\n");
      assertThat(job.limits(disk(MEGABYTE << 20)).run().printed())
          .as("more than the machine has, which is the business of others")
          .isEqualTo("9000000\n");
      assertThat(job.limits(Limits.NONE).run().printed()).isEqualTo("9000000\n");
    }
  }

  @Test
  void roomIsThereAgainWhenAFileIsRemoved() {
    try (TestBed bed = TestBed.start(LauncherSettings.Kernel.PROBED)) {
      String script =
          "for i in 1 2 3 4 5; do yes | head -c 3000000 >/new || exit 1; rm /new; done; echo good";
      assertThat(bed.script(script).writable().limits(disk(4 * MEGABYTE)).run().printed())
          .isEqualTo("good\n");
    }
  }

  @Test
  void oneTasksDiskIsNotAnothers() {
    try (TestBed bed = TestBed.start(LauncherSettings.Kernel.PROBED)) {
      Job job = bed.script("yes | head -c 3000000 >/new && echo good").writable();
      for (int i = 0; i < 3; i++) {
        assertThat(job.limits(disk(4 * MEGABYTE)).run().printed()).isEqualTo("good\n");
      }
    }
  }

  @Test
  void whatIsChangedOfALayerCountsWhole() {
    Path layer = Layers.empty();
    Layers.file(layer, "large", "x".repeat(3_000_000));
    try (TestBed bed = TestBed.start(LauncherSettings.Kernel.PROBED)) {
      Job job = bed.script("echo more >>/large").layers(Layers.withBusybox(), layer).writable();
      assertThat(job.limits(disk(2 * MEGABYTE)).run().err()).contains("No space left on device");
      assertThat(job.limits(disk(4 * MEGABYTE)).run().exitCode()).isZero();
    }
  }

  @Test
  void aTaskThatKeepsBothItsLimitsIsNotKilledForWhatItWrote() {
    ControlGroups groups = Capabilities.needControlGroups();
    var settings =
        TestBed.settings(
            "waybill-launcher", 1, Optional.of(groups), LauncherSettings.Kernel.PROBED);
    var both =
        new Limits(
            OptionalLong.of(8 * MEGABYTE),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.of(64 * MEGABYTE),
            0);
    try (TestBed bed = TestBed.start(settings)) {
      Job.Result result =
          bed.script("busybox dd if=/dev/zero of=/new bs=64k")
              .makesMissing()
              .mounts(ZERO)
              .limits(both)
              .run();
      assertThat(result.err()).contains("No space left on device");
      assertThat(result.ended().outOfMemory()).isFalse();
    }
  }

  @Test
  void whatATaskPrintedBeforeItRanOutOfMemoryIsKept() {
    ControlGroups groups = Capabilities.needControlGroups();
    var settings =
        TestBed.settings(
            "waybill-launcher", 1, Optional.of(groups), LauncherSettings.Kernel.PROBED);
    try (TestBed bed = TestBed.start(settings)) {
      Job.Result result =
          bed.script("echo before; echo also >&2; tail /dev/zero")
              .makesMissing()
              .mounts(ZERO)
              .limits(Job.memory(16 * MEGABYTE))
              .run();
      assertThat(result.ended().outOfMemory()).isTrue();
      assertThat(result.out()).isEqualTo("before\n");
      assertThat(result.err()).startsWith("also\n");
      assertThat(result.ended().usage().peakBytes()).isPositive();
      assertThat(result.ended().usage().userMicros() + result.ended().usage().systemMicros())
          .isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void whatTheRootHoldsAtTheEndIsTold(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.start(kernel)) {
      Job job = bed.script("yes | head -c 3000000 >/new; yes | head -c 900000 >/b; rm /b");
      LaunchReport.Ended ended = job.writable().limits(disk(10_000_000)).run().ended();
      assertThat(ended.usage().diskBytes()).isBetween(3_000_000L, 3_100_000L);
      assertThat(job.limits(Limits.NONE).run().ended().usage().diskBytes())
          .as("nobody asked")
          .isZero();
      assertThat(bed.script("exit 0").limits(disk(10_000_000)).run().ended().usage().diskBytes())
          .as("a root that takes no writes")
          .isZero();
    }
  }

  @Test
  void aDiskOfASizeLeavesNothingBehind() {
    try (TestBed bed = TestBed.start(1)) {
      Job job = bed.script("echo x >/new").writable().limits(disk(MEGABYTE));
      assertThat(job.run().exitCode()).isZero();
      List<String> before = bed.holdings();
      for (int i = 0; i < 20; i++) {
        assertThat(job.run().exitCode()).isZero();
        bed.job("/nope").writable().limits(disk(MEGABYTE)).run().refusal();
      }
      assertThat(bed.holdings()).isEqualTo(before);
    }
  }
}
