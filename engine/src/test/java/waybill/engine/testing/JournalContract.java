package waybill.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptEnded;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.GroupEnded;
import waybill.engine.event.Event.GroupStarted;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.event.Event.TaskWaiting;
import waybill.engine.event.Event.WaitReason;
import waybill.engine.event.Event.Written;
import waybill.engine.event.LayerUse;
import waybill.engine.event.Phases;
import waybill.engine.store.Journal;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Errno;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.SetupFailure;
import waybill.model.task.StandardStream;
import waybill.model.task.Usage;

/** What every journal promises. Its own test extends this class and says how it is opened. */
@Timeout(60)
public abstract class JournalContract {
  private static final Ending OK = new Ending.Succeeded();
  private static final OptionalLong ANY = OptionalLong.empty();
  private static final String PIN = "s3cr3t-pin";

  private Journal journal;

  /** A new and empty one, for one test. */
  protected abstract Journal open();

  /** What the next process finds when that one's has died. */
  protected abstract Journal restarted(Journal dead);

  @BeforeEach
  void openIt() {
    journal = open();
  }

  @AfterEach
  void closeIt() {
    journal.close();
  }

  private long begin(String id) {
    return begin(id, new Secrets());
  }

  private long begin(String id, Secrets secrets) {
    return journal.begin(new NewRun("op", "name of " + id, id, Path.of("/the/folder"), secrets));
  }

  private List<Fact> facts(long run) {
    journal.flush();
    return journal.events(0, OptionalLong.of(run), 10_000).stream().map(Event::fact).toList();
  }

  /** What was written to a stream by a part of a run, put together. */
  private byte[] output(long run, String path, StandardStream stream) {
    journal.flush();
    var all = new ByteArrayOutputStream();
    for (Event event : journal.events(0, OptionalLong.of(run), 100_000)) {
      if (event.taskPath().equals(path)
          && event.fact() instanceof OutputWritten output
          && output.stream() == stream) {
        all.writeBytes(output.bytes());
      }
    }
    return all.toByteArray();
  }

  private static OutputWritten out(String text) {
    return new OutputWritten(StandardStream.STDOUT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void runsAreNumberedFromOneOn() {
    assertThat(begin("a")).isEqualTo(1);
    assertThat(begin("b")).isEqualTo(2);
    assertThat(journal.run(2)).map(RunRecord::nativeId).contains("b");
    assertThat(journal.run(3)).isEmpty();
    assertThat(journal.run(-1)).isEmpty();
  }

  @Test
  void aRunIsRememberedWithItsEnd() {
    long run = begin("a");
    RunRecord open = journal.run(run).orElseThrow();
    assertThat(open.kind()).isEqualTo("op");
    assertThat(open.name()).isEqualTo("name of a");
    assertThat(open.directory()).isEqualTo(Path.of("/the/folder"));
    assertThat(open.ended()).isEmpty();
    journal.end(run, new Ending.Failed("because"));
    assertThat(journal.run(run).orElseThrow().ended().map(RunRecord.End::ending))
        .contains(new Ending.Failed("because"));
    assertThat(facts(run))
        .containsExactly(
            new SubmissionStarted("op", "name of a", "a"),
            new SubmissionEnded(new Ending.Failed("because")));
  }

  @Test
  void endingItAgainDoesNothing() {
    long run = begin("a");
    journal.end(run, OK);
    journal.end(run, new Ending.Failed("late"));
    journal.record(run, "", new Remark("later"));
    journal.end(99, OK);
    assertThat(journal.run(run).orElseThrow().ended().map(RunRecord.End::ending)).contains(OK);
    assertThat(facts(run)).hasSize(2);
  }

  @Test
  void anIdIsThatOfOneRunOnly() {
    begin("same");
    assertThatThrownBy(() -> begin("same")).isInstanceOf(FailureException.class);
    assertThat(journal.runs(RunQuery.newest(10))).hasSize(1);
    long next = begin("other");
    assertThat(facts(next)).hasSize(1);
    assertThat(journal.events(0, ANY, 10)).hasSize(2);
  }

  @Test
  void everyFactIsReadBackAsItWas() {
    long run = begin("a");
    List<Fact> told =
        List.of(
            new TaskWaiting(WaitReason.SLOT, Instant.parse("2026-11-21T18:00:20.402123456Z")),
            new AttemptStarted(),
            ended(new Outcome.Exited(3)),
            ended(new Outcome.Signaled(11)),
            new TaskEnded(new Outcome.TimedOut()),
            new TaskEnded(new Outcome.OutOfMemory()),
            new TaskEnded(new Outcome.Cancelled(Canceller.SIBLING)),
            new TaskEnded(
                new Outcome.NotStarted(
                    new SetupFailure(SetupFailure.Call.ATTACH_BIND, "a b", "/x", new Errno(13)))),
            new TaskEnded(
                new Outcome.Failed(Failure.of(FailureCode.DISK_FULL, "full").withHelp("clean"))),
            new TaskEnded(new Outcome.Failed(Failure.of(FailureCode.INTERNAL, "odd"))),
            new GroupStarted("serial", "\"quoted\" \u001b[1m ü \ud83d", "{\"cmd\":[\"a\\n\"]}"),
            new GroupEnded(new Ending.Skipped("eq a b"), "{}"),
            new GroupEnded(new Ending.Killed(Canceller.USER), "{\"outputs\":{}}"),
            new Remark("line\nline \u0000 \u202e"));
    told.forEach(fact -> journal.record(run, "some/path[3]", fact));
    assertThat(facts(run).subList(1, told.size() + 1)).isEqualTo(told);
  }

  private static AttemptEnded ended(Outcome outcome) {
    return new AttemptEnded(
        outcome,
        new Usage(1, 2, 3, 4, 5, 6, 7),
        new Phases(
            1,
            2,
            3,
            4,
            5,
            6,
            List.of(
                new LayerUse("sha256:a", Optional.empty()),
                new LayerUse("sha256:b", Optional.of("new")))),
        new Written(7, 8),
        new Written(Long.MAX_VALUE, 0));
  }

  @Test
  void pathsAndNamesMayBeAnything() {
    List<String> paths = List.of("", "../../etc", "a'b\"; DROP TABLE runs; --", "ü\u0000\n%_");
    long run =
        journal.begin(
            new NewRun("op", "'; DELETE FROM runs", "x%_'", Path.of("/a 'b"), new Secrets()));
    paths.forEach(path -> journal.record(run, path, new Remark(path)));
    journal.flush();
    List<Event> events = journal.events(0, OptionalLong.of(run), 10);
    assertThat(events.subList(1, 5)).extracting(Event::taskPath).isEqualTo(paths);
    assertThat(journal.runs(new RunQuery(false, Optional.of("x%_'"), 5))).hasSize(1);
    assertThat(journal.runs(new RunQuery(false, Optional.of("x__"), 5))).isEmpty();
  }

  @Test
  void sequenceNumbersAscendOverAllRuns() {
    long a = begin("a");
    long b = begin("b");
    for (int i = 0; i < 100; i++) {
      journal.record(i % 2 == 0 ? a : b, "", new Remark("" + i));
    }
    journal.flush();
    List<Event> events = journal.events(0, ANY, 1000);
    assertThat(events).hasSize(102);
    assertThat(events).extracting(Event::sequence).isSorted().doesNotHaveDuplicates();
    Event fiftieth = events.get(50);
    assertThat(journal.events(fiftieth.sequence(), ANY, 3)).isEqualTo(events.subList(51, 54));
    assertThat(journal.events(events.getLast().sequence(), ANY, 3)).isEmpty();
  }

  @Test
  void theNewestRunsComeFirst() {
    for (String id : List.of("aa", "ab", "ba")) {
      begin(id);
    }
    journal.end(2, OK);
    assertThat(journal.runs(RunQuery.newest(2)))
        .extracting(RunRecord::number)
        .containsExactly(3L, 2L);
    assertThat(journal.runs(new RunQuery(true, Optional.empty(), 9)))
        .extracting(RunRecord::number)
        .containsExactly(3L, 1L);
    assertThat(journal.runs(new RunQuery(false, Optional.of("a"), 9)))
        .extracting(RunRecord::number)
        .containsExactly(2L, 1L);
  }

  @Test
  void outputIsReadBackByteForByte() {
    long run = begin("a");
    byte[] all = new byte[300_000];
    new java.util.Random(7).nextBytes(all);
    for (int at = 0; at < all.length; at += 7_919) {
      int length = Math.min(7_919, all.length - at);
      journal.record(
          run,
          "t",
          new OutputWritten(
              StandardStream.STDOUT, java.util.Arrays.copyOfRange(all, at, at + length)));
      journal.record(run, "t", new OutputWritten(StandardStream.STDERR, new byte[] {(byte) at}));
    }
    assertThat(output(run, "t", StandardStream.STDOUT)).isEqualTo(all);
    assertThat(output(run, "t", StandardStream.STDERR)).hasSize(38);
  }

  @Test
  void secretsAreStoredNowhere() {
    var secrets = new Secrets();
    secrets.add(PIN);
    secrets.add("say \"it\"");
    secrets.add("123456");
    long run = begin("a", secrets);
    journal.record(run, "t/" + PIN, new Remark("it is " + PIN + "!"));
    journal.record(
        run,
        "t",
        new GroupStarted(
            "op", PIN, "{\"cmd\":[\"x\",\"say \\\"it\\\"\",123456],\"" + PIN + "\":true}"));
    journal.record(run, "t", out("a " + PIN + " b"));
    journal.record(
        run,
        "t",
        new TaskEnded(new Outcome.Failed(Failure.of(FailureCode.INTERNAL, PIN).withHelp(PIN))));
    journal.end(run, new Ending.Failed("no " + PIN));
    assertThat(facts(run).toString() + journal.run(run) + journal.events(0, ANY, 99))
        .doesNotContain(PIN, "123456", "say \\\"it")
        .contains("it is ***!", "t/***", "no ***");
    assertThat(output(run, "t", StandardStream.STDOUT)).asString().isEqualTo("a *** b");
    assertThat(facts(run).get(2))
        .isEqualTo(new GroupStarted("op", "***", "{\"cmd\":[\"x\",\"***\",\"***\"],\"***\":true}"));
  }

  @Test
  void aSecretIsFoundAlsoWhereItComesInPieces() {
    var secrets = new Secrets();
    secrets.add(PIN);
    secrets.add(PIN + "-longer");
    long run = begin("a", secrets);
    for (char c : ("x" + PIN + "y" + PIN + "-longer" + PIN + "-lon s3cr3").toCharArray()) {
      journal.record(run, "t", out("" + c));
      journal.record(run, "t", new OutputWritten(StandardStream.STDERR, new byte[] {(byte) c}));
    }
    journal.record(run, "t", new TaskEnded(new Outcome.Exited(0)));
    String masked = "x***y******-lon s3cr3";
    assertThat(output(run, "t", StandardStream.STDOUT)).asString().isEqualTo(masked);
    assertThat(output(run, "t", StandardStream.STDERR)).asString().isEqualTo(masked);
    assertThat(facts(run).getLast()).isEqualTo(new TaskEnded(new Outcome.Exited(0)));
  }

  @Test
  void whatWasHeldBackIsThereWhenTheRunEnds() {
    var secrets = new Secrets();
    secrets.add(PIN);
    long run = begin("a", secrets);
    journal.record(run, "t", out("s3c"));
    journal.end(run, OK);
    assertThat(output(run, "t", StandardStream.STDOUT)).asString().isEqualTo("s3c");
    assertThat(facts(run).getLast()).isEqualTo(new SubmissionEnded(OK));
  }

  @Test
  void theEnginesEventsBelongToTheRunOfThatNumber() {
    long run = begin("a");
    Instant now = Instant.now();
    journal.accept(new Event(77, now, Long.toString(run), "t", 2, new AttemptStarted()));
    journal.accept(new Event(78, now, "no number", "t", 1, new AttemptStarted()));
    journal.accept(new Event(79, now, "4711", "t", 1, new AttemptStarted()));
    journal.flush();
    List<Event> events = journal.events(0, ANY, 10);
    assertThat(events).hasSize(2);
    assertThat(events.getLast().attempt()).isEqualTo(2);
    assertThat(events.getLast().taskPath()).isEqualTo("t");
  }

  @Test
  void whoWaitsIsWokenByTheNextEventOfHisRun() throws InterruptedException {
    long run = begin("a");
    long other = begin("b");
    journal.flush();
    long last = journal.events(0, ANY, 10).getLast().sequence();
    var woken = new CountDownLatch(1);
    var answer = new AtomicReference<Object>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    answer.set(journal.awaitAfter(last, OptionalLong.of(run)));
                  } catch (InterruptedException e) {
                    answer.set(e);
                  }
                  woken.countDown();
                });
    journal.record(other, "", new Remark("not for you"));
    journal.flush();
    assertThat(woken.await(50, TimeUnit.MILLISECONDS)).isFalse();
    journal.record(run, "", new Remark("now"));
    assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(answer.get()).isEqualTo(true);
    waiting.join();
    assertThat(journal.awaitAfter(0, ANY)).isTrue();
  }

  @Test
  void whoWaitsIsToldThatTheJournalWasClosed() throws InterruptedException {
    long run = begin("a");
    journal.flush();
    var answer = new AtomicReference<Object>();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    answer.set(journal.awaitAfter(99, OptionalLong.of(run)));
                  } catch (InterruptedException e) {
                    answer.set(e);
                  }
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    journal.close();
    waiting.join();
    assertThat(answer.get()).isEqualTo(false);
  }

  @Test
  void manyWritersKeepTheirOwnOrder() throws InterruptedException {
    var writers = new ArrayList<Thread>();
    for (int w = 0; w < 8; w++) {
      long run = begin("w" + w);
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 500; i++) {
                      journal.record(run, "p", new Remark("" + i));
                    }
                    journal.end(run, OK);
                  }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    for (long run = 1; run <= 8; run++) {
      List<Fact> facts = facts(run);
      assertThat(facts).hasSize(502);
      for (int i = 0; i < 500; i++) {
        assertThat(facts.get(i + 1)).isEqualTo(new Remark("" + i));
      }
    }
  }

  @Test
  void endLostSparesWhatRunsHere() {
    long run = begin("a");
    journal.endLost(Canceller.WAYBILL, Set.of());
    assertThat(journal.run(run).orElseThrow().ended()).isEmpty();
  }

  @Test
  void endLostSparesWhatSomebodyWillGoOnWith() {
    long wanted = begin("a");
    long lost = begin("b");
    journal = restarted(journal);
    journal.endLost(Canceller.WAYBILL, Set.of(wanted));
    assertThat(journal.run(wanted).orElseThrow().ended()).isEmpty();
    assertThat(journal.run(lost).orElseThrow().ended()).isPresent();
  }

  @Test
  void aRunThatIsResumedGoesOnAndTellsTheGap() {
    assertThat(journal.lastSeen()).isEmpty();
    long run = begin("a");
    journal.record(run, "", new Remark("before"));
    journal.flush();
    Instant last = journal.events(0, ANY, 10).getLast().at();
    journal = restarted(journal);
    assertThat(journal.lastSeen()).contains(last);
    journal.record(run, "", new Remark("nobody hears it"));
    var secrets = new Secrets();
    secrets.add(PIN);
    assertThat(journal.resume(run, secrets)).isTrue();
    assertThat(journal.resume(run, new Secrets())).describedAs("live already").isTrue();
    journal.record(run, "", new Remark("after " + PIN));
    journal.end(run, OK);
    List<Fact> facts = facts(run);
    assertThat(facts)
        .hasSize(5)
        .containsSubsequence(
            new Remark("before"), new Remark("after ***"), new SubmissionEnded(OK));
    assertThat(facts.get(2)).asString().contains("the agent was down from " + last + " to ");
  }

  @Test
  void whatIsOverOrUnknownIsNotResumed() {
    long run = begin("a");
    journal.end(run, OK);
    journal = restarted(journal);
    assertThat(journal.resume(run, new Secrets())).isFalse();
    assertThat(journal.resume(4711, new Secrets())).isFalse();
    assertThat(facts(run)).hasSize(2);
  }

  @Test
  void pagesOfRunsFollowEachOther() {
    for (int i = 0; i < 7; i++) {
      begin("r" + i);
    }
    assertThat(journal.runs(new RunQuery(false, Optional.empty(), OptionalLong.of(4), 2)))
        .extracting(RunRecord::number)
        .containsExactly(3L, 2L);
    assertThat(journal.runs(new RunQuery(true, Optional.of("r"), OptionalLong.of(2), 9)))
        .extracting(RunRecord::number)
        .containsExactly(1L);
  }
}
