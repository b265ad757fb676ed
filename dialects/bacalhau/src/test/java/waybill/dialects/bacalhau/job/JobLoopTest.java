package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waybill.dialects.bacalhau.job.TestSpecs.batch;
import static waybill.dialects.bacalhau.job.TestSpecs.job;
import static waybill.dialects.bacalhau.job.TestSpecs.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.run.ExecutionNews;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.run.ExecutionRunner;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.testing.FakeJournal;
import waybill.engine.testing.FakeLedger;
import waybill.model.failure.FailureException;

@Timeout(30)
class JobLoopTest {
  private final FakeJournal journal = new FakeJournal(EngineClock.SYSTEM);
  private final FakeLedger ledger = new FakeLedger(journal);
  private final Obedient runner = new Obedient();
  private final TestSpecs.Shelf shelf = new TestSpecs.Shelf();
  private final JobLoop jobs =
      JobLoop.start(
          new JobLoop.World(
              journal,
              ledger,
              shelf::put,
              shelf::get,
              runner,
              EngineClock.SYSTEM,
              TestSpecs.MACHINE,
              line -> {}));

  @AfterEach
  void close() {
    jobs.close();
  }

  /** Completes what is to end by itself and goes on with everything else until it is stopped. */
  private static final class Obedient implements ExecutionRunner {
    private final Map<String, ExecutionNews> running = new ConcurrentHashMap<>();

    @Override
    public List<String> obstacles(JobSpec spec) {
      return List.of();
    }

    @Override
    public void start(ExecutionOrder order, ExecutionNews news) {
      String id = order.executionId();
      news.started(id, 0);
      if (order.spec().name().startsWith("short")) {
        news.ended(id, new ExecutionEnd.Completed());
      } else {
        running.put(id, news);
      }
    }

    void completeAll() {
      running.forEach((id, news) -> news.ended(id, new ExecutionEnd.Completed()));
    }

    @Override
    public void stop(String executionId) {
      ExecutionNews news = running.remove(executionId);
      if (news != null) {
        news.ended(executionId, new ExecutionEnd.Stopped());
      }
    }
  }

  private static JobName name(String text) {
    return new JobName(text, "default");
  }

  private void awaitEnd(Job job) throws InterruptedException {
    long seen = 0;
    while (journal.awaitAfter(seen, OptionalLong.of(job.run()))) {
      for (Event event : journal.events(seen, OptionalLong.of(job.run()), 1000)) {
        seen = event.sequence();
        if (event.fact() instanceof Event.SubmissionEnded) {
          return;
        }
      }
    }
  }

  @Test
  void aJobRunsToItsEnd() throws InterruptedException {
    Job job = jobs.submit(job("short", batch(3)), false);
    awaitEnd(job);
    assertThat(jobs.find(name("short")).state()).isEqualTo(JobState.COMPLETED);
    assertThat(jobs.versions(name(job.id()))).hasSize(1);
  }

  @Test
  void deadlinesAreKeptWithoutAnythingElseHappening() throws InterruptedException {
    var timeouts =
        new Timeouts(Optional.empty(), Optional.empty(), Optional.of(Duration.ofMillis(20)));
    Job job = jobs.submit(job("long", batch(1), "x", timeouts), false);
    awaitEnd(job);
    assertThat(jobs.find(name("long")).message()).isEqualTo("job exceeded TotalTimeout");
  }

  /** Takes the second after which it is tried again. */
  @Test
  void whatCouldNotBeWrittenIsWrittenWhenItCan() throws InterruptedException {
    Job job = jobs.submit(job("long", batch(1)), false);
    ledger.failAt(1);
    runner.completeAll();
    awaitEnd(job);
    assertThat(jobs.find(name("long")).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void whoStopsAJobComesBackWhenItIsOver() {
    jobs.submit(job("long", service(2, 1)), false);
    assertThat(jobs.stop(name("long"), "enough").state()).isEqualTo(JobState.STOPPED);
    assertThat(jobs.find(name("long"), 1).message()).isEqualTo("enough");
  }

  @Test
  void aLargeJobIsStoppedWhileItsNewsGather() throws InterruptedException {
    Job job = jobs.submit(job("long", batch(2000)), false);
    assertThat(jobs.stop(name("long"), "enough").state()).isEqualTo(JobState.STOPPED);
    Job short2000 = jobs.submit(job("short", batch(2000)), false);
    awaitEnd(short2000);
    assertThat(jobs.find(name(job.id())).executions()).hasSize(2000);
    assertThat(jobs.find(name("short")).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void manyAtOnceAllGetTheirAnswers() throws InterruptedException {
    var threads =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(
                i ->
                    Thread.ofVirtual().start(() -> jobs.submit(job("short-" + i, batch(1)), false)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    for (int i = 0; i < 50; i++) {
      awaitEnd(jobs.find(name("short-" + i)));
    }
    assertThat(ledger.commits()).as("they share commits").isLessThan(200);
  }

  @Test
  void afterItsEndEverybodyIsRefused() {
    jobs.close();
    assertThatThrownBy(() -> jobs.submit(job("short", batch(1)), false))
        .hasMessage("the agent is ending and takes no jobs any more");
    assertThatThrownBy(() -> jobs.rerun(name("short"), OptionalInt.empty()))
        .hasMessage("the agent is ending and takes no jobs any more");
  }

  @Test
  void whoAsksWhileItEndsIsAnswered() throws InterruptedException {
    var asking =
        java.util.stream.IntStream.range(0, 20)
            .mapToObj(i -> Thread.ofVirtual().start(() -> askAndAccept("short-" + i)))
            .toList();
    jobs.close();
    for (Thread thread : asking) {
      thread.join();
    }
  }

  private void askAndAccept(String name) {
    try {
      jobs.submit(job(name, batch(1)), false);
    } catch (FailureException refused) {
      assertThat(refused).hasMessageStartingWith("the agent is ending");
    }
  }

  @Test
  void whenItsStoreDiesNobodyWaitsForEver() {
    ledger.dieAt(1, FakeLedger.Death.BEFORE);
    assertThatThrownBy(() -> jobs.submit(job("short", batch(1)), false))
        .hasMessage("the agent is ending and takes no jobs any more");
  }
}
