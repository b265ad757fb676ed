package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import waybill.model.task.Ids;
import waybill.model.task.Mount;
import waybill.model.task.Mount.BindAccess;
import waybill.model.task.SetupFailure;
import waybill.testing.Needs;

/** What a task does through binds, whatever ids it has: its results are the caller's. */
@ParameterizedClass
@MethodSource("tasks")
class BindTest {
  /** At once, of one launcher. */
  private static final int MANY = 2000;

  private final Ids ids;
  private final long user;
  private final TestBed bed;

  BindTest(LauncherSettings.Kernel kernel, Ids ids, long user) {
    this.ids = ids;
    this.user = user;
    this.bed =
        ids == Ids.RANGE ? TestBed.withRange("waybill-launcher", 2, kernel) : TestBed.start(kernel);
  }

  static Stream<Object[]> tasks() {
    var tasks = new ArrayList<Object[]>();
    for (LauncherSettings.Kernel kernel : LauncherSettings.Kernel.values()) {
      for (Ids ids : Ids.values()) {
        for (long user : new long[] {0, 1000}) {
          tasks.add(new Object[] {kernel, ids, user});
        }
      }
    }
    return tasks.stream();
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private Job job(String program, String... arguments) {
    Job job = bed.job(program, arguments);
    return (ids == Ids.RANGE
            ? job.range().plus(Layers.withBusybox(), Probe.layer())
            : job.layers(Layers.withBusybox(), Probe.layer()))
        .makesMissing()
        .mounts(new Mount.ContainerSystem())
        .ids(user, user);
  }

  private Job script(String text) {
    return job("/bin/sh", "-c", text);
  }

  /** An ordinary user's own files are those of id 0 in a range, and no others can be given to. */
  private boolean isTheCaller() {
    return Needs.isRoot() || ids == Ids.SINGLE || user == 0;
  }

  /** Where any id may write, too. */
  private static Path open(Path path) {
    try {
      boolean folder = Files.isDirectory(path);
      return Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(folder ? "rwxrwxrwx" : "rw-rw-rw-"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Object> owner(Path path) throws IOException {
    return List.of(
        Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  private static final List<Object> CALLER =
      List.of(Capabilities.id("uid"), Capabilities.id("gid"));

  @Test
  void resultsAreTheCallers() throws IOException {
    Path shared = open(Layers.empty());
    Path file = open(Layers.file(Layers.empty(), "file", "old"));
    assertThat(
            script(
                    "cat /in/file; echo new >/in/file; mkdir -p /out/d && echo x >/out/d/f"
                        + " && ln -s f /out/d/l && stat -c '%u %g' /out/d/f")
                .bind(shared, "/out", BindAccess.READ_WRITE)
                .bind(file, "/in/file", BindAccess.READ_WRITE)
                .run()
                .printed())
        .isEqualTo("old" + user + " " + user + "\n");
    assertThat(file).hasContent("new");
    assertThat(owner(file)).isEqualTo(CALLER);
    if (isTheCaller()) {
      for (String path : List.of("d", "d/f", "d/l")) {
        assertThat(owner(shared.resolve(path))).as(path).isEqualTo(CALLER);
      }
    } else {
      TreeWriter.remove(settings(), shared, Ids.RANGE);
    }
  }

  private static TreeSettings settings() {
    return new TreeSettings(TestBed.BINARIES.resolve("waybill-launcher"), TestBed.subordinateIds());
  }

  @Test
  void aFileThatIsBoundGetsNoSetIdBit() throws IOException {
    Path file = open(Layers.file(Layers.empty(), "file", "x"));
    Job.Result result =
        script("chmod 4755 /f; chmod 2755 /f; true").bind(file, "/f", BindAccess.READ_WRITE).run();
    assertThat(result.err()).contains("not permitted");
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07000).isZero();
  }

  @Test
  void aSocketOfTheHostAnswers() throws IOException {
    Path path = Layers.empty().resolve("socket");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      open(path);
      for (BindAccess access : BindAccess.values()) {
        assertThat(
                job("/probe", "connect", "/var/there/socket")
                    .bind(path, "/var/there/socket", access)
                    .run()
                    .printed())
            .isEqualTo("connect allowed\n");
        server.accept().close();
      }
    }
  }

  @Test
  void aPipeInAReadOnlyFolderTakesWrites() throws IOException, InterruptedException {
    Path folder = Layers.empty();
    // whoever the task is: of an ordinary user's range most ids are others than the caller
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", "-m", "666", fifo.toString()).start().waitFor())
        .isZero();
    Process reader = new ProcessBuilder("cat", fifo.toString()).start();
    try {
      assertThat(
              script(
                      "echo through > /a/fifo || echo no; touch /a/other 2> /dev/null || echo closed")
                  .bind(folder, "/a", BindAccess.READ_ONLY)
                  .run()
                  .printed())
          .isEqualTo("closed\n");
      assertThat(reader.getInputStream().readAllBytes()).asString().isEqualTo("through\n");
    } finally {
      reader.destroyForcibly();
    }
  }

  @Test
  void aFifoOfTheHostCarriesBytes() throws Exception {
    Path fifo = Layers.empty().resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", "-m", "666", fifo.toString()).start().waitFor())
        .isZero();
    Process writer = new ProcessBuilder("sh", "-c", "echo through >" + fifo).start();
    assertThat(script("cat /a/fifo").bind(fifo, "/a/fifo", BindAccess.READ_ONLY).run().printed())
        .isEqualTo("through\n");
    assertThat(writer.waitFor()).isZero();
  }

  @Test
  void aSourceThatVanishedIsTold() throws IOException {
    Path source = Layers.file(Layers.empty(), "source", "");
    Job job = script("true").bind(source, "/a", BindAccess.READ_ONLY);
    assertThat(job.run().printed()).isEmpty();
    Files.delete(source);
    assertThat(job.run().refusal())
        .satisfies(
            refusal -> {
              assertThat(refusal.call()).isEqualTo(SetupFailure.Call.OPEN_BIND_SOURCE);
              assertThat(refusal.errno().symbol()).isEqualTo("ENOENT");
            });
  }

  @Test
  void foldersInFoldersAreSeenWhereTheyAreBound() throws IOException {
    Path outer = open(Layers.empty());
    Files.createDirectories(outer.resolve("b/c"));
    Path middle = open(outer.resolve("b"));
    Path inner = open(Layers.empty());
    Layers.file(inner, "word", "inner");
    assertThat(
            script("cat /a/b/c/word; touch /a/b/mine /a/b/c/mine; ls /a/b")
                .bind(outer, "/a", BindAccess.READ_ONLY)
                .bind(middle, "/a/b", BindAccess.READ_WRITE)
                .bind(inner, "/a/b/c", BindAccess.READ_WRITE)
                .run()
                .printed())
        .isEqualTo("innerc\nmine\n");
    assertThat(inner.resolve("mine")).exists();
    assertThat(outer.resolve("b/mine")).exists();
    assertThat(outer.resolve("b/c/mine")).doesNotExist();
  }

  @Test
  void thousandsRunThroughAFewWorkers() throws InterruptedException {
    Path shared = open(Layers.empty());
    var slots = new Semaphore(8);
    var failures = new ArrayList<String>();
    int tasks = ids == Ids.RANGE && user == 0 ? MANY : MANY / 20;
    var threads = new Thread[tasks];
    for (int i = 0; i < tasks; i++) {
      Job job = job("/bin/true").directory("/w/" + i);
      for (String target : List.of("/a", "/a/b/c", "/d", "/dev/e", "/f/g", "/h")) {
        job.bind(shared, target, BindAccess.READ_WRITE);
      }
      threads[i] =
          Thread.startVirtualThread(
              () -> {
                slots.acquireUninterruptibly();
                try {
                  Job.Result result = job.run();
                  if (!(result.report() instanceof LaunchReport.Ended ended)
                      || ended.exitCode() != 0) {
                    synchronized (failures) {
                      failures.add(result.toString());
                    }
                  }
                } finally {
                  slots.release();
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(bed.taskProcesses()).isEmpty();
  }
}
