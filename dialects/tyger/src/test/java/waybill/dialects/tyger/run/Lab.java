package waybill.dialects.tyger.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.spec.Codespec;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunRequest.JobTarget;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;
import waybill.dialects.tyger.store.RunRecords;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.room.Capacity;
import waybill.engine.store.sqlite.JournalSettings;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.files.FolderTree;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** A machine whose store, engine and pipes are real; its programs are processes of the host. */
final class Lab implements AutoCloseable, RunImages {
  static final String SLOW_IMAGE = "slow";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final HostShell shell = new HostShell();
  final FakeStreams streams = new FakeStreams();
  final List<String> faults = new ArrayList<>();
  final Map<String, Identity> identities = new HashMap<>();
  final CountDownLatch pulling = new CountDownLatch(1);
  final Path folder;
  final SqliteJournal journal;
  final BlobStore blobs;
  final Codespecs codespecs;
  final Buffers buffers;
  final RunRecords records;
  final Runs runs;
  private final Engine engine;

  Lab(Path folder) {
    this(folder, 4);
  }

  Lab(Path folder, int slots) {
    this(folder, slots, Optional.empty());
  }

  Lab(Path folder, int slots, Function<BlobStore, BufferStreams> streams) {
    this(folder, slots, Optional.of(streams));
  }

  private Lab(Path folder, int slots, Optional<Function<BlobStore, BufferStreams>> other) {
    this.folder = folder;
    this.journal =
        SqliteJournal.open(
            new JournalSettings(folder, 10_000, Duration.ofDays(90), 64L << 20, gone -> {}),
            EngineClock.SYSTEM,
            faults::add);
    this.blobs = BlobStore.open(folder.resolve("buffers"));
    this.codespecs = new Codespecs(journal.ledger(), EngineClock.SYSTEM);
    this.buffers =
        new Buffers(journal.ledger(), blobs, Buffers.Lifetimes.DEFAULT, EngineClock.SYSTEM);
    this.records = new RunRecords(journal.ledger());
    this.engine =
        new Engine(
            shell,
            journal,
            EngineClock.SYSTEM,
            new Capacity(slots, 2_000, 1_000_000_000, 10_000_000_000L, 0),
            folder);
    this.runs =
        Runs.start(
            new RunPlace(
                engine,
                journal,
                records,
                codespecs,
                buffers,
                other.map(made -> made.apply(blobs)).orElse(streams),
                this,
                Ids.SINGLE,
                true,
                () -> identities,
                EngineClock.SYSTEM,
                folder.resolve(SqliteJournal.RUNS),
                Lab::remove,
                faults::add));
  }

  private static void remove(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Codespec codespec(List<String> inputs, List<String> outputs, String... command) {
    return new Codespec(
        Kind.JOB,
        "image",
        List.of(command),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Resources.NONE,
        OptionalInt.empty(),
        inputs,
        outputs,
        List.of(),
        Map.of());
  }

  /** One with an {@code input} and an {@code output}. */
  static Codespec script(String text) {
    return codespec(List.of("input"), List.of("output"), "/bin/sh", "-c", text);
  }

  static Codespec withoutBuffers(String text) {
    return codespec(List.of(), List.of(), "/bin/sh", "-c", text);
  }

  static Codespec withImage(Codespec codespec, String image) {
    return new Codespec(
        codespec.kind(),
        image,
        codespec.command(),
        codespec.args(),
        codespec.workingDir(),
        codespec.env(),
        codespec.identity(),
        codespec.resources(),
        codespec.maxReplicas(),
        codespec.inputs(),
        codespec.outputs(),
        codespec.sockets(),
        codespec.endpoints());
  }

  static RunRequest request(Codespec codespec, Map<String, String> buffers) {
    return request(new CodespecRef.Inline(codespec), buffers, 600, 1);
  }

  static RunRequest request(
      CodespecRef codespec, Map<String, String> buffers, int timeoutSeconds, int replicas) {
    return new RunRequest(
        new JobTarget(
            codespec,
            buffers,
            Map.of("t", "u"),
            Optional.of(Duration.ofHours(1)),
            Optional.empty(),
            replicas),
        Optional.empty(),
        Optional.empty(),
        timeoutSeconds,
        Map.of("a", "1"),
        Optional.empty());
  }

  Run create(RunRequest request) {
    return runs.create(request, Optional.empty(), folder);
  }

  Run create(Codespec codespec) {
    return create(request(codespec, Map.of()));
  }

  Run create(Codespec codespec, String input, String output) {
    return create(request(codespec, Map.of("input", input, "output", output)));
  }

  static String buffer(Run run, String parameter) {
    return run.request().job().buffers().getOrDefault(parameter, "none");
  }

  /** Its end. */
  Run end(Run run) throws InterruptedException {
    return awaitStatus(run, Set.of());
  }

  /** The run as soon as it has one of these statuses, or is over. */
  Run awaitStatus(Run run, Set<waybill.dialects.tyger.spec.RunStatus> wanted)
      throws InterruptedException {
    Run now = runs.find(run.id()).orElseThrow();
    while (!now.status().isTerminal() && !wanted.contains(now.status())) {
      now = runs.await(now, PATIENCE).orElseThrow();
    }
    return now;
  }

  String log(Run run) throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    var all = new RunDesk.LogQuery(Optional.empty(), OptionalInt.empty(), false, true);
    if (!runs.logs(run.id(), all, out)) {
      throw new IllegalStateException("no run " + run.id());
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Found find(String name, ImageProgress progress) throws InterruptedException {
    if (name.equals("nosuch")) {
      throw Failure.of(
              FailureCode.IMAGE_NOT_FOUND, "Failed to pull image 'nosuch': nosuch: not found")
          .asException();
    }
    if (name.equals(SLOW_IMAGE)) {
      pulling.countDown();
      new CountDownLatch(1).await();
    }
    return new Found(
        name,
        new Image(
            "",
            List.of(new Layer.Folder(folder)),
            List.of("PATH=/usr/bin:/bin", "FROM_IMAGE=1"),
            Optional.empty(),
            List.of("/bin/echo"),
            List.of("hi"),
            Optional.empty()),
        new ImageUser(7, 8, List.of(9L), "/home/u"));
  }

  @Override
  public boolean hasFolder(Found found, String path) {
    return path.equals("/srv");
  }

  /** Whether anything of a run's own is left on disk. */
  boolean leftFiles(Run run) {
    return Files.exists(
        folder.resolve(SqliteJournal.RUNS).resolve("" + run.id()).resolve("scratch"));
  }

  /** Threads that move bytes. */
  static List<String> pumps() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("pipe ") || name.startsWith("relay "))
        .toList();
  }

  @Override
  public void close() {
    runs.close();
    engine.close();
    buffers.close();
    journal.close();
  }
}
