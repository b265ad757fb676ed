package waybill.dialects.bacalhau.job;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Job.Verdict;
import waybill.dialects.bacalhau.job.JobCommand.StartExecution;
import waybill.dialects.bacalhau.job.JobCommand.StopExecution;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.LedgerChange;
import waybill.model.task.Outcome.Canceller;

/**
 * A version of a job while it is decided about. Every way in which one can change is a method here,
 * and says it to the journal; whether it changes is decided by {@link JobDecider}.
 *
 * <p>An execution, and what is heard of it (anything else changes nothing):
 *
 * <pre>
 * NEW          -- waits  -> BID_ACCEPTED
 * NEW          -- runs   -> RUNNING
 * BID_ACCEPTED -- runs   -> RUNNING
 * any of these -- ends   -> COMPLETED, FAILED, or CANCELLED if it was asked to stop
 * </pre>
 *
 * <p>A version: PENDING until something of it waits (QUEUED) or runs (RUNNING). It never goes back,
 * and is over once it has a verdict and nothing of it runs.
 */
final class VersionDraft {
  /** Ended executions that are kept of each replica; all of them are in the journal. */
  private static final int KEPT = 3;

  private static final int NONE = -1;

  private static final String QUEUED = "Job queued. Nothing of it has room on this machine yet";

  private final LifeDraft life;
  private final Job base;
  private final List<Execution> executions;

  /** Where the last execution of each replica is. */
  private int[] last;

  /** The machines of replicas that have not begun, of jobs that run on each machine: the last. */
  private final List<String> fresh = new ArrayList<>();

  private JobState state;
  private String message;
  private Optional<Instant> queued;
  private Optional<Verdict> verdict;
  private boolean changed;

  VersionDraft(LifeDraft life, Job base) {
    this.life = life;
    this.base = base;
    this.executions = new ArrayList<>(base.executions());
    this.state = base.state();
    this.message = base.message();
    this.queued = base.queued();
    this.verdict = base.verdict();
    Kind kind = base.spec().kind();
    this.last = new int[kind.isEverywhere() ? known() : kind.count()];
    index();
  }

  /** How many replicas have begun. */
  private int known() {
    int known = 0;
    for (Execution execution : executions) {
      known = Math.max(known, execution.partition() + 1);
    }
    return known;
  }

  private void index() {
    Arrays.fill(last, NONE);
    for (int i = 0; i < executions.size(); i++) {
      last[executions.get(i).partition()] = i;
    }
  }

  /** As it is now. */
  Job job() {
    return changed
        ? new Job(
            base.id(),
            base.version(),
            base.spec(),
            base.run(),
            state,
            message,
            base.created(),
            base.submitted(),
            life.now(),
            queued,
            verdict,
            executions)
        : base;
  }

  boolean isChanged() {
    return changed;
  }

  /** That it was made by this decision. */
  void setNew() {
    changed = true;
  }

  Instant now() {
    return life.now();
  }

  int version() {
    return base.version();
  }

  Instant submitted() {
    return base.submitted();
  }

  JobSpec spec() {
    return base.spec();
  }

  JobState state() {
    return state;
  }

  Optional<Instant> queued() {
    return queued;
  }

  Optional<Verdict> verdict() {
    return verdict;
  }

  boolean isOver() {
    return state.isOver();
  }

  boolean isGoingOn() {
    return !isOver() && verdict.isEmpty();
  }

  boolean hasBegun() {
    return !executions.isEmpty();
  }

  boolean hasBegunOn(String machine) {
    for (Execution execution : executions) {
      if (execution.machine().equals(machine)) {
        return true;
      }
    }
    return false;
  }

  boolean hasReplicaOn(String machine) {
    return fresh.contains(machine) || hasBegunOn(machine);
  }

  /** One more replica, that has not begun. */
  void addReplicaOn(String machine) {
    fresh.add(machine);
    last = Arrays.copyOf(last, last.length + 1);
    last[last.length - 1] = NONE;
  }

  /** The machine of a replica, of a job that has one for each. */
  String place(int partition) {
    return last(partition)
        .map(Execution::machine)
        .orElseGet(() -> fresh.get(partition - last.length + fresh.size()));
  }

  /** How many replicas it has: those that it is to have, and those that it had. */
  int count() {
    return last.length;
  }

  /** Copied, so that it stays the same while they change. */
  List<Execution> live() {
    var live = new ArrayList<Execution>();
    for (Execution execution : executions) {
      if (!execution.state().isOver()) {
        live.add(execution);
      }
    }
    return live;
  }

  /** The last execution of a replica. */
  Optional<Execution> last(int partition) {
    return last[partition] == NONE
        ? Optional.empty()
        : Optional.of(executions.get(last[partition]));
  }

  /** When replicas are tried again. */
  Stream<Optional<Instant>> nexts() {
    return executions.stream().map(Execution::next);
  }

  /** The execution of that id, if it is not over. */
  Optional<Execution> live(String executionId) {
    for (Execution execution : executions) {
      if (execution.id().equals(executionId)) {
        return execution.state().isOver() ? Optional.empty() : Optional.of(execution);
      }
    }
    return Optional.empty();
  }

  void remark(String topic, String text) {
    say("", new Remark(new HistoryLine(topic, text).text()));
  }

  /** Says why it is still waiting. */
  void explain(String why) {
    if (!message.equals(why)) {
      message = why;
      changed = true;
      remark(HistoryLine.STATE, why);
    }
  }

  /** Decides how it ends, for good: nothing is tried again. */
  void judge(Verdict decided) {
    verdict = Optional.of(decided);
    executions.replaceAll(Execution::followed);
    changed = true;
  }

  /** Ends it if that was decided and nothing of it runs any more. */
  void conclude() {
    if (isOver() || verdict.isEmpty() || !live().isEmpty()) {
      return;
    }
    state = verdict.get().state();
    message = verdict.get().message();
    queued = Optional.empty();
    changed = true;
    boolean completed = state == JobState.COMPLETED;
    remark(HistoryLine.STATE, completed ? "Completed successfully" : message);
    Ending ending =
        completed
            ? new Ending.Succeeded()
            : state == JobState.FAILED
                ? new Ending.Failed(message)
                : new Ending.Killed(Canceller.USER);
    life.add(new LedgerChange.RunEnded(base.run(), ending));
  }

  /** Does not try again what is to be on a machine that is not there. */
  void giveUpWithout(Fleet fleet) {
    for (int i = 0; i < executions.size(); i++) {
      Execution execution = executions.get(i);
      if (execution.next().isPresent() && !fleet.has(execution.machine())) {
        executions.set(i, execution.followed());
        changed = true;
      }
    }
  }

  /** Begins the next execution of a replica. */
  void begin(int partition, Machine machine) {
    Optional<Execution> before = last(partition);
    int attempt = before.isEmpty() ? 1 : before.get().attempt() + 1;
    int counted = before.isEmpty() ? 0 : before.get().counted();
    before.ifPresent(tried -> replace(tried.followed()));
    if (attempt > KEPT) {
      forgetOldest(partition);
    }
    Execution execution =
        new Execution(
            idOf(partition, attempt),
            partition,
            machine.id(),
            attempt,
            ExecutionState.NEW,
            "",
            Optional.empty(),
            life.now(),
            life.now(),
            Optional.empty(),
            counted,
            Optional.empty());
    last[partition] = executions.size();
    executions.add(execution);
    changed = true;
    message = state == JobState.QUEUED ? QUEUED : "";
    say(execution.path(), ExecutionFacts.begun(execution));
    life.add(
        new StartExecution(
            new ExecutionOrder(
                base.id(),
                base.run(),
                execution.path(),
                execution.id(),
                specToRun(),
                partition,
                count(),
                machine.id())));
  }

  /** What goes on knows no time at which it should have ended. */
  private JobSpec specToRun() {
    return base.spec().kind().goesOn() ? base.spec().withoutTimeouts() : base.spec();
  }

  /** The same decision makes the same id, as everything here follows from what goes in. */
  private String idOf(int partition, int attempt) {
    String name = base.id() + ":" + base.version() + ":" + partition + "." + attempt;
    return "e-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private void forgetOldest(int partition) {
    int over = 0;
    for (Execution execution : executions) {
      over += execution.partition() == partition ? 1 : 0;
    }
    for (Iterator<Execution> each = executions.iterator(); over > KEPT && each.hasNext(); ) {
      if (each.next().partition() == partition) {
        each.remove();
        over--;
      }
    }
    index();
  }

  void waits(Execution execution) {
    if (execution.state() != ExecutionState.NEW) {
      return;
    }
    replace(execution.in(ExecutionState.BID_ACCEPTED, life.now()));
    say(execution.path(), line(HistoryLine.QUEUEING, "Waiting for room on this machine"));
    if (state == JobState.PENDING) {
      state = JobState.QUEUED;
      queued = Optional.of(life.now());
      message = QUEUED;
      remark(HistoryLine.QUEUEING, message);
    }
  }

  void runs(Execution execution) {
    if (execution.state() == ExecutionState.RUNNING) {
      return;
    }
    replace(execution.in(ExecutionState.RUNNING, life.now()));
    say(execution.path(), line(HistoryLine.RUNNING, "Running"));
    if (state != JobState.RUNNING) {
      state = JobState.RUNNING;
      queued = Optional.empty();
      message = "";
      remark(HistoryLine.STATE, "Running");
    }
  }

  /** Asks an execution to end, once. */
  void stop(Execution execution, String reason) {
    if (execution.stopping().isEmpty()) {
      replace(execution.stopping(reason));
      say(execution.path(), line(HistoryLine.STOPPING, reason));
      life.add(new StopExecution(execution.id()));
    }
  }

  /**
   * An execution is over.
   *
   * @param how one of the states in which it is
   */
  void ends(
      Execution execution,
      ExecutionState how,
      String why,
      Optional<Integer> exitCode,
      Retries.Retry retry) {
    Optional<Instant> next = verdict.isPresent() ? Optional.empty() : retry.next();
    replace(
        new Execution(
            execution.id(),
            execution.partition(),
            execution.machine(),
            execution.attempt(),
            how,
            why,
            exitCode,
            execution.created(),
            life.now(),
            next,
            retry.counted(),
            execution.stopping()));
    say(execution.path(), ExecutionFacts.ended(how, why, exitCode, next));
  }

  private void replace(Execution execution) {
    for (int i = executions.size() - 1; i >= 0; i--) {
      if (executions.get(i).id().equals(execution.id())) {
        executions.set(i, execution);
        changed = true;
        return;
      }
    }
    throw new IllegalStateException("no execution " + execution.id());
  }

  private static Remark line(String topic, String text) {
    return new Remark(new HistoryLine(topic, text).text());
  }

  private void say(String path, Fact fact) {
    life.add(new LedgerChange.Happened(base.run(), path, fact));
  }
}
