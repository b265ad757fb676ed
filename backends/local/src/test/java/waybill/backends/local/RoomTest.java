package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.TaskRequest;
import waybill.engine.TaskResult;
import waybill.engine.event.Event;
import waybill.engine.event.EventSink;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.images.store.LayerStore;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Outcome;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Disks and graphics processors of tasks that really run. */
class RoomTest {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Path LAUNCHER =
      Path.of("..", "..", "sandbox", "target", "launcher", "waybill-launcher")
          .toAbsolutePath()
          .normalize();

  @TempDir private Path folder;

  @BeforeEach
  void makeALayer() throws IOException {
    boolean required = System.getenv().getOrDefault("WAYBILL_REQUIRE", "").contains("busybox");
    assumeTrue(required || Files.isExecutable(BUSYBOX), "needs a static " + BUSYBOX);
    Path programs = Files.createDirectories(folder.resolve("layer/bin"));
    Files.copy(BUSYBOX, programs.resolve("busybox"));
    for (String name : List.of("sh", "dd", "tail", "cat", "mkdir", "rmdir", "wc", "ls")) {
      Files.createSymbolicLink(programs.resolve(name), Path.of("busybox"));
    }
    Files.createDirectories(
        folder.resolve("run"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private LocalBackend backend(List<Gpu> gpus) {
    return new LocalBackend(
        new LocalSettings(
            LocalSettings.launcher(LAUNCHER, folder.resolve("run"), 2),
            () -> LayerStore.open(folder.resolve("cache")),
            List.of(),
            List.of(),
            gpus,
            Optional.empty()));
  }

  private Engine engine(List<Gpu> gpus, EventSink sink) {
    var capacity = new Capacity(8, 64_000, 1L << 40, 1L << 40, gpus.size());
    return new Engine(backend(gpus), sink, EngineClock.SYSTEM, capacity, folder.resolve("spool"));
  }

  private static Limits limits(long memory, long disk, int gpus) {
    return new Limits(
        memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
        OptionalLong.empty(),
        OptionalLong.empty(),
        disk == 0 ? OptionalLong.empty() : OptionalLong.of(disk),
        gpus);
  }

  private Task task(String script, Limits limits, Mount... mounts) {
    var environment = new LinkedHashMap<>(Map.of("PATH", "/bin", "BOTH", "the task's"));
    var all = new ArrayList<>(List.of(mounts));
    all.add(new Mount.Devices(List.of(Mount.Device.ZERO)));
    return new Task(
        new Root(
            List.of(new Layer.Folder(folder.resolve("layer"))),
            Root.Access.WRITABLE_IN_MEMORY,
            Root.Missing.MADE),
        Ids.SINGLE,
        new Program("/bin/sh", List.of("-c", script), environment, "/", 0, 0),
        all,
        Network.DISABLED,
        limits,
        Optional.empty(),
        new Streams.Captured(1 << 20));
  }

  private record Ran(Outcome outcome, String stdout, String stderr) {}

  private static Ran run(Engine engine, String path, Task task) throws InterruptedException {
    var request = new TaskRequest("s", path, task, 0, Demand.of(task));
    try (TaskResult result = engine.run(request, (stream, bytes, offset, length) -> {})) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      result.stdout().writeTo(out);
      result.stderr().writeTo(err);
      return new Ran(
          result.outcome(),
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Ran run(List<Gpu> gpus, Task task) throws InterruptedException {
    try (Engine engine = engine(gpus, EventSink.NONE)) {
      return run(engine, "t", task);
    }
  }

  /** Made up: a device that every machine has. */
  private static Gpu gpu(String name, Path device, List<Gpu.Place> mounts) {
    return new Gpu(
        "test/gpu=" + name,
        List.of(new Gpu.Place(device, "/dev/gpu" + name)),
        mounts,
        Map.of("GPU" + name, "yes", "BOTH", "the device's"));
  }

  @Test
  void writingMoreThanTheDiskIsToldToTheProgram() throws InterruptedException {
    String script = "dd if=/dev/zero of=/x bs=1000 count=20000; echo $?; cat /x | wc -c";
    Ran ran = run(List.of(), task(script, limits(0, 10_000_000, 0)));
    assertThat(ran.stderr()).contains("No space left on device");
    assertThat(ran.stdout()).startsWith("1\n");
    assertThat(ran.outcome()).isEqualTo(new Outcome.Exited(0));
  }

  @Test
  void whoRunsOutOfMemoryInAShellIsToldSoAndKeepsItsOutput() throws InterruptedException {
    var facts = new ConcurrentLinkedQueue<Event.Fact>();
    try (Engine engine = engine(List.of(), event -> facts.add(event.fact()))) {
      Task task = task("echo before; tail /dev/zero; exit $?", limits(16 << 20, 0, 0));
      Ran ran = run(engine, "t", task);
      if (ran.outcome() instanceof Outcome.Failed || ran.outcome() instanceof Outcome.NotStarted) {
        assumeTrue(
            System.getenv().getOrDefault("WAYBILL_REQUIRE", "").contains("cgroup"),
            "no control groups here: " + ran.outcome());
      }
      assertThat(ran.outcome()).isEqualTo(new Outcome.OutOfMemory());
      assertThat(ran.stdout()).isEqualTo("before\n");
    }
    assertThat(facts)
        .filteredOn(Event.AttemptEnded.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.AttemptEnded.class,
            ended -> {
              assertThat(ended.usage().peakBytes()).isBetween(8L << 20, 16L << 20);
              assertThat(ended.usage().userMicros() + ended.usage().systemMicros()).isPositive();
              assertThat(ended.usage().wallMicros()).isPositive();
              assertThat(ended.stdout().bytes()).isEqualTo(7);
            });
  }

  @Test
  void moreThanTheMachineHasIsRefusedBeforeAnythingRuns() throws InterruptedException {
    assertThat(run(List.of(), task("echo never", limits(0, 0, 1))).outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo(FailureCode.CAPACITY_EXCEEDED));
  }

  @Test
  void aTaskHasItsDevicesAndWhatBelongsToThem() throws IOException, InterruptedException {
    Path library = Files.writeString(folder.resolve("library"), "of the host\n");
    var places = List.of(new Gpu.Place(library, "/lib/library"));
    var gpus =
        List.of(gpu("0", Path.of("/dev/null"), places), gpu("1", Path.of("/dev/full"), places));
    String script =
        "echo lost >/dev/gpu0 && echo written; cat /lib/library; echo x >>/lib/library;"
            + " echo $GPU0 $GPU1 $BOTH; ls /dev | cat";
    Ran one = run(gpus, task(script, limits(0, 0, 1)));
    assertThat(one.stdout()).isEqualTo("written\nof the host\nyes the device's\ngpu0\nzero\n");
    assertThat(one.stderr()).contains("Read-only file system");
    Ran both = run(gpus, task(script, limits(0, 0, 2)));
    assertThat(both.stdout())
        .isEqualTo("written\nof the host\nyes yes the device's\ngpu0\ngpu1\nzero\n");
    Ran none = run(gpus, task("echo $GPU0 $BOTH; ls /dev | cat", Limits.NONE));
    assertThat(none.stdout()).isEqualTo("the task's\nzero\n");
    assertThat(library).hasContent("of the host\n");
  }

  @Test
  void noTwoTasksHaveTheSameDeviceAtTheSameTime() throws Exception {
    var gpus =
        List.of(
            gpu("0", Path.of("/dev/null"), List.of()), gpu("1", Path.of("/dev/full"), List.of()));
    Path held = Files.createDirectory(folder.resolve("held"));
    var mount = new Mount.Bind(held, "held", "/held", Mount.BindAccess.READ_WRITE);
    String script =
        "mine=/held/$GPU0-$GPU1; mkdir $mine && cat /bin/busybox /bin/busybox >/x && rmdir $mine";
    var outcomes = new ConcurrentLinkedQueue<Outcome>();
    try (Engine engine = engine(gpus, EventSink.NONE)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 20; i++) {
        String path = "t" + i;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        outcomes.add(
                            run(engine, path, task(script, limits(0, 0, 1), mount)).outcome());
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(outcomes).hasSize(20).containsOnly(new Outcome.Exited(0));
  }

  @Test
  void onlyADeviceIsAttachedAsOne() throws InterruptedException {
    Ran ran =
        run(
            List.of(gpu("0", folder.resolve("layer"), List.of())),
            task("echo never", limits(0, 0, 1)));
    assertThat(ran.outcome())
        .isInstanceOfSatisfying(
            Outcome.NotStarted.class,
            refused -> assertThat(refused.failure().errno().symbol()).isEqualTo("ENODEV"));
    assertThat(ran.stdout()).isEmpty();
  }

  @Test
  void whatATaskHadIsThereForTheNext() {
    Gpu first = gpu("0", Path.of("/dev/null"), List.of());
    var pool = new GpuPool(List.of(first, gpu("1", Path.of("/dev/full"), List.of())));
    try (GpuPool.Lease one = pool.take(1);
        GpuPool.Lease other = pool.take(1)) {
      assertThat(one.devices()).doesNotContainAnyElementsOf(other.devices());
      assertThatThrownBy(() -> pool.take(1))
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CAPACITY_EXCEEDED));
    }
    try (GpuPool.Lease both = pool.take(2)) {
      assertThat(both.devices()).hasSize(2);
    }
  }
}
