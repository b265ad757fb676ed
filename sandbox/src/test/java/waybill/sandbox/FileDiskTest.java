package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.SetupFailure;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** A writable root of a size that lies on the host's disk. */
@Timeout(120)
class FileDiskTest {
  private static final long MEGABYTE = 1 << 20;
  private static final Mount ZERO = new Mount.Devices(List.of(Mount.Device.ZERO));

  private DiskFiles files;

  @BeforeEach
  void look() {
    files = Capabilities.needDisks();
  }

  private static Limits disk(long bytes) {
    return disk(OptionalLong.empty(), bytes);
  }

  private static Limits disk(OptionalLong memory, long bytes) {
    return new Limits(
        memory, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(bytes), 0);
  }

  /** The host's loop devices whose files lie, or lay, in our folder. */
  private List<String> devices() throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> blocks = Files.list(Path.of("/sys/block"))) {
      for (Path block : blocks.toList()) {
        Path backing = block.resolve("loop/backing_file");
        if (Files.exists(backing) && text(backing).startsWith(files.folder().toString())) {
          found.add(block.getFileName().toString());
        }
      }
    }
    return found;
  }

  /** One that was given up meanwhile has no file any more. */
  private static String text(Path backing) {
    try {
      return Files.readString(backing);
    } catch (IOException e) {
      return "";
    }
  }

  private void assertThatNothingIsLeft() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!devices().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait(); // a killed process's mounts go some time after it
    }
    assertThat(devices()).isEmpty();
    try (Stream<Path> left = Files.list(files.folder())) {
      assertThat(left).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(" ext4 /dev/loop");
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void itTakesItsSizeAndMoreIsNoSpaceLeft(LauncherSettings.Kernel kernel) throws IOException {
    try (TestBed bed = TestBed.start(kernel)) {
      Job.Result result =
          bed.script("busybox dd if=/dev/zero of=/new bs=100000 count=2000; wc -c </new")
              .makesMissing()
              .onDisk(files)
              .mounts(ZERO)
              .limits(disk(100_000_000))
              .run();
      assertThat(result.err()).contains("No space left on device");
      long written = Long.parseLong(result.printed().lines().toList().getLast());
      assertThat(written).isBetween(100_000_000L, 103_000_000L);
      assertThat(result.ended().usage().diskBytes()).isBetween(written, written + 200_000);
    }
    assertThatNothingIsLeft();
  }

  @Test
  void smallAndLargeDisksAreAsLargeAsTheyWereAskedFor() {
    try (TestBed bed = TestBed.start(1)) {
      for (long size : List.of(1L, 8 * MEGABYTE, 1000 * MEGABYTE, 5000 * MEGABYTE)) {
        String out =
            bed.script("busybox stat -f -c '%a %S' /").onDisk(files).limits(disk(size)).run().out();
        String[] words = out.strip().split(" ", -1);
        long free = Long.parseLong(words[0]) * Long.parseLong(words[1]);
        assertThat(free).as("of %d", size).isBetween(size, size + size / 200 + 2 * MEGABYTE);
      }
    }
  }

  @Test
  void aTaskWritesMoreThanItsMemoryAndIsNotKilled() {
    ControlGroups groups = Capabilities.needControlGroups();
    var settings =
        TestBed.settings(
            "waybill-launcher", 1, Optional.of(groups), LauncherSettings.Kernel.PROBED);
    try (TestBed bed = TestBed.start(settings)) {
      Job.Result result =
          bed.script(
                  "busybox dd if=/dev/zero of=/new bs=64k count=1600 && wc -c </new"
                      + " && busybox md5sum /new")
              .makesMissing()
              .onDisk(files)
              .mounts(ZERO)
              .limits(disk(OptionalLong.of(64 * MEGABYTE), 128 * MEGABYTE))
              .run();
      assertThat(result.ended().outOfMemory()).isFalse();
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out()).contains("104857600", "2f282b84e7e608d5852449ed940bfc51");
      assertThat(result.ended().usage().peakBytes()).isLessThanOrEqualTo(64 * MEGABYTE);
    }
  }

  @Test
  void whatATaskMayUseAsMemoryIsNoMoreThanItsLimit() {
    ControlGroups groups = Capabilities.needControlGroups();
    var settings =
        TestBed.settings(
            "waybill-launcher", 1, Optional.of(groups), LauncherSettings.Kernel.PROBED);
    try (TestBed bed = TestBed.start(settings)) {
      Job.Result result =
          bed.script("tail /dev/zero")
              .makesMissing()
              .onDisk(files)
              .mounts(ZERO)
              .limits(disk(OptionalLong.of(32 * MEGABYTE), 500 * MEGABYTE))
              .run();
      assertThat(result.ended().outOfMemory()).isTrue();
      assertThat(result.ended().usage().peakBytes()).isLessThanOrEqualTo(32 * MEGABYTE);
    }
  }

  @Test
  void itIsARootLikeAnyOther() {
    String script =
        """
        set -e
        mkdir /made && echo a >/made/a && ln -s a /made/link && ln /made/a /made/hard
        mv /made /moved && rm -r /moved/link && rm /bin/wc && test ! -e /bin/wc
        echo more >>/there && cat /there && id -u && busybox stat -c '%u:%g' /moved/a
        if mount -t tmpfs none /moved; then echo mounted; fi
        """;
    Path layer = Layers.empty();
    Layers.file(layer, "there", "before\n");
    try (TestBed bed = TestBed.start(1)) {
      Job job = bed.script(script).layers(Layers.withBusybox(), layer).onDisk(files);
      assertThat(job.limits(disk(100 * MEGABYTE)).run().out()).isEqualTo("before\nmore\n0\n0:0\n");
    }
  }

  @Test
  void twoTasksAtOnceHaveOneEachAndNothingOfTheLast() throws IOException {
    try (TestBed bed = TestBed.start(2)) {
      var running = new ArrayList<RunningTask>();
      for (int i = 0; i < 2; i++) {
        Job.Collected collected = new Job.Collected();
        running.add(
            bed.script("test ! -e /mine && echo x >/mine && echo ready; exec sleep 1000")
                .onDisk(files)
                .limits(disk(300 * MEGABYTE))
                .start(collected));
        collected.awaitOut("ready");
      }
      assertThat(devices()).hasSize(2);
      for (RunningTask task : running) {
        task.signal(9);
        Job.await(task);
      }
      assertThat(devices()).as("gone when the end is told").isEmpty();
    }
    assertThatNothingIsLeft();
  }

  @Test
  void theLauncherHoldsNothingOfEarlierOnes() throws IOException {
    try (TestBed bed = TestBed.start(1)) {
      Job job = bed.script("echo x >/new").onDisk(files).limits(disk(30 * MEGABYTE));
      assertThat(job.run().exitCode()).isZero();
      List<String> before = bed.holdings();
      for (int i = 0; i < 10; i++) {
        assertThat(job.run().exitCode()).isZero();
        bed.job("/nope").onDisk(files).limits(disk(30 * MEGABYTE)).run().refusal();
      }
      assertThat(bed.holdings()).isEqualTo(before);
    }
    assertThatNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(DeathTest.Victim.class)
  void nothingIsLeftWhoeverDies(DeathTest.Victim victim) throws IOException {
    try (TestBed bed = TestBed.start(2)) {
      Job.Collected collected = new Job.Collected();
      RunningTask task =
          bed.script("yes | head -c 20000000 >/new; echo ready; exec sleep 1000")
              .onDisk(files)
              .limits(disk(100 * MEGABYTE))
              .start(collected);
      collected.awaitOut("ready");
      assertThat(devices()).hasSize(1);
      victim.kill(bed);
      assertThat(Job.await(task)).isInstanceOf(LaunchReport.Lost.class);
    }
    assertThatNothingIsLeft();
  }

  private SetupFailure refusal(DiskFiles where, long size) {
    try (TestBed bed = TestBed.start(1)) {
      SetupFailure failure = bed.script("exit 0").onDisk(where).limits(disk(size)).run().refusal();
      assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
      return failure;
    }
  }

  @Test
  void aLinkInPlaceOfTheFolderIsNotFollowed() throws IOException {
    Path elsewhere = Layers.temporaryFolder();
    Path link = files.folder().resolve("link");
    Files.createSymbolicLink(link, elsewhere);
    SetupFailure failure = refusal(new DiskFiles(link, files.formatter()), MEGABYTE);
    assertThat(failure.subject()).isEqualTo("making its disk in " + link + " (open)");
    assertThat(failure.errno().symbol()).isIn("ENOTDIR", "ELOOP");
    Files.delete(link);
    assertThatNothingIsLeft();
  }

  @Test
  void whatLiesInTheFolderIsNotTouched() throws IOException {
    Path precious = Layers.file(Layers.empty(), "precious", "keep");
    Path link = files.folder().resolve("disk");
    Files.createSymbolicLink(link, precious);
    try (TestBed bed = TestBed.start(1)) {
      Job job = bed.script("echo x >/new").onDisk(files).limits(disk(30 * MEGABYTE));
      assertThat(job.run().exitCode()).isZero();
    }
    assertThat(Files.readString(precious, StandardCharsets.UTF_8)).isEqualTo("keep");
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    Files.delete(link);
    assertThatNothingIsLeft();
  }

  @Test
  void whatIsMissingIsSaidAndLeavesNothing() throws IOException {
    assertThat(refusal(new DiskFiles(Path.of("/nope"), files.formatter()), 1))
        .extracting(SetupFailure::subject, failure -> failure.errno().symbol())
        .containsExactly("making its disk in /nope (open)", "ENOENT");
    assertThat(refusal(new DiskFiles(files.folder(), Path.of("/nope")), 1))
        .extracting(SetupFailure::subject, failure -> failure.errno().symbol())
        .containsExactly("making its disk in " + files.folder() + " (format)", "ENOENT");
    assertThat(refusal(new DiskFiles(files.folder(), Path.of("/bin/false")), 1))
        .extracting(SetupFailure::subject, failure -> failure.errno().symbol())
        .containsExactly("making its disk in " + files.folder() + " (format)", "EIO");
    assertThat(refusal(files, Long.MAX_VALUE))
        .extracting(SetupFailure::subject, failure -> failure.errno().symbol())
        .containsExactly("making its disk in " + files.folder() + " (write)", "ENOSPC");
    assertThatNothingIsLeft();
  }

  @Test
  void withoutAPlaceOrASizeThereIsNoPlan() {
    try (TestBed bed = TestBed.start(1)) {
      Job job = bed.script("exit 0").onDisk(files).limits(Limits.NONE);
      assertThatThrownBy(job::plan).hasMessageContaining("needs a size");
    }
    assertThat(DiskFiles.largest(-1)).isZero();
    assertThat(DiskFiles.largest(MEGABYTE)).isZero();
    long largest = DiskFiles.largest(1L << 40);
    assertThat(DiskFiles.fileBytes(largest)).isBetween((1L << 40) - 10_000, 1L << 40);
    assertThatThrownBy(
            () ->
                new PlanBuilder(List.of())
                    .build(
                        new Task(
                            new Root(
                                List.of(new Layer.HostPrograms()), Root.Access.WRITABLE_ON_DISK),
                            Ids.SINGLE,
                            new Program("x", List.of(), new LinkedHashMap<>(), "/", 0, 0),
                            List.of(),
                            Network.DISABLED,
                            disk(1),
                            Optional.empty(),
                            new Streams.Captured(1)),
                        new RootFolders(List.of(), List.of())))
        .isInstanceOf(FailureException.class);
  }
}
