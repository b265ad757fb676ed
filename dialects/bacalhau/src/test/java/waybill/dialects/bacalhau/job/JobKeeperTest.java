package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waybill.dialects.bacalhau.job.TestSpecs.batch;
import static waybill.dialects.bacalhau.job.TestSpecs.job;
import static waybill.dialects.bacalhau.job.TestSpecs.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.job.Jobs.Page;
import waybill.dialects.bacalhau.job.Jobs.Query;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.run.ExecutionNews;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.run.ExecutionRunner;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerEntry;
import waybill.engine.testing.FakeClock;
import waybill.engine.testing.FakeJournal;
import waybill.engine.testing.FakeLedger;
import waybill.model.failure.FailureException;

class JobKeeperTest {
  private final FakeClock clock = new FakeClock();
  private final FakeJournal journal = new FakeJournal(clock);
  private final TestSpecs.Shelf shelf = new TestSpecs.Shelf();
  private final JobEntries entries = shelf.entries();
  private final Runner runner = new Runner();
  private final Deque<JobItem> inbox = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private int lastId;
  private FakeLedger ledger = new FakeLedger(journal);
  private JobKeeper keeper = keeper();

  private JobKeeper keeper() {
    return new JobKeeper(
        ledger,
        entries,
        () -> "j-0000000" + ++lastId + "-x",
        () -> TestSpecs.HERE,
        runner,
        inbox::add,
        log::add);
  }

  private static final class Runner implements ExecutionRunner {
    final Map<String, ExecutionNews> begun = new LinkedHashMap<>();
    final List<String> stopped = new ArrayList<>();
    boolean broken;

    @Override
    public List<String> obstacles(JobSpec spec) {
      return List.of();
    }

    @Override
    public void start(ExecutionOrder order, ExecutionNews news) {
      if (broken) {
        throw new IllegalStateException("no runner");
      }
      begun.put(order.executionId(), news);
    }

    @Override
    public void stop(String executionId) {
      stopped.add(executionId);
    }

    void endAll() {
      endAllBut(0);
    }

    void endAllBut(int left) {
      List<String> ids = List.copyOf(begun.keySet());
      for (String id : ids.subList(left, ids.size())) {
        Objects.requireNonNull(begun.remove(id)).ended(id, new ExecutionEnd.Completed());
      }
    }
  }

  private static JobItem.Submit submit(JobSpec spec) {
    return new JobItem.Submit(new Reply(), spec, false, OptionalInt.empty());
  }

  private Job submitted(JobSpec spec) {
    JobItem.Submit submit = submit(spec);
    turn(submit);
    return submit.reply().result();
  }

  private List<JobItem> turn(JobItem... items) {
    return keeper.turn(List.of(items), clock.now());
  }

  private void turnOfAll() {
    List<JobItem> items = List.copyOf(inbox);
    inbox.clear();
    inbox.addAll(keeper.turn(items, clock.now()));
  }

  private JobFinder finder() {
    return new JobFinder(ledger, entries);
  }

  private static JobName name(String text) {
    return new JobName(text, "default");
  }

  private JobItem.Stop stopping(String name) {
    var stop = new JobItem.Stop(new Reply(), name(name), "enough");
    turn(stop);
    return stop;
  }

  @Test
  void whoseCommitFailsIsToldAndNothingHasBegun() {
    ledger.failAt(1);
    JobItem.Submit submit = submit(job("a", batch(1)));
    turn(submit);
    assertThatThrownBy(submit.reply()::result).hasMessageContaining("cannot write");
    assertThat(runner.begun).isEmpty();
    assertThat(keeper.size()).isZero();
    assertThat(submitted(job("a", batch(1))).version()).isEqualTo(1);
    assertThat(runner.begun).hasSize(1);
  }

  @Test
  void whatHappenedWhileNothingCouldBeWrittenIsWrittenLater() {
    submitted(job("a", batch(1)));
    runner.endAll();
    ledger.failAt(1);
    turnOfAll();
    assertThat(inbox).hasSize(1);
    assertThat(finder().latest(name("a")).state()).isEqualTo(JobState.PENDING);
    turnOfAll();
    assertThat(finder().latest(name("a")).state()).isEqualTo(JobState.COMPLETED);
    assertThat(keeper.size()).isZero();
  }

  @Test
  void aJobThatIsTooLargeToBeKeptDoesNotTakeOthersWithIt() {
    JobItem.Submit large = submit(job("x".repeat(LedgerEntry.MAX_WORDS), batch(1)));
    JobItem.Submit small = submit(job("a", batch(1)));
    turn(large, small);
    assertThatThrownBy(large.reply()::result).isInstanceOf(FailureException.class);
    assertThat(small.reply().result().version()).isEqualTo(1);
    assertThat(runner.begun).hasSize(1);
  }

  @Test
  void twoOfOneNameInOneTurnAreTwoVersions() {
    JobItem.Submit first = submit(job("a", batch(1)));
    JobItem.Submit second = submit(job("a", batch(2)));
    JobItem.Submit third = submit(job("a", batch(2)));
    turn(first, second, third);
    assertThat(second.reply().result().id()).isEqualTo(first.reply().result().id());
    assertThat(second.reply().result().version()).isEqualTo(2);
    assertThatThrownBy(third.reply()::result).hasMessageStartingWith("no changes detected");
    assertThat(finder().versions(name("a"))).hasSize(2);
  }

  @Test
  void newsOfALargeJobGatherAndNothingElseWaits() {
    submitted(job("small", batch(9)));
    assertThat(keeper.pause()).isZero();
    submitted(job("large", batch(1000)));
    Duration large = keeper.pause();
    assertThat(large).isBetween(Duration.ofMillis(10), Duration.ofMillis(99));
    submitted(job("larger", batch(JobDecider.MOST_REPLICAS)));
    assertThat(keeper.pause()).isBetween(large, Duration.ofMillis(100));
    submitted(job("another", batch(1)));
    assertThat(keeper.pause()).isZero();
  }

  @Test
  void whatIsNextInALargeJobDoesNotWaitForTheLastOnes() {
    submitted(job("a", batch(1000)));
    runner.endAllBut(8);
    turnOfAll();
    assertThat(finder().latest(name("a")).executions()).hasSize(1000);
    assertThat(keeper.pause()).isZero();
  }

  @Test
  void anExecutionThatCannotBeBegunHasFailed() {
    runner.broken = true;
    submitted(job("a", batch(1)));
    turnOfAll();
    assertThat(finder().latest(name("a")).executions().getFirst().message()).contains("no runner");
  }

  @Test
  void aStopIsAnsweredWhenNothingRunsAnyMore() {
    submitted(job("a", service(1, 1)));
    JobItem.Stop stop = stopping("a");
    assertThat(stop.reply().isAnswered()).isFalse();
    assertThat(runner.stopped).hasSize(1);
    runner.endAll();
    turnOfAll();
    assertThat(stop.reply().result().state()).isEqualTo(JobState.STOPPED);
    assertThat(stopping("a").reply().result().message()).isEqualTo("enough");
  }

  // BA-124
  @Test
  void jobsAreFoundByNameByIdAndByItsBeginning() {
    Job a = submitted(job("a", batch(1)));
    Job b = submitted(job("b", batch(1)));
    assertThat(finder().latest(name("a"))).isEqualTo(a);
    assertThat(finder().latest(name(b.id()))).isEqualTo(b);
    assertThat(finder().latest(name(b.id().substring(0, 10)))).isEqualTo(b);
    assertThatThrownBy(() -> finder().latest(name("j-")))
        .hasMessage("multiple jobs found for id j-");
    assertThatThrownBy(() -> finder().latest(name("j-9"))).hasMessage("job not found: j-9");
    assertThatThrownBy(() -> finder().latest(name(""))).hasMessage("job not found: ");
    assertThatThrownBy(() -> finder().latest(new JobName("a", "other")))
        .hasMessage("job not found: a");
    assertThatThrownBy(() -> finder().version(name("a"), 2)).hasMessage("job 'a' has no version 2");
    assertThatThrownBy(stopping("nobody").reply()::result).hasMessage("job not found: nobody");
  }

  @Test
  void anOldVersionRunsAgainAsANewOne() {
    submitted(job("a", batch(1)));
    submitted(job("a", batch(2)));
    runner.endAll();
    turnOfAll();
    runner.endAll();
    turnOfAll();
    var rerun = new JobItem.Rerun(new Reply(), name("a"), OptionalInt.of(1));
    turn(rerun);
    assertThat(rerun.reply().result().version()).isEqualTo(3);
    assertThat(rerun.reply().result().spec()).isEqualTo(job("a", batch(1)));
    var unknown = new JobItem.Rerun(new Reply(), name("a"), OptionalInt.of(9));
    turn(unknown);
    assertThatThrownBy(unknown.reply()::result).hasMessage("job 'a' has no version 9");
  }

  @Test
  void aJobGoesOnInTheNextProcessAndOneThatCannotBeReadIsNamed() {
    Job a = submitted(job("a", service(1, 1)));
    ledger.commit(
        List.of(
            new LedgerChange.Put(
                new LedgerEntry(
                    JobEntries.KIND,
                    "j-damaged",
                    1,
                    "default",
                    "damaged",
                    "Running",
                    true,
                    OptionalLong.empty(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    "{\"Executions\":[{]}"))));
    runner.begun.clear();
    ledger = ledger.restarted();
    keeper = keeper();
    List<JobItem> first = keeper.recover(journal);
    assertThat(first).hasSize(1);
    assertThat(log).anyMatch(line -> line.startsWith("job j-damaged cannot be read"));
    keeper.turn(first, clock.now());
    assertThat(runner.begun).hasSize(1);
    assertThat(finder().latest(name("a")).run()).isEqualTo(a.run());
    assertThat(finder().latest(name("a")).executions()).hasSize(2);
  }

  @Test
  void jobsAreListedByPagesAndByLabels() {
    for (int i = 0; i < 5; i++) {
      submitted(job("job-" + i, batch(1)));
    }
    var names = new ArrayList<String>();
    Optional<String> after = Optional.empty();
    do {
      Page page = finder().list(query(2, after));
      assertThat(page.jobs()).hasSizeLessThanOrEqualTo(2);
      page.jobs().forEach(job -> names.add(job.spec().name()));
      after = page.next();
    } while (after.isPresent());
    assertThat(names).containsExactly("job-0", "job-1", "job-2", "job-3", "job-4");
    var labelled =
        new Query(
            Optional.empty(),
            List.of(TestSpecs.equal("a", "b")),
            false,
            false,
            9,
            Optional.empty());
    assertThat(finder().list(labelled).jobs()).isEmpty();
    assertThatThrownBy(() -> finder().list(query(2, Optional.of("nonsense"))))
        .hasMessage("`nonsense` is no token of an earlier page");
  }

  private static Query query(int limit, Optional<String> after) {
    return new Query(Optional.of("default"), List.of(), false, false, limit, after);
  }
}
