package waybill.dialects.bacalhau.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.OutputReceiver;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.room.Capacity;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.engine.testing.FakeBackend;
import waybill.engine.testing.FakeJournal;
import waybill.files.FolderTree;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;

/** A machine whose programs play. */
final class Lab implements AutoCloseable, TaskImages, ExecutionNews {
  final FakeBackend played = new FakeBackend();
  final FakeJournal journal = new FakeJournal(EngineClock.SYSTEM);
  final List<Task> tasks = new ArrayList<>();
  final List<String> news = new ArrayList<>();
  final List<String> folders = new ArrayList<>();
  final Map<String, List<String>> entrypoints = new HashMap<>();
  final Path runs;
  final long run;
  final EngineExecutions executions;
  final ExecutionPlace place;
  private final Engine engine;
  private final CountDownLatch ended = new CountDownLatch(1);
  private ExecutionEnd end = new ExecutionEnd.Completed();

  Lab(Path folder) {
    this(folder, 4);
  }

  Lab(Path folder, int slots) {
    runs = folder.resolve("runs");
    run = journal.begin(new NewRun("job", "j", "j-1:1", folder, new Secrets()));
    engine =
        new Engine(
            new Watched(),
            journal,
            EngineClock.SYSTEM,
            new Capacity(slots, 2_000, 1_000_000_000, 10_000_000_000L, 0),
            folder);
    place =
        new ExecutionPlace(
            engine,
            journal,
            this,
            new Abilities(Ids.RANGE, true, Optional.empty()),
            Optional.empty(),
            runs,
            Lab::remove);
    executions = new EngineExecutions(place);
  }

  private static void remove(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps the tasks that it runs. */
  private final class Watched implements Backend {
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

  ExecutionOrder order(JobSpec spec) {
    return new ExecutionOrder("j-1", run, "r0.1", "e-1", spec, 0, spec.kind().count(), "");
  }

  void start(JobSpec spec) {
    executions.start(order(spec), this);
  }

  ExecutionEnd await() throws InterruptedException {
    ended.await();
    return end;
  }

  ExecutionEnd run(JobSpec spec) throws InterruptedException {
    start(spec);
    return await();
  }

  /** What was written and remarked, in order. */
  List<String> told() {
    return journal.events(0, java.util.OptionalLong.of(run), 1000).stream()
        .flatMap(
            event ->
                switch (event.fact()) {
                  case Remark(String text) ->
                      java.util.stream.Stream.of(event.taskPath() + " " + text);
                  case OutputWritten output ->
                      java.util.stream.Stream.of(event.taskPath() + " " + text(output));
                  default -> java.util.stream.Stream.of(); // not looked at here
                })
        .toList();
  }

  private static String text(OutputWritten output) {
    return (output.stream() == StandardStream.STDOUT ? "out " : "err ")
        + new String(output.bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public Found find(String name, ImageProgress progress) {
    if (name.equals("nosuch")) {
      throw Failure.of(FailureCode.IMAGE_NOT_FOUND, "image not available: \"nosuch\"")
          .asException();
    }
    return new Found(
        name,
        new Image(
            "",
            List.of(new Layer.Folder(runs)),
            List.of("PATH=/bin", "FROM_IMAGE=1", "X=image"),
            Optional.empty(),
            entrypoints.getOrDefault("entrypoint", List.of()),
            entrypoints.getOrDefault("command", List.of()),
            Optional.empty()),
        new ImageUser(7, 8, List.of(9L), "/home/u"));
  }

  @Override
  public boolean hasFolder(Found found, String path) {
    return folders.contains(path);
  }

  @Override
  public synchronized void waiting(String executionId, int task) {
    news.add("waiting " + task);
    notifyAll();
  }

  @Override
  public synchronized void started(String executionId, int task) {
    news.add("started " + task);
    notifyAll();
  }

  synchronized void awaitNews(String wanted) throws InterruptedException {
    while (!news.contains(wanted)) {
      wait();
    }
  }

  @Override
  public synchronized void ended(String executionId, ExecutionEnd how) {
    news.add("ended");
    end = how;
    ended.countDown();
  }

  boolean leftSomething() {
    return Files.exists(runs.resolve("" + run).resolve("scratch").resolve("e-1"));
  }

  @Override
  public void close() {
    engine.close();
    journal.close();
  }
}
