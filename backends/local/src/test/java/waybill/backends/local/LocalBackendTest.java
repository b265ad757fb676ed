package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.testing.BackendContract;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.images.store.LayerStore;
import waybill.model.failure.FailureCode;
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

/** What the local backend promises, with real sandboxes. */
final class LocalBackendTest extends BackendContract {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private static final Path LAUNCHER =
      Path.of("..", "..", "sandbox", "target", "launcher", "waybill-launcher")
          .toAbsolutePath()
          .normalize();

  @TempDir private Path folder;

  @BeforeAll
  static void needsBusybox() {
    boolean required = System.getenv().getOrDefault("WAYBILL_REQUIRE", "").contains("busybox");
    assumeTrue(required || Files.isExecutable(BUSYBOX), "needs a static " + BUSYBOX);
  }

  private LayerStore store() {
    return LayerStore.open(folder.resolve("cache"));
  }

  private Path runtime() {
    try {
      return Files.createDirectories(
          folder.resolve("run"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Backend open() {
    return new LocalBackend(
        new LocalSettings(
            LocalSettings.launcher(LAUNCHER, runtime(), 2), this::store, List.of(runtime())));
  }

  private Root busybox() {
    Layer layer =
        new LayerBuilder(store(), Path.of("/"))
            .build(
                new LayerSource.Paths(
                    List.of(BUSYBOX.toString()),
                    new PrefixOptions(false, false, Optional.of("/bin"), Optional.empty())));
    Layer folders =
        new LayerBuilder(store(), Path.of("/")).build(new LayerSource.Stubs(List.of("/data/")));
    return new Root(List.of(folders, layer), Root.Access.READ_ONLY);
  }

  private Task task(Root root, List<Mount> mounts, String name, String... arguments) {
    return new Task(
        root,
        Ids.SINGLE,
        new Program(name, List.of(arguments), new LinkedHashMap<>(), "/", 0, 0),
        mounts,
        Network.DISABLED,
        Limits.NONE,
        Optional.empty(),
        new Streams.Captured(64 << 20));
  }

  private Task shell(String script) {
    return task(busybox(), List.of(), "/busybox", "sh", "-c", script);
  }

  @Override
  protected Task exits(int code) {
    return shell("exit " + code);
  }

  @Override
  protected Task reads() {
    Task task = shell("read line; echo got $line");
    return new Task(
        task.root(),
        task.ids(),
        task.program(),
        task.mounts(),
        task.network(),
        task.limits(),
        task.timeout(),
        new Streams.Terminal(80, 24));
  }

  @Override
  protected Task prints(String stdout, String stderr) {
    return task(
        busybox(),
        List.of(),
        "/busybox",
        "sh",
        "-c",
        "/busybox printf %s \"$1\"; /busybox printf %s \"$2\" >&2",
        "sh",
        stdout,
        stderr);
  }

  @Override
  protected Task fills(long bytes) {
    return shell("/busybox yes | /busybox head -c " + bytes);
  }

  @Override
  protected Task hangs() {
    return shell("echo ready; while :; do /busybox sleep 1000; done");
  }

  @Override
  protected Task missing() {
    return task(busybox(), List.of(), "/nope");
  }

  private record Ran(AttemptReport report, String stdout) {}

  private Ran run(Task task) throws InterruptedException {
    var stdout = new ByteArrayOutputStream();
    try (Backend backend = open()) {
      AttemptReport report =
          backend.run(
              new AttemptId("s", "t", 1),
              task,
              (stream, bytes, offset, length) -> stdout.write(bytes, offset, length));
      return new Ran(report, stdout.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void theHostsProgramsRunWithoutTheRestOfTheHost() throws InterruptedException {
    var root = new Root(List.of(new Layer.HostPrograms()), Root.Access.READ_ONLY);
    Ran ran =
        run(
            task(
                root,
                List.of(),
                "/bin/sh",
                "-c",
                "ls /home /root /run /tmp /var; cat /etc/shadow"));
    assertThat(ran.stdout())
        .contains("/home:\n\n/root:\n\n/run:\n\n/tmp:\n\n/var:\n")
        .doesNotContain("root:x:", "root:*:", "root:!:");
    assertThat(ran.report().outcome()).isEqualTo(new Outcome.Exited(1));
  }

  @Test
  void aFolderOfTheHostIsARoot() throws IOException, InterruptedException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.copy(BUSYBOX, root.resolve("busybox"));
    root.resolve("busybox").toFile().setExecutable(true, false);
    Ran ran =
        run(
            task(
                new Root(List.of(new Layer.Folder(root)), Root.Access.WRITABLE_IN_MEMORY),
                List.of(),
                "/busybox",
                "sh",
                "-c",
                "echo x >/new && /busybox cat /new"));
    assertThat(ran.stdout()).isEqualTo("x\n");
    assertThat(root.resolve("new")).doesNotExist();
  }

  @Test
  void noBindShowsOurOwnFolders() throws IOException, InterruptedException {
    Files.writeString(runtime().resolve("secret"), "s");
    Mount all = new Mount.Bind(folder, "all", "/data", Mount.BindAccess.READ_ONLY);
    Ran ran = run(task(busybox(), List.of(all), "/busybox", "cat", "/data/run/secret"));
    assertThat(ran.report().outcome()).isEqualTo(new Outcome.Exited(1));

    Path link = Files.createSymbolicLink(folder.resolve("link"), runtime().resolve("secret"));
    Mount own = new Mount.Bind(link, "link", "/data", Mount.BindAccess.READ_ONLY);
    assertThat(run(task(busybox(), List.of(own), "/busybox", "true")).report().outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo(FailureCode.INPUT_MISSING));
  }

  @Test
  void aWholeImageFindsNamesAsTheHostDoes() throws IOException, InterruptedException {
    Root busybox = busybox();
    String script = "cd /etc && /busybox cat hosts && echo - && /busybox cat hostname; pwd >here";
    Task task =
        new Task(
            new Root(busybox.layers(), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
            Ids.SINGLE,
            new Program(
                "/busybox", List.of("sh", "-c", script), new LinkedHashMap<>(), "/made/here", 0, 0),
            List.of(new Mount.ContainerSystem()),
            Network.HOST,
            Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    Ran ran = run(task);
    assertThat(ran.report().outcome()).isEqualTo(new Outcome.Exited(0));
    assertThat(ran.stdout())
        .isEqualTo(
            Files.readString(Path.of("/etc/hosts"))
                + "-\n"
                + Files.readString(Path.of("/proc/sys/kernel/hostname")));
  }

  private Outcome binding(Path source) throws InterruptedException {
    var settings =
        new LocalSettings(
            LocalSettings.launcher(LAUNCHER, runtime(), 1),
            this::store,
            List.of(folder.resolve("state")),
            List.of(folder.resolve("state/runs")));
    Mount bind = new Mount.Bind(source, "source", "/data", Mount.BindAccess.READ_WRITE);
    try (Backend backend = new LocalBackend(settings)) {
      Task task = task(busybox(), List.of(bind), "/busybox", "touch", "/data/new");
      return backend.run(new AttemptId("s", "t", 1), task, (_, _, _, _) -> {}).outcome();
    }
  }

  @Test
  void whatLiesInALentFolderOfOursMayBeBound() throws IOException, InterruptedException {
    Path scratch = Files.createDirectories(folder.resolve("state/runs/1/scratch"));
    assertThat(binding(scratch)).isEqualTo(new Outcome.Exited(0));
    assertThat(scratch.resolve("new")).exists();
    Path link = Files.createSymbolicLink(folder.resolve("to-scratch"), scratch);
    assertThat(binding(link)).isEqualTo(new Outcome.Exited(0));

    Path other = Files.createDirectories(folder.resolve("state/other"));
    Path out = Files.createSymbolicLink(scratch.resolve("out"), other);
    for (Path refused : List.of(other, out, folder.resolve("state/runs"))) {
      assertThat(binding(refused)).as("%s", refused).isInstanceOf(Outcome.Failed.class);
    }
    assertThat(binding(folder.resolve("state"))).isEqualTo(new Outcome.Exited(1)); // masked
    assertThat(folder.resolve("state/new")).doesNotExist();
  }

  @Test
  void aTaskThatNeedsTooMuchMemoryIsToldSo() throws InterruptedException {
    Task greedy = shell("/busybox dd if=/dev/zero of=/dev/null bs=200M count=1; x=$(/busybox yes)");
    var limited =
        new Task(
            greedy.root(),
            greedy.ids(),
            greedy.program(),
            List.of(),
            greedy.network(),
            new Limits(OptionalLong.of(32 << 20), OptionalLong.empty(), OptionalLong.empty()),
            greedy.timeout(),
            greedy.streams());
    Outcome outcome = run(limited).report().outcome();
    if (outcome instanceof Outcome.Failed || outcome instanceof Outcome.NotStarted) {
      assumeTrue(
          System.getenv().getOrDefault("WAYBILL_REQUIRE", "").contains("cgroup"),
          "no control groups here: " + outcome);
    }
    assertThat(outcome).isEqualTo(new Outcome.OutOfMemory());
  }

  @Test
  void aRefusalSaysWhatTheKernelSaid() throws InterruptedException {
    Mount missing =
        new Mount.Bind(folder.resolve("nope"), "nope", "/data", Mount.BindAccess.READ_ONLY);
    assertThat(run(task(busybox(), List.of(missing), "/busybox", "true")).report().outcome())
        .isInstanceOfSatisfying(
            Outcome.NotStarted.class,
            refused -> {
              assertThat(refused.failure().subject()).isEqualTo("nope");
              assertThat(refused.failure().errno().symbol()).isEqualTo("ENOENT");
            });
  }
}
