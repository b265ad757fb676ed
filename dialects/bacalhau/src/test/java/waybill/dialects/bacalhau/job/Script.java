package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.JobCommand.StartExecution;
import waybill.dialects.bacalhau.job.JobCommand.StopExecution;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.run.ExecutionEnd.Fault;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.engine.event.Event;
import waybill.engine.store.LedgerChange;
import waybill.model.failure.FailureException;

/** One job and its decider, as tests tell of them. Replicas are called by their numbers. */
final class Script {
  static final ExecutionEnd COMPLETED = new ExecutionEnd.Completed();
  static final ExecutionEnd EXIT_19 = new ExecutionEnd.ExitedWith("main", 19);
  static final ExecutionEnd UNLUCKY = new ExecutionEnd.Failed("no launcher", Fault.CIRCUMSTANCES);
  static final ExecutionEnd TIMED_OUT = new ExecutionEnd.TimedOut("main");

  private Fleet fleet = TestSpecs.HERE;
  private final List<String> remarks = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T18:00:00Z");
  private JobLife life = JobLife.NONE;
  private List<JobCommand> commands = List.of();
  private java.util.Optional<Instant> wake = java.util.Optional.empty();
  private long runs;

  static Script on(Machine... machines) {
    var script = new Script();
    script.fleet = new Fleet(List.of(machines));
    return script;
  }

  /** Machines have come and gone. */
  Script nowOn(Machine... machines) {
    fleet = new Fleet(List.of(machines));
    return wakes();
  }

  Script submitted(JobSpec spec) {
    return when(new JobEvent.Submitted("j-1", ++runs, spec, false, OptionalInt.empty()));
  }

  Script forced(JobSpec spec) {
    return when(new JobEvent.Submitted("j-1", ++runs, spec, true, OptionalInt.empty()));
  }

  Script submittedAfterSeeing(int version, JobSpec spec) {
    return when(new JobEvent.Submitted("j-1", ++runs, spec, false, OptionalInt.of(version)));
  }

  Script rerun() {
    return when(new JobEvent.RerunAsked(++runs, life.latest().spec()));
  }

  Script stopped(String reason) {
    return when(new JobEvent.StopAsked(reason));
  }

  Script waits(int replica) {
    return when(new JobEvent.ExecutionWaiting(live(replica).id()));
  }

  Script starts(int... replicas) {
    for (int replica : replicas) {
      when(new JobEvent.ExecutionStarted(live(replica).id()));
    }
    return this;
  }

  Script ends(int replica, ExecutionEnd end) {
    return when(new JobEvent.ExecutionEnded(live(replica).id(), end));
  }

  /** The end of an execution of an older version. */
  Script olderEnds(int replica, ExecutionEnd end) {
    Execution execution =
        life.versions().getFirst().executions().stream()
            .filter(e -> e.partition() == replica && !e.state().isOver())
            .findFirst()
            .orElseThrow();
    return when(new JobEvent.ExecutionEnded(execution.id(), end));
  }

  Script restarted() {
    return when(new JobEvent.Restarted());
  }

  Script passes(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  Script wakes() {
    return when(new JobEvent.Woken());
  }

  /** Time passes until the job must be looked at, and it is. */
  Script wakesInTime() {
    now = wake.orElseThrow();
    return wakes();
  }

  Script hears(JobEvent event) {
    return when(event);
  }

  private Script when(JobEvent event) {
    Decision decision = JobDecider.decide(life, event, now, fleet);
    life = decision.life();
    commands = decision.commands();
    wake = decision.wake();
    for (LedgerChange fact : decision.facts()) {
      if (fact instanceof LedgerChange.Happened(_, _, Event.Remark(String text))) {
        remarks.add(text);
      }
    }
    return this;
  }

  /** The last execution of a replica in the latest version; it has to be going on. */
  Execution live(int replica) {
    Execution last = last(replica);
    assertThat(last.state().isOver()).as("over: " + last).isFalse();
    return last;
  }

  Execution last(int replica) {
    return job().executions().stream()
        .filter(e -> e.partition() == replica)
        .reduce((_, second) -> second)
        .orElseThrow();
  }

  Job job() {
    return life.latest();
  }

  Job older() {
    return life.versions().getFirst();
  }

  List<ExecutionOrder> orders() {
    return commands.stream()
        .filter(StartExecution.class::isInstance)
        .map(command -> ((StartExecution) command).order())
        .toList();
  }

  Script thenBegins(String... paths) {
    assertThat(orders()).extracting(ExecutionOrder::path).containsExactly(paths);
    return this;
  }

  /** What begins, and where. */
  Script thenBeginsOn(String... pathsAndMachines) {
    assertThat(orders())
        .extracting(order -> order.path() + " " + order.machine())
        .containsExactly(pathsAndMachines);
    return this;
  }

  Script thenStops(int count) {
    assertThat(commands).filteredOn(StopExecution.class::isInstance).hasSize(count);
    return this;
  }

  Script thenIs(JobState state, String message) {
    assertThat(job().message()).isEqualTo(message);
    assertThat(job().state()).isEqualTo(state);
    return this;
  }

  Script thenWakesAfter(long seconds) {
    assertThat(wake.map(at -> Duration.between(now, at))).contains(Duration.ofSeconds(seconds));
    return this;
  }

  Script thenNeverWakes() {
    assertThat(wake).isEmpty();
    return this;
  }

  Script thenSaid(String remark) {
    assertThat(remarks).contains(remark);
    return this;
  }

  void refuses(java.util.function.Consumer<Script> step, String message) {
    JobLife before = life;
    assertThatThrownBy(() -> step.accept(this))
        .isInstanceOf(FailureException.class)
        .hasMessage(message);
    assertThat(life).isSameAs(before);
  }
}
