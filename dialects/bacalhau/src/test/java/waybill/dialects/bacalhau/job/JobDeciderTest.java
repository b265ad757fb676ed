package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.bacalhau.job.Script.COMPLETED;
import static waybill.dialects.bacalhau.job.Script.EXIT_19;
import static waybill.dialects.bacalhau.job.Script.TIMED_OUT;
import static waybill.dialects.bacalhau.job.Script.UNLUCKY;
import static waybill.dialects.bacalhau.job.TestSpecs.batch;
import static waybill.dialects.bacalhau.job.TestSpecs.daemon;
import static waybill.dialects.bacalhau.job.TestSpecs.equal;
import static waybill.dialects.bacalhau.job.TestSpecs.job;
import static waybill.dialects.bacalhau.job.TestSpecs.sequential;
import static waybill.dialects.bacalhau.job.TestSpecs.service;
import static waybill.dialects.bacalhau.job.TestSpecs.with;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.ErrorHandling.Backoff;
import waybill.dialects.bacalhau.spec.ErrorHandling.OnFailure;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.RestartPolicy.Mode;
import waybill.dialects.bacalhau.spec.Timeouts;

/** The rules of jobs, one by one; together they are tried by {@link JobSimulationTest}. */
class JobDeciderTest {
  private static Script given(JobSpec spec) {
    return new Script().submitted(spec);
  }

  private static Script given(Kind kind) {
    return given(job("a", kind));
  }

  // Jobs that come to an end.

  // BA-2, BA-27
  @Test
  void aBatchJobRunsEachReplicaOnceAndIsComplete() {
    Script script = given(batch(3)).thenBegins("r0.1", "r1.1", "r2.1");
    assertThat(script.orders()).extracting(ExecutionOrder::partition).containsExactly(0, 1, 2);
    assertThat(script.orders()).allMatch(order -> order.partitions() == 3);
    script.starts(0, 1, 2).thenIs(JobState.RUNNING, "");
    script.ends(1, COMPLETED).ends(0, COMPLETED).thenIs(JobState.RUNNING, "");
    script.ends(2, COMPLETED).thenIs(JobState.COMPLETED, "").thenBegins().thenNeverWakes();
  }

  // BA-82
  @Test
  void partialCompletionIsAFailureThatSaysHowMuchOfItIsThere() {
    Script script = given(batch(5)).starts(0, 1, 2, 3, 4).ends(3, EXIT_19).thenStops(0);
    for (int replica : new int[] {0, 1, 2, 4}) {
      script.ends(replica, COMPLETED);
    }
    script.thenIs(
        JobState.FAILED, "4 of 5 completed; replica 3: task main ended with exit code 19");
    assertThat(script.last(3).exitCode()).contains(19);
  }

  @Test
  void aProgramThatFailsIsNotTriedAgainUnlessItsJobSaysSo() {
    given(batch(1))
        .starts(0)
        .ends(0, EXIT_19)
        .thenIs(JobState.FAILED, "task main ended with exit code 19");
    given(batch(1))
        .starts(0)
        .ends(0, TIMED_OUT)
        .thenIs(JobState.FAILED, "job exceeded ExecutionTimeout");
  }

  @Test
  void whatFailedByCircumstancesIsTriedOnceMore() {
    Script script = given(batch(1)).starts(0).ends(0, UNLUCKY).thenBegins().thenWakesAfter(1);
    script.wakesInTime().thenBegins("r0.2").starts(0).ends(0, UNLUCKY);
    script.thenIs(JobState.FAILED, "no launcher").thenNeverWakes();
  }

  // BA-106
  @Test
  void errorHandlingCountsTriesAndItsPausesGrow() {
    var handling = new ErrorHandling(4, OnFailure.RETRY, Backoff.EXPONENTIAL);
    Script script = given(batch(1, handling)).starts(0).ends(0, EXIT_19).thenWakesAfter(1);
    script.wakesInTime().thenBegins("r0.2").ends(0, UNLUCKY).thenWakesAfter(2);
    script.wakesInTime().thenBegins("r0.3").ends(0, TIMED_OUT).thenWakesAfter(4);
    script.wakesInTime().thenBegins("r0.4").ends(0, EXIT_19);
    script.thenIs(JobState.FAILED, "task main ended with exit code 19");
  }

  @Test
  void pausesHaveALongest() {
    var handling = new ErrorHandling(100, OnFailure.RETRY, Backoff.EXPONENTIAL);
    Script script = given(batch(1, handling));
    for (int tries = 0; tries < 50; tries++) {
      script.ends(0, EXIT_19).wakesInTime();
    }
    script.ends(0, EXIT_19).thenWakesAfter(60);
    assertThat(script.job().executions()).as("what is kept").hasSizeLessThan(6);
    assertThat(script.last(0).attempt()).isEqualTo(51);
  }

  @Test
  void onFailureFailHasOneTry() {
    var handling = new ErrorHandling(3, OnFailure.FAIL, Backoff.CONSTANT);
    given(batch(1, handling)).starts(0).ends(0, UNLUCKY).thenIs(JobState.FAILED, "no launcher");
  }

  @Test
  void aRetriedReplicaKeepsItsPartitionAndOthersRunOnce() {
    var handling = new ErrorHandling(3, OnFailure.RETRY, Backoff.CONSTANT);
    Script script = given(batch(3, handling)).starts(0, 1, 2).ends(0, COMPLETED).ends(2, COMPLETED);
    script.ends(1, EXIT_19).wakesInTime().thenBegins("r1.2").ends(1, EXIT_19).wakesInTime();
    script.thenBegins("r1.3").ends(1, COMPLETED).thenIs(JobState.COMPLETED, "");
  }

  // BA-81
  @Test
  void sequentialReplicasGoOneAfterTheOther() {
    Script script = given(sequential(3)).thenBegins("r0.1").starts(0);
    script.ends(0, COMPLETED).thenBegins("r1.1").starts(1);
    script.ends(1, UNLUCKY).thenBegins().wakesInTime().thenBegins("r1.2");
    script.ends(1, EXIT_19).thenBegins("r2.1").ends(2, COMPLETED);
    script.thenIs(
        JobState.FAILED, "2 of 3 completed; replica 1: task main ended with exit code 19");
  }

  // BA-5
  @Test
  void anOpsJobRunsOnceWhereItMatches() {
    var ops = new Kind.Ops(Optional.empty());
    given(ops).thenBegins("r0.1").starts(0).ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");
    given(with(job("a", ops), equal("env", "test")))
        .thenBegins()
        .thenIs(
            JobState.FAILED,
            "this machine does not match: constraint `env = test` is not met, its label is `prod`");
  }

  // Jobs that go on.

  // BA-3, BA-26
  @Test
  void aServiceIsRestartedWithGrowingPausesWhateverItsExit() {
    Script script = given(service(2, 1)).starts(0, 1).ends(0, COMPLETED).thenWakesAfter(1);
    assertThat(script.last(0).next()).isPresent();
    script.wakesInTime().thenBegins("r0.2").starts(0).ends(0, EXIT_19).thenWakesAfter(2);
    script.wakesInTime().thenBegins("r0.3").thenIs(JobState.RUNNING, "");
  }

  // BA-26
  @Test
  void aServiceThatAlwaysFailsIsRestartedAtMostSixTimesInItsFirstMinute() {
    Script script = given(service(1, 1));
    int restarts = 0;
    while (Duration.between(script.job().submitted(), script.job().modified()).toSeconds() < 60) {
      script.starts(0).ends(0, EXIT_19).wakesInTime();
      restarts++;
    }
    assertThat(restarts).isLessThanOrEqualTo(6);
    for (int i = 0; i < 10; i++) {
      script.starts(0).ends(0, EXIT_19).wakesInTime();
    }
    script.starts(0).ends(0, EXIT_19).thenWakesAfter(300);
  }

  @Test
  void tenGoodMinutesForgiveEarlierRestarts() {
    Script script = given(service(1, 1));
    for (int i = 0; i < 5; i++) {
      script.starts(0).ends(0, EXIT_19).wakesInTime();
    }
    script.starts(0).passes(599).ends(0, EXIT_19).thenWakesAfter(32).wakesInTime();
    script.starts(0).passes(600).ends(0, EXIT_19).thenWakesAfter(1);
  }

  // BA-89
  @Test
  void aDaemonWithFiveAttemptsIsRestartedFiveTimesAndHasFailed() {
    Script script = given(daemon(Mode.ALWAYS, 5));
    for (int i = 0; i < 5; i++) {
      script.starts(0).ends(0, EXIT_19).thenIs(JobState.RUNNING, "").wakesInTime();
    }
    script.thenBegins("r0.6").starts(0).ends(0, EXIT_19);
    script.thenIs(JobState.FAILED, "task main ended with exit code 19");
  }

  @Test
  void whatIsAlwaysRestartedHasFailedWhenItCannotBeAlsoIfItEndedWell() {
    Script script = given(daemon(Mode.ALWAYS, 1)).starts(0).ends(0, COMPLETED).wakesInTime();
    script.starts(0).ends(0, COMPLETED);
    script.thenIs(JobState.FAILED, "it has ended, and no restart is left to it");
  }

  @Test
  void policiesSayAfterWhichEndsThereIsARestart() {
    given(daemon(Mode.ON_FAILURE, 5)).starts(0).ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");
    given(daemon(Mode.ON_FAILURE, 5)).starts(0).ends(0, EXIT_19).thenWakesAfter(1);
    given(daemon(Mode.NEVER, 5)).starts(0).ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");
    given(daemon(Mode.NEVER, 5))
        .starts(0)
        .ends(0, EXIT_19)
        .thenIs(JobState.FAILED, "task main ended with exit code 19");
  }

  @Test
  void aServiceFailsWithItsFirstReplicaThatIsGivenUpAndTheOthersEnd() {
    var policy = new RestartPolicy(Mode.ALWAYS, OptionalInt.of(0));
    Script script = given(new Kind.Service(2, 1, policy)).starts(0, 1).ends(1, EXIT_19);
    script.thenStops(1).thenIs(JobState.RUNNING, "");
    script.ends(0, new waybill.dialects.bacalhau.run.ExecutionEnd.Stopped());
    script.thenIs(JobState.FAILED, "replica 1: task main ended with exit code 19");
    assertThat(script.last(0).state()).isEqualTo(ExecutionState.CANCELLED);
    assertThat(script.last(0).message()).isEqualTo("Execution stopped due to job failure");
  }

  // BA-4
  @Test
  void aDaemonWithoutAMachineThatMatchesIsPendingAndSaysWhy() {
    given(with(job("a", daemon(Mode.ALWAYS, 5)), equal("zone", "x")))
        .thenBegins()
        .thenNeverWakes()
        .thenIs(
            JobState.PENDING,
            "this machine does not match: constraint `zone = x` is not met,"
                + " it has no label `zone`")
        .stopped("enough")
        .thenIs(JobState.STOPPED, "enough");
  }

  // Time.

  // BA-102
  @Test
  void waitingForRoomIsQueuedAndHasATimeout() {
    Script script = given(job("a", batch(1), "x", TestSpecs.queue(10)));
    script.thenNeverWakes().passes(100).waits(0).thenWakesAfter(10);
    assertThat(script.job().state()).isEqualTo(JobState.QUEUED);
    script.passes(9).wakes().thenStops(0).passes(1).wakes().thenStops(1).ends(0, COMPLETED);
    script.thenIs(JobState.FAILED, "job exceeded QueueTimeout");
  }

  @Test
  void queueTimeoutEndsWithTheFirstThatRuns() {
    Script script = given(job("a", batch(2), "x", TestSpecs.queue(10))).waits(0).waits(1);
    script.starts(0).thenNeverWakes().passes(20).wakes().thenStops(0);
    assertThat(script.job().queued()).isEmpty();
  }

  // BA-103
  @Test
  void totalTimeoutIsSinceTheSubmissionAlsoWhileTheAgentIsDown() {
    Script script = given(job("a", batch(1), "x", TestSpecs.total(60))).starts(0);
    script.thenWakesAfter(60).passes(61).restarted().thenBegins();
    script.thenIs(JobState.FAILED, "job exceeded TotalTimeout");
  }

  @Test
  void timeoutsMeanNothingToWhatGoesOnAndThatIsSaid() {
    var timeouts =
        new Timeouts(
            Optional.of(Duration.ofSeconds(1)),
            Optional.of(Duration.ofSeconds(2)),
            Optional.of(Duration.ofSeconds(3)));
    Script script = given(job("a", service(1, 1), "x", timeouts));
    script.thenSaid("Submission: warning: Timeouts mean nothing to a service job");
    assertThat(script.orders().getFirst().spec().tasks().getFirst().timeouts())
        .isEqualTo(Timeouts.NONE);
    script.waits(0).thenNeverWakes();
  }

  @Test
  void aPauseEndsInTimeHoweverTheClockIsSet() {
    given(batch(1)).starts(0).ends(0, UNLUCKY).passes(86_400).wakes().thenBegins("r0.2");
    given(batch(1)).starts(0).ends(0, UNLUCKY).passes(-86_400).wakes().thenBegins("r0.2");
  }

  @Test
  void whatIsCompleteStaysSoHoweverLateWeHearOfIt() {
    given(job("a", batch(1), "x", TestSpecs.total(60)))
        .starts(0)
        .passes(3600)
        .ends(0, COMPLETED)
        .thenIs(JobState.COMPLETED, "");
  }

  // Stopping, updating, running again.

  @Test
  void aJobIsStoppedWhenNothingOfItRunsAnyMore() {
    Script script = given(batch(2)).starts(0, 1).stopped("enough").thenStops(2);
    script.thenIs(JobState.RUNNING, "").stopped("once more").thenStops(0);
    script.ends(0, UNLUCKY).ends(1, UNLUCKY).thenIs(JobState.STOPPED, "enough");
    script.stopped("again").thenIs(JobState.STOPPED, "enough");
    assertThat(script.last(0).state()).isEqualTo(ExecutionState.CANCELLED);
    assertThat(script.last(0).message())
        .isEqualTo("Execution stop requested because job has been stopped");
  }

  @Test
  void aStopInAPauseEndsThePause() {
    Script script = given(service(1, 1)).starts(0).ends(0, EXIT_19).stopped("enough");
    script.thenIs(JobState.STOPPED, "enough").thenNeverWakes();
    assertThat(script.last(0).next()).isEmpty();
  }

  @Test
  void whatHasEndedByItselfCannotBeStopped() {
    given(batch(1))
        .ends(0, COMPLETED)
        .refuses(s -> s.stopped("x"), "cannot stop job in state Completed");
    given(batch(1))
        .ends(0, EXIT_19)
        .refuses(s -> s.stopped("x"), "cannot stop job in state Failed");
  }

  // BA-19
  @Test
  void theSameNameIsTheNextVersionOfTheSameJob() {
    Script script = given(batch(1)).starts(0).submitted(job("a", batch(2)));
    script.thenStops(1).thenBegins().thenSaid("Submission: Job updated");
    script.thenIs(JobState.PENDING, "waits until version 1 has ended");
    assertThat(script.job().id()).isEqualTo("j-1");
    assertThat(script.job().version()).isEqualTo(2);
    assertThat(script.older().executions().getFirst().stopping())
        .contains("Execution stopped for job update");
    script.olderEnds(0, UNLUCKY).thenBegins("r0.1", "r1.1").thenIs(JobState.PENDING, "");
  }

  // BA-19
  @Test
  void theSameSpecIsNoUpdateUnlessForced() {
    Script script = given(batch(1)).ends(0, COMPLETED);
    script.refuses(
        s -> s.submitted(job("a", batch(1))),
        "no changes detected for new job spec. Job Name: 'a', Job Id: 'j-1'");
    script.forced(job("a", batch(1))).thenBegins("r0.1");
    assertThat(script.job().version()).isEqualTo(2);
  }

  // BA-88
  @Test
  void ofTwoWhoUpdateTheSameVersionOneWins() {
    Script script = given(batch(1)).submittedAfterSeeing(1, job("a", batch(2)));
    script.refuses(
        s -> s.submittedAfterSeeing(1, job("a", batch(3))),
        "conflict: somebody else has changed job 'a' meanwhile:"
            + " it was at version 1 and is at version 2 now");
    given(batch(1))
        .refuses(
            s -> s.submittedAfterSeeing(0, job("a", batch(3))),
            "conflict: somebody else has changed job 'a' meanwhile:"
                + " it did not exist and is at version 1 now");
  }

  @Test
  void aTypeChangesOnlyOnceTheJobHasEnded() {
    Script script = given(batch(1));
    script.refuses(
        s -> s.submitted(job("a", service(1, 1))),
        "job 'a' is a batch job and has not ended: it cannot become a service job");
    script.ends(0, COMPLETED).submitted(job("a", service(1, 1))).thenBegins("r0.1");
  }

  @Test
  void anUpdateThatCannotRunHereDoesNotEndWhatDoes() {
    given(service(1, 1))
        .starts(0)
        .refuses(
            s -> s.submitted(with(job("a", service(1, 1)), equal("env", "test"))),
            "job 'a' was not updated, and version 1 goes on: this machine does not match:"
                + " constraint `env = test` is not met, its label is `prod`");
  }

  // BA-85
  @Test
  void aRollingUpdateLeavesEnoughOfThemUp() {
    JobSpec next = job("a", service(3, 1), "other", Timeouts.NONE);
    Script script = given(service(3, 1)).starts(0, 1, 2).submitted(next).thenStops(1).thenBegins();
    script.olderEnds(0, UNLUCKY).thenBegins("r0.1").thenStops(0);
    script.starts(0).thenStops(1).olderEnds(1, UNLUCKY).thenBegins("r1.1").thenStops(0);
    script.starts(1).thenStops(1).olderEnds(2, UNLUCKY).thenBegins("r2.1").starts(2);
    script.thenIs(JobState.RUNNING, "");
    assertThat(script.older()).as("the first version is over").isSameAs(script.job());
  }

  @Test
  void aRollingUpdateDoesNotWaitForOldOnesThatAreNotUp() {
    JobSpec next = job("a", service(2, 1), "other", Timeouts.NONE);
    Script script = given(service(2, 1)).starts(0).waits(1).submitted(next);
    script.thenStops(1).olderEnds(1, UNLUCKY).thenBegins("r0.1");
  }

  @Test
  void onlyWhatHasRunCanRunAgain() {
    given(batch(1)).refuses(Script::rerun, "cannot rerun job in state Pending");
    given(batch(1)).waits(0).refuses(Script::rerun, "cannot rerun job in state Queued");
    given(batch(1)).ends(0, COMPLETED).rerun().thenBegins("r0.1");
    given(batch(1)).ends(0, EXIT_19).rerun().thenBegins("r0.1");
    Script running = given(batch(1)).starts(0).rerun().thenStops(1).olderEnds(0, COMPLETED);
    running.thenBegins("r0.1").thenSaid("Submission: Job rerun requested");
    assertThat(running.job().version()).isEqualTo(2);
  }

  // An agent that died.

  @Test
  void whatWasLostWhileItRanIsOneTryOfTwo() {
    Script script = given(batch(1)).starts(0).restarted().thenBegins("r0.2");
    script.starts(0).restarted().thenBegins();
    script.thenIs(JobState.FAILED, "the agent ended while this ran");
  }

  @Test
  void whatHadNotBegunLosesNothing() {
    Script script = given(batch(1));
    for (int deaths = 0; deaths < 9; deaths++) {
      script.waits(0).restarted();
    }
    assertThat(script.job().state()).isEqualTo(JobState.QUEUED);
    script.starts(0).restarted().thenBegins("r0.11");
  }

  // BA-126
  @Test
  void servicesAndDaemonsResumeAtOnceWhateverTheirPolicy() {
    given(daemon(Mode.NEVER, 0)).starts(0).restarted().thenBegins("r0.2");
    Script script = given(service(2, 1)).starts(0, 1).restarted().thenBegins("r0.2", "r1.2");
    script.thenIs(JobState.RUNNING, "");
  }

  @Test
  void aStopIsNotForgotten() {
    given(service(1, 1))
        .starts(0)
        .stopped("enough")
        .restarted()
        .thenBegins()
        .thenIs(JobState.STOPPED, "enough");
  }

  // Bounds.

  @Test
  void aJobWithTooManyReplicasIsRefused() {
    new Script()
        .refuses(
            s -> s.submitted(job("a", batch(5001))),
            "Count is 5001; a job can have 5000 replicas at most on one machine");
  }

  @Test
  void newsOfWhatIsOverOrUnknownChangeNothing() {
    Script script = given(batch(1));
    String id = script.live(0).id();
    script.ends(0, COMPLETED);
    Job before = script.job();
    var life = new JobLife(java.util.List.of(before));
    for (JobEvent late :
        new JobEvent[] {
          new JobEvent.ExecutionWaiting(id),
          new JobEvent.ExecutionStarted(id),
          new JobEvent.ExecutionEnded(id, EXIT_19),
          new JobEvent.ExecutionEnded("e-unknown", EXIT_19),
          new JobEvent.Restarted(),
          new JobEvent.Woken()
        }) {
      Decision decision = JobDecider.decide(life, late, before.modified(), TestSpecs.HERE);
      assertThat(decision.changed()).isEmpty();
      assertThat(decision.facts()).isEmpty();
      assertThat(decision.commands()).isEmpty();
    }
  }
}
