package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.dialects.bacalhau.job.Script.COMPLETED;
import static waybill.dialects.bacalhau.job.Script.EXIT_19;
import static waybill.dialects.bacalhau.job.Script.UNLUCKY;
import static waybill.dialects.bacalhau.job.TestSpecs.batch;
import static waybill.dialects.bacalhau.job.TestSpecs.daemon;
import static waybill.dialects.bacalhau.job.TestSpecs.equal;
import static waybill.dialects.bacalhau.job.TestSpecs.job;
import static waybill.dialects.bacalhau.job.TestSpecs.machine;
import static waybill.dialects.bacalhau.job.TestSpecs.service;
import static waybill.dialects.bacalhau.job.TestSpecs.with;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.spec.Constraint;
import waybill.dialects.bacalhau.spec.Constraint.Operator;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy.Mode;

/** What becomes of jobs where there are several machines, and when machines come and go. */
class PlacementTest {
  private static final Machine M1 = machine("m-1", Map.of("name", "node-1", "env", "prod"));
  private static final Machine M2 = machine("m-2", Map.of("name", "node-2", "env", "prod"));
  private static final Machine M3 = machine("m-3", Map.of("name", "node-3", "env", "test"));
  private static final Kind OPS = new Kind.Ops(Optional.empty());
  private static final Kind DAEMON = daemon(Mode.ALWAYS, 5);

  // Jobs that run on every machine that matches: ops (BA-5), daemon (BA-4, L05).

  @Test
  void anOpsJobRunsOnceOnEachMachineThatMatches() {
    Script script = Script.on(M3, M1, M2).submitted(with(job("a", OPS), equal("env", "prod")));
    script.thenBeginsOn("r0.1 m-1", "r1.1 m-2").starts(0, 1).ends(1, COMPLETED);
    script.thenIs(JobState.RUNNING, "").ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");
    script.nowOn(M1, M2, M3).thenBegins();
  }

  @Test
  void anOpsJobIsTriedAgainWhereItHasFailedAndFailsAlone() {
    Script script = Script.on(M1, M2).submitted(job("a", OPS)).starts(0, 1).ends(1, UNLUCKY);
    script.wakesInTime().thenBeginsOn("r1.2 m-2").starts(1).ends(1, EXIT_19).ends(0, COMPLETED);
    script.thenIs(
        JobState.FAILED, "1 of 2 completed; replica 1: task main ended with exit code 19");
  }

  @Test
  void anOpsJobIsForTheMachinesThatAreThereWhenItBegins() {
    Script script = Script.on(M1, M2).submitted(job("a", OPS)).starts(0, 1);
    script.nowOn(M1, M2, M3).thenBegins().nowOn(M1, M3).thenBegins();
    script.ends(0, COMPLETED);
    script.thenIs(
        JobState.FAILED, "1 of 2 completed; replica 1: its machine went away while this ran");
  }

  @Test
  void anOpsJobDoesNotWaitForAMachineThatWentAwayInItsPause() {
    Script script = Script.on(M1, M2).submitted(job("a", OPS)).starts(0, 1).ends(1, UNLUCKY);
    script.ends(0, COMPLETED).nowOn(M1).thenNeverWakes();
    script.thenIs(JobState.FAILED, "1 of 2 completed; replica 1: no launcher");
  }

  @Test
  void anOpsJobThatMatchesNoMachineHasFailedAndSaysWhy() {
    Script.on(M1, M2)
        .submitted(with(job("a", OPS), equal("env", "test")))
        .thenBegins()
        .thenIs(
            JobState.FAILED,
            "none of 2 machines matches; the first: constraint `env = test` is not met,"
                + " its label is `prod`");
    Script.on().submitted(job("a", OPS)).thenIs(JobState.FAILED, "there is no machine");
  }

  @Test
  void aDaemonRunsOnEachMachineThatMatchesAlsoOnThoseThatComeLater() {
    Script script = Script.on(M1).submitted(with(job("a", DAEMON), equal("env", "prod")));
    script.thenBeginsOn("r0.1 m-1").starts(0).thenIs(JobState.RUNNING, "");
    script.nowOn(M1, M3).thenBegins();
    script.nowOn(M1, M2, M3).thenBeginsOn("r1.1 m-2").starts(1).thenIs(JobState.RUNNING, "");
    script.wakes().thenBegins().restarted().thenBeginsOn("r0.2 m-1", "r1.2 m-2");
  }

  @Test
  void aDaemonWaitsForItsFirstMachine() {
    Script script = Script.on(M3).submitted(with(job("a", DAEMON), equal("env", "prod")));
    script.thenIs(
        JobState.PENDING,
        "this machine does not match: constraint `env = prod` is not met, its label is `test`");
    script.nowOn(M2, M3).thenBeginsOn("r0.1 m-2").thenIs(JobState.PENDING, "");
  }

  @Test
  void aDaemonEndsWithItsMachineAndComesBackWithIt() {
    Script script = Script.on(M1, M2).submitted(job("a", DAEMON)).starts(0, 1);
    script.nowOn(M1).thenBegins().thenIs(JobState.RUNNING, "").thenNeverWakes();
    assertThat(script.last(1).message()).isEqualTo("its machine went away while this ran");
    script.nowOn(M1, M2).thenBeginsOn("r1.2 m-2");
    assertThat(script.live(1).counted()).as("nobody's fault").isZero();
  }

  @Test
  void aDaemonWithoutAnyMachineLeftGoesOnAndSaysSo() {
    Script script = Script.on(M1, M2).submitted(job("a", DAEMON)).starts(0, 1).nowOn();
    script.thenIs(JobState.RUNNING, "there is no machine").thenNeverWakes();
    script.nowOn(M2).thenBeginsOn("r1.2 m-2").thenIs(JobState.RUNNING, "");
    script.stopped("enough").thenStops(1).nowOn().thenIs(JobState.STOPPED, "enough");
  }

  @Test
  void aDaemonThatIsGivenUpOnOneMachineHasFailed() {
    Script script = Script.on(M1, M2).submitted(job("a", daemon(Mode.NEVER, 0))).starts(0, 1);
    script.ends(1, EXIT_19).thenStops(1).ends(0, COMPLETED);
    script.thenIs(JobState.FAILED, "replica 1: task main ended with exit code 19");
  }

  @Test
  void aDaemonIsCompleteWhenItIsOnTheMachinesThatAreThere() {
    Script script = Script.on(M1, M2).submitted(job("a", daemon(Mode.ON_FAILURE, 5)));
    script.starts(0, 1).nowOn(M1).ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");
    script.nowOn(M1, M2).thenBegins();
  }

  @Test
  void whatIsUpdatedWaitsForItsEndOnAllMachines() {
    Script script = Script.on(M1, M2).submitted(job("a", DAEMON)).starts(0, 1);
    script.submitted(with(job("a", DAEMON), equal("env", "prod"))).thenStops(2).thenBegins();
    script.olderEnds(1, COMPLETED).thenBegins().nowOn(M2, M3).thenBeginsOn("r0.1 m-2");
  }

  // Jobs that have a number of replicas.

  @Test
  void replicasAreSpreadOverTheMachinesThatMatch() {
    Script script = Script.on(M1, M2, M3).submitted(job("a", batch(5)));
    script.thenBeginsOn("r0.1 m-1", "r1.1 m-2", "r2.1 m-3", "r3.1 m-1", "r4.1 m-2");
    Script.on(M1, M2, M3)
        .submitted(with(job("a", service(3, 1)), equal("env", "prod")))
        .thenBeginsOn("r0.1 m-1", "r1.1 m-2", "r2.1 m-1");
  }

  @Test
  void whatRanOnAMachineThatWentAwayRunsOnAnother() {
    Script script = Script.on(M1, M2).submitted(job("a", service(2, 1))).starts(0, 1).nowOn(M1);
    script.thenBeginsOn("r1.2 m-1").starts(1).nowOn().thenBegins();
    script.thenIs(JobState.RUNNING, "there is no machine").nowOn(M3, M1);
    script.thenBeginsOn("r0.2 m-3", "r1.3 m-1").thenIs(JobState.RUNNING, "");
  }

  @Test
  void whatIsLateOfAMachineThatWentAwayChangesNothing() {
    Script script = Script.on(M1, M2).submitted(job("a", batch(1))).starts(0);
    String lost = script.live(0).id();
    script.nowOn(M2).thenBeginsOn("r0.2 m-2").hears(new JobEvent.ExecutionEnded(lost, COMPLETED));
    script.thenBegins().thenStops(0).thenIs(JobState.RUNNING, "").starts(0).ends(0, COMPLETED);
    script.thenIs(JobState.COMPLETED, "");
  }

  @Test
  void whatHasBegunOnAMachineGoesOnThereWhateverItIsCalledNow() {
    Machine renamed = new Machine(M1.id(), M3.labels());
    for (Kind kind : List.of(DAEMON, service(1, 1))) {
      Script script = Script.on(M1).submitted(with(job("a", kind), equal("name", "node-1")));
      script.starts(0).nowOn(renamed).thenBegins().thenStops(0);
      script.restarted().thenBeginsOn("r0.2 m-1").thenIs(JobState.RUNNING, "");
    }
  }

  // A try that fails may go to another machine (L01).

  @Test
  void aTryThatFailedIsRepeatedOnAnotherMachineIfOneIsFree() {
    Script script = Script.on(M1, M2).submitted(job("a", batch(1))).thenBeginsOn("r0.1 m-1");
    script.starts(0).ends(0, UNLUCKY).wakesInTime().thenBeginsOn("r0.2 m-2");
    script.starts(0).ends(0, COMPLETED).thenIs(JobState.COMPLETED, "");

    script = Script.on(M1).submitted(job("a", batch(1))).starts(0).ends(0, UNLUCKY).wakesInTime();
    script.thenBeginsOn("r0.2 m-1").ends(0, UNLUCKY).thenIs(JobState.FAILED, "no launcher");

    script = Script.on(M1, M2, M3).submitted(job("a", batch(2))).starts(0, 1).ends(0, UNLUCKY);
    script.wakesInTime().thenBeginsOn("r0.2 m-3").ends(0, COMPLETED).ends(1, COMPLETED);
    script.thenIs(JobState.COMPLETED, "");
  }

  @Test
  void aTryThatFailedIsRepeatedThereWhenTheOthersAreBusy() {
    Script script = Script.on(M1, M2).submitted(job("a", batch(2))).starts(0, 1).ends(0, UNLUCKY);
    script.wakesInTime().thenBeginsOn("r0.2 m-1").ends(0, UNLUCKY).ends(1, COMPLETED);
    script.thenIs(JobState.FAILED, "1 of 2 completed; replica 0: no launcher");
  }

  // Which machines match (BA-127, L14).

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name  | EQUAL     | node-1    | m-1",
        "env   | EQUAL     | prod      | m-1 m-2",
        "env   | NOT_EQUAL | prod      | m-3",
        "env   | IN        | prod,test | m-1 m-2 m-3",
        "env   | NOT_IN    | prod,test | ''"
      })
  void labelsChooseMachines(String key, Operator operator, String values, String chosen) {
    assertThat(chosen(new Constraint(key, operator, List.of(values.split(",", -1)))))
        .isEqualTo(chosen);
  }

  @Test
  void allConstraintsHold() {
    assertThat(chosen(equal("env", "prod"), equal("name", "node-1"))).isEqualTo("m-1");
  }

  private static String chosen(Constraint... constraints) {
    Script script = Script.on(M1, M2, M3).submitted(with(job("a", OPS), constraints));
    return String.join(" ", script.job().executions().stream().map(Execution::machine).toList());
  }

  @Test
  void whoGrantsMoreWishesGoesFirst() {
    Script.on(M1, M2, M3)
        .submitted(with(job("a", batch(3)), equal("favour_name", "node-2")))
        .thenBeginsOn("r0.1 m-2", "r1.1 m-1", "r2.1 m-3");
  }
}
