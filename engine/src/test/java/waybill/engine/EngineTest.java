package waybill.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waybill.model.task.Outcome.Canceller.SIBLING;
import static waybill.model.task.Outcome.Canceller.USER;
import static waybill.model.task.Outcome.Canceller.WAYBILL;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.engine.dispatch.Dispatcher;
import waybill.engine.event.Event;
import waybill.engine.event.EventSink;
import waybill.engine.room.Capacity;
import waybill.engine.room.Demand;
import waybill.engine.testing.FakeBackend;
import waybill.engine.testing.FakeClock;
import waybill.engine.testing.FakePrograms;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.model.task.Usage;

@Timeout(60)
class EngineTest {
  private static final Outcome OK = new Outcome.Exited(0);

  private final FakeBackend backend = new FakeBackend();
  private final FakeClock clock = new FakeClock();
  private final AwaitedEvents events = new AwaitedEvents();
  private final Engine engine = new Engine(backend, events, clock, 2);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aTaskRunsAndSaysHowItEndedAndWhatItWrote() throws Exception {
    try (TaskResult result = run("a", FakePrograms.prints("out", "err"))) {
      assertThat(result.outcome()).isEqualTo(OK);
      assertThat(text(result.stdout())).isEqualTo("out");
      assertThat(text(result.stderr())).isEqualTo("err");
      assertThat(result.usage().peakBytes()).isEqualTo(4096);
      assertThat(result.phases().runMicros()).isEqualTo(4);
      assertThat(result.captureFailure()).isEmpty();
    }
  }

  @Test
  void theTaskSaysHowMuchOfItsOutputIsKept() throws Exception {
    Task task = FakePrograms.with(new Streams.Captured(10), FakePrograms.fills(2500));
    try (TaskResult result = run("a", task)) {
      assertThat(result.stdout().size()).isEqualTo(10);
      assertThat(result.stdout().lostBytes()).isEqualTo(2490);
    }
  }

  @Test
  void streamsThatAreNotCapturedKeepNothing() throws Exception {
    Task task = FakePrograms.with(new Streams.Inherited(), FakePrograms.exits(0));
    assertThat(run("a", task).stdout().size()).isZero();
  }

  @Test
  void noMoreRunThanThereAreSlots() throws Exception {
    List<FutureTask<TaskResult>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(start("task " + i, FakePrograms.exits(i % 7)));
    }
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(tasks.get(i).get().outcome()).isEqualTo(new Outcome.Exited(i % 7));
    }
    assertThat(backend.mostAtOnce()).isBetween(1, 2);
  }

  @Test
  void aTaskWhoseTimePassesIsTimedOutAlthoughASignalEndedIt() throws Exception {
    Task task = FakePrograms.within(Duration.ofHours(1), FakePrograms.hangs());
    FutureTask<TaskResult> result = start("a", task);
    backend.awaitStarts(1);

    advance(Duration.ofHours(1).minusNanos(1));
    assertThat(backend.killed()).isEmpty();
    advance(Duration.ofNanos(1));

    assertThat(result.get().outcome()).isEqualTo(new Outcome.TimedOut());
    assertThat(text(result.get().stdout())).isEqualTo("ready\n");
    assertThat(backend.killed()).containsOnly("a");
  }

  @Test
  void theTimeInTheQueueIsNotTheTasks() throws Exception {
    FutureTask<TaskResult> first = start("first", FakePrograms.hangs());
    FutureTask<TaskResult> second = start("second", FakePrograms.hangs());
    backend.awaitStarts(2);
    Task task = FakePrograms.within(Duration.ofSeconds(2), FakePrograms.hangs());
    FutureTask<TaskResult> third = start("third", task);
    events.await(Event.TaskWaiting.class);

    advance(Duration.ofSeconds(5));
    backend.finish("first", OK);
    backend.awaitStarts(3);
    advance(Duration.ofSeconds(1));
    backend.finish("third", OK);

    assertThat(third.get().outcome()).isEqualTo(OK);
    assertThat(third.get().phases().waitMicros()).isEqualTo(5_000_000);
    backend.finish("second", OK);
    assertThat(first.get().outcome()).isEqualTo(OK);
    assertThat(second.get().outcome()).isEqualTo(OK);
  }

  @Test
  void noTimeoutAndATimeoutOfNothingAreTheSame() throws Exception {
    Task task = FakePrograms.within(Duration.ZERO, FakePrograms.hangs());
    FutureTask<TaskResult> result = start("a", task);
    backend.awaitStarts(1);
    advance(Duration.ofDays(1));
    backend.finish("a", OK);

    assertThat(result.get().outcome()).isEqualTo(OK);
  }

  @Test
  void aTimeoutOfAgesIsNoFault() throws Exception {
    Task task = FakePrograms.within(Duration.ofSeconds(Long.MAX_VALUE), FakePrograms.exits(0));
    assertThat(run("a", task).outcome()).isEqualTo(OK);
  }

  @Test
  void cancellingASubmissionEndsWhatRunsAndWhatWaits() throws Exception {
    List<FutureTask<TaskResult>> mine = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      mine.add(start("task " + i, FakePrograms.hangs()));
    }
    backend.awaitStarts(2);

    engine.cancel("submission", USER);

    for (FutureTask<TaskResult> task : mine) {
      assertThat(task.get().outcome()).isEqualTo(new Outcome.Cancelled(USER));
    }
    assertThat(backend.started()).hasSize(2);
    assertThat(run("late", FakePrograms.exits(0)).outcome()).isEqualTo(new Outcome.Cancelled(USER));
    try (TaskResult other = engine.run("other", "late", FakePrograms.exits(0), 0)) {
      assertThat(other.outcome()).isEqualTo(OK);
    }
  }

  @Test
  void aKillThatCameTooEarlyForTheBackendIsRepeated() throws Exception {
    FutureTask<TaskResult> result = start("a", FakePrograms.comesLate());
    backend.awaitStarts(1);
    engine.cancel("submission", SIBLING);
    backend.awaitKills(1); // in vain: the backend does not know the attempt yet

    backend.letIn("a");
    backend.awaitRunning(1);
    advance(Duration.ofNanos(Dispatcher.KILL_AGAIN_NANOS));

    assertThat(result.get().outcome()).isEqualTo(new Outcome.Cancelled(SIBLING));
  }

  @Test
  void interruptingTheCallerEndsItsTaskFirst() throws Exception {
    List<Class<?>> thrown = new ArrayList<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    run("a", FakePrograms.hangs()).close();
                  } catch (InterruptedException e) {
                    thrown.add(e.getClass());
                    thrown.add(backend.runningNow() == 0 ? Integer.class : String.class);
                  }
                });
    backend.awaitStarts(1);
    caller.interrupt();
    caller.join();

    assertThat(thrown).containsExactly(InterruptedException.class, Integer.class);
  }

  @Test
  void twoTasksOfOnePathCannotRunAtTheSameTime() throws Exception {
    FutureTask<TaskResult> first = start("a", FakePrograms.hangs());
    backend.awaitStarts(1);

    assertThatThrownBy(() -> run("a", FakePrograms.exits(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("submission a");

    backend.finish("a", OK);
    assertThat(first.get().outcome()).isEqualTo(OK);
    assertThat(run("a", FakePrograms.exits(0)).outcome()).isEqualTo(OK);
  }

  @Test
  void anExceptionOfTheBackendIsTheTasksFailureAndKeepsItsRoot() throws Exception {
    Outcome outcome = run("a", FakePrograms.breaksTheBackend("the root of it")).outcome();

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).failure().code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(((Outcome.Failed) outcome).failure().message())
        .contains("the fake broke")
        .endsWith("the root of it");
    assertThat(run("b", FakePrograms.exits(0)).outcome()).as("the engine goes on").isEqualTo(OK);
  }

  @Test
  void closingEndsEverythingAndThenTheBackend() throws Exception {
    List<FutureTask<TaskResult>> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tasks.add(start("task " + i, FakePrograms.hangs()));
    }
    backend.awaitStarts(2);

    engine.close();
    engine.close();

    for (FutureTask<TaskResult> task : tasks) {
      assertThat(task.get().outcome()).isEqualTo(new Outcome.Cancelled(WAYBILL));
    }
    assertThat(backend.runningNow()).isZero();
    assertThat(backend.isClosed()).isTrue();
    assertThat(run("late", FakePrograms.exits(0)).outcome())
        .isEqualTo(new Outcome.Cancelled(WAYBILL));
  }

  @Test
  void whatSurvivesItsKillsEndsWithTheBackend() throws Exception {
    FutureTask<TaskResult> result = start("a", FakePrograms.survivesKills());
    backend.awaitStarts(1);
    Thread closing = Thread.ofVirtual().start(engine::close);
    backend.awaitKills(1);

    advance(Duration.ofNanos(Dispatcher.CLOSE_GRACE_NANOS));
    closing.join();

    assertThat(result.get().outcome()).isEqualTo(new Outcome.Cancelled(WAYBILL));
  }

  @Test
  void eventsTellTheWholeStoryInOrder() throws Exception {
    FutureTask<TaskResult> first = start("first", FakePrograms.hangs());
    backend.awaitStarts(1);
    FutureTask<TaskResult> second = start("second", FakePrograms.hangs());
    backend.awaitStarts(2);
    FutureTask<TaskResult> third = start("third", FakePrograms.exits(3));
    events.await(Event.TaskWaiting.class);
    advance(Duration.ofSeconds(2));
    backend.finish("first", OK);
    first.get();
    third.get();
    backend.finish("second", OK);
    second.get();

    assertThat(events.all()).extracting(Event::sequence).startsWith(1L, 2L, 3L).isSorted();
    assertThat(events.all()).extracting(Event::submission).containsOnly("submission");
    List<Event> ofThird = events.of("third");
    assertThat(ofThird).extracting(Event::attempt).containsExactly(0, 1, 1, 0);
    assertThat(ofThird.get(0).fact())
        .isEqualTo(new Event.TaskWaiting(Event.WaitReason.SLOT, clock.now().minusSeconds(2)));
    assertThat(ofThird.get(1).fact()).isEqualTo(new Event.AttemptStarted());
    assertThat(ofThird.get(2).fact())
        .isInstanceOfSatisfying(
            Event.AttemptEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(new Outcome.Exited(3));
              assertThat(ended.phases().waitMicros()).isEqualTo(2_000_000);
              assertThat(ended.usage()).isNotEqualTo(Usage.NONE);
            });
    assertThat(ofThird.get(3).fact()).isEqualTo(new Event.TaskEnded(new Outcome.Exited(3)));
  }

  @Test
  void aTaskWaitsForTheRoomItAsksForAndSaysForWhat() throws Exception {
    var backendOfOne = new FakeBackend();
    var told = new AwaitedEvents();
    var capacity = new Capacity(9, 1000, 1 << 20, 0, 0);
    Path spool = Path.of(System.getProperty("java.io.tmpdir"));
    try (Engine small = new Engine(backendOfOne, told, clock, capacity, spool)) {
      assertThat(small.capacity()).isEqualTo(capacity);
      var half = new Demand(600, 0, 0, 0);
      FutureTask<TaskResult> first = begin(() -> ask(small, "first", FakePrograms.hangs(), half));
      backendOfOne.awaitStarts(1);
      FutureTask<TaskResult> second =
          begin(() -> ask(small, "second", FakePrograms.exits(0), half));
      told.await(Event.TaskWaiting.class);
      try (TaskResult large =
          ask(small, "large", FakePrograms.exits(0), new Demand(1001, 0, 0, 0))) {
        assertThat(large.outcome())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed ->
                    assertThat(failed.failure().code()).isEqualTo(FailureCode.CAPACITY_EXCEEDED));
      }
      backendOfOne.finish("first", OK);
      first.get().close();
      second.get().close();
    }
    assertThat(told.of("second").getFirst().fact())
        .isEqualTo(new Event.TaskWaiting(Event.WaitReason.CPU, clock.now()));
  }

  private static TaskResult ask(Engine engine, String path, Task task, Demand demand)
      throws InterruptedException {
    return engine.run(
        new TaskRequest("submission", path, task, 0, demand),
        (stream, bytes, offset, length) -> {});
  }

  @Test
  void aSinkThatBreaksTheEngineEndsEveryCallerWithTheReason() throws Exception {
    FakeBackend other = new FakeBackend();
    EventSink broken =
        event -> {
          if (event.taskPath().equals("poison")) {
            throw new StackOverflowError("too deep");
          }
        };
    try (Engine fragile = new Engine(other, broken, clock, 2)) {
      FutureTask<TaskResult> hanging =
          begin(() -> fragile.run("submission", "a", FakePrograms.hangs(), 0));
      other.awaitStarts(1);
      try (TaskResult poisoned = fragile.run("submission", "poison", FakePrograms.exits(0), 0);
          TaskResult later = fragile.run("submission", "later", FakePrograms.exits(0), 0)) {
        for (TaskResult result : List.of(poisoned, hanging.get(), later)) {
          assertThat(result.outcome())
              .isInstanceOfSatisfying(
                  Outcome.Failed.class,
                  failed ->
                      assertThat(failed.failure().message())
                          .endsWith("StackOverflowError: too deep"));
        }
      }
    }
    assertThat(other.isClosed()).isTrue();
    other.awaitIdle();
  }

  private TaskResult run(String taskPath, Task task) throws InterruptedException {
    return engine.run("submission", taskPath, task, 0);
  }

  private FutureTask<TaskResult> start(String taskPath, Task task) {
    return begin(() -> run(taskPath, task));
  }

  private static FutureTask<TaskResult> begin(Callable<TaskResult> call) {
    FutureTask<TaskResult> future = new FutureTask<>(call);
    Thread.ofVirtual().start(future);
    return future;
  }

  /** Lets time pass, and has the loop look at the clock: any event makes it do so. */
  private void advance(Duration time) {
    clock.advance(time);
    engine.cancel("nobody's", USER);
  }

  /** Keeps all events, and lets a test wait for one. */
  private static final class AwaitedEvents implements EventSink {
    private final List<Event> all = new ArrayList<>();

    @Override
    public synchronized void accept(Event event) {
      all.add(event);
      notifyAll();
    }

    synchronized void await(Class<? extends Event.Fact> kind) throws InterruptedException {
      while (all.stream().noneMatch(event -> kind.isInstance(event.fact()))) {
        wait();
      }
    }

    synchronized List<Event> all() {
      return List.copyOf(all);
    }

    List<Event> of(String taskPath) {
      return all().stream().filter(event -> event.taskPath().equals(taskPath)).toList();
    }
  }

  private static String text(Captured captured) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    captured.writeTo(out);
    return out.toString(UTF_8);
  }
}
