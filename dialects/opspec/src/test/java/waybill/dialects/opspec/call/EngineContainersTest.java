package waybill.dialects.opspec.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.opspec.call.Container.ContainerImage;
import waybill.dialects.opspec.call.Container.ContainerMount;
import waybill.dialects.opspec.call.Container.Kind;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.OutputReceiver;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.EventSink;
import waybill.engine.testing.FakeBackend;
import waybill.images.image.Images;
import waybill.images.image.StoreShelf;
import waybill.images.reference.ImageName;
import waybill.images.registry.CredentialSource;
import waybill.images.store.LayerStore;
import waybill.images.unpack.Hashing;
import waybill.images.user.ImageUsers;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.Root;
import waybill.model.task.Task;

/** Containers on an engine whose backend plays, with images that are folders. */
class EngineContainersTest {
  @TempDir Path folder;
  private final FakeJournal journal = new FakeJournal();
  private final Watched backend = new Watched();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path image;
  private Containers containers;

  /** Keeps the tasks that it runs. */
  private static final class Watched implements Backend {
    private final FakeBackend played = new FakeBackend();
    private final List<Task> tasks = new ArrayList<>();

    @Override
    public AttemptReport run(AttemptId id, Task task, OutputReceiver output)
        throws InterruptedException {
      synchronized (tasks) {
        tasks.add(task);
      }
      return played.run(id, task, output);
    }

    @Override
    public void kill(AttemptId id) {
      played.kill(id);
    }

    @Override
    public void close() {
      played.close();
    }
  }

  @BeforeEach
  void engine() throws Exception {
    image = Files.createDirectories(folder.resolve("image"));
    Path cache = folder.resolve("cache");
    var store = LayerStore.open(cache);
    var images =
        new Images(
            cache,
            (source, ids) -> {
              throw new AssertionError("nothing is unpacked here");
            },
            new StoreShelf(store),
            Hashing.inJava(),
            () -> {
              throw new AssertionError("no registry is asked here");
            },
            CredentialSource.NONE);
    var engine = new Engine(backend, EventSink.NONE, EngineClock.SYSTEM, 4);
    open.add(images);
    open.add(engine);
    containers =
        new EngineContainers(
                engine,
                images,
                new ImageUsers(() -> store),
                journal,
                Ids.RANGE,
                Optional.of("a note"),
                Map.of("http_proxy", "proxy:1", "SECRET", "s"))
            .ofRun(7);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private Container container(String... command) {
    return container(new LinkedHashMap<>(), Optional.empty(), List.of(), command);
  }

  private Container container(
      SequencedMap<String, String> environment,
      Optional<String> workDir,
      List<ContainerMount> mounts,
      String... command) {
    return new Container(named("dir:image"), List.of(command), environment, workDir, mounts);
  }

  private ContainerImage named(String reference) {
    return new ContainerImage.Named(reference, Optional.empty(), folder);
  }

  @Test
  void aContainerIsATaskAsContainerEnginesMakeIt() throws Exception {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("A", "1");
    var mount = new ContainerMount("/in", Kind.FILE, folder.resolve("in"));
    Outcome outcome =
        containers.run("c", container(environment, Optional.of("/w"), List.of(mount), "exit", "3"));
    assertThat(outcome).isEqualTo(new Outcome.Exited(3));
    Task task = backend.tasks.getFirst();
    assertThat(task.root())
        .isEqualTo(
            new Root(
                List.of(new Layer.Folder(image)),
                Root.Access.WRITABLE_IN_MEMORY,
                Root.Missing.MADE));
    assertThat(task.ids()).isEqualTo(Ids.RANGE);
    assertThat(task.network()).isEqualTo(Network.HOST);
    assertThat(task.program().name()).isEqualTo("exit");
    assertThat(task.program().arguments()).containsExactly("3");
    assertThat(task.program().directory()).isEqualTo("/w");
    assertThat(task.program().environment())
        .isEqualTo(
            Map.of(
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "http_proxy",
                "proxy:1",
                "A",
                "1",
                "HOME",
                "/"));
    assertThat(task.mounts())
        .containsExactly(
            new Mount.ContainerSystem(),
            new Mount.Bind(
                folder.resolve("in"),
                folder.resolve("in").toString(),
                "/in",
                Mount.BindAccess.READ_WRITE));
  }

  @Test
  void whatItWritesIsInTheJournalAndTheNetworkIsSaidOnce() throws Exception {
    containers.run("c", container("print", "out", "err"));
    containers.run("d", container("print", "out", ""));
    assertThat(journal.entries())
        .extracting(EngineContainersTest::text)
        .containsExactly(
            " containers use this machine's own network",
            " a note",
            "c STDOUT out",
            "c STDERR err",
            "d STDOUT out",
            "d STDERR ");
  }

  private static String text(FakeJournal.Entry entry) {
    return entry.path()
        + switch (entry.fact()) {
          case OutputWritten output ->
              " " + output.stream() + " " + new String(output.bytes(), StandardCharsets.UTF_8);
          case waybill.engine.event.Event.Remark(String text) -> " " + text;
          default -> " " + entry.fact(); // nothing else is expected
        };
  }

  @Test
  void anImageWithoutCommandNeedsOne() {
    assertThatThrownBy(() -> containers.run("c", container()))
        .isInstanceOf(FailureException.class)
        .hasMessage("image `dir:image` does not say what to execute");
  }

  @Test
  void anInterruptEndsTheContainer() throws Exception {
    var ended = new ArrayList<String>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    containers.run("c", container("hang"));
                    ended.add("ran");
                  } catch (InterruptedException interrupted) {
                    ended.add("interrupted");
                  }
                });
    backend.played.awaitRunning(1);
    thread.interrupt();
    thread.join();
    assertThat(ended).containsExactly("interrupted");
    assertThat(backend.played.runningNow()).isZero();
  }

  @Test
  void cancellingEndsAllContainersAndThoseToCome() throws Exception {
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    backend.played.awaitRunning(1);
                    containers.cancel(Canceller.USER);
                  } catch (InterruptedException impossible) {
                    throw new IllegalStateException(impossible);
                  }
                });
    assertThat(containers.run("c", container("hang")))
        .isEqualTo(new Outcome.Cancelled(Canceller.USER));
    canceller.join();
    assertThat(containers.run("d", container("hang")))
        .isEqualTo(new Outcome.Cancelled(Canceller.USER));
  }

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine:latest",
    "Alpine:3.TAG, docker.io/library/alpine:3.TAG",
    "GHCR.io/Some/Image, ghcr.io/some/image:latest",
    "Host:5000/A, host:5000/a:latest",
    "a@sha256:0000000000000000000000000000000000000000000000000000000000000000, "
        + "docker.io/library/a@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  })
  void namesMayHaveCapitalsAndTagsKeepTheirs(String written, String canonical) {
    assertThat(((ImageName.Registry) RunImages.name(written)).reference().canonical())
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":tag", "a b", "a//b", "-x", "a:", "a@", "a@sha256:1", "oci:", "../x"})
  void whatIsNoNameIsRefused(String written) {
    assertThatThrownBy(() -> RunImages.name(written)).isInstanceOf(FailureException.class);
  }

  @Test
  void anotherArchitectureIsRefused() {
    var other = new ContainerImage.Named("dir:image", Optional.of("s390x"), folder);
    assertThatThrownBy(
            () ->
                containers.run(
                    "c",
                    new Container(
                        other,
                        List.of("exit", "0"),
                        new LinkedHashMap<>(),
                        Optional.empty(),
                        List.of())))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("wanted for the architecture `s390x`, and this machine runs linux/");
  }
}
