package waybill.dialects.bacalhau.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.job.Job.Verdict;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionEnded;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionStarted;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionWaiting;
import waybill.dialects.bacalhau.job.JobEvent.RerunAsked;
import waybill.dialects.bacalhau.job.JobEvent.Restarted;
import waybill.dialects.bacalhau.job.JobEvent.StopAsked;
import waybill.dialects.bacalhau.job.JobEvent.Submitted;
import waybill.dialects.bacalhau.job.JobEvent.Woken;
import waybill.dialects.bacalhau.job.Retries.Cause;
import waybill.dialects.bacalhau.job.Retries.Retry;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;

/**
 * Decides what becomes of a job. It knows nothing but what goes in, so the same things that go in
 * give the same that comes out, also after a crash.
 *
 * <p>An event only changes what it says itself. All that follows is found by {@link #settle}, which
 * looks at the job as it is, whatever happened to it, and does what is to be done by now. So a
 * restart, a clock that was set and ordinary life are one and the same.
 */
final class JobDecider {
  /** A job's state is one value that is written anew when it changes: it has to have an end. */
  static final int MOST_REPLICAS = 5_000;

  /** Characters of why an execution ended that are kept. */
  private static final int MOST_REASON = 300;

  private static final String FOR_UPDATE = "Execution stopped for job update";
  private static final String FOR_FAILURE = "Execution stopped due to job failure";
  private static final String FOR_STOP = "Execution stop requested because job has been stopped";

  private JobDecider() {}

  /**
   * Takes one event in.
   *
   * @param fleet the machines as they are now
   * @throws waybill.model.failure.FailureException when what somebody wants cannot be; nothing has
   *     changed then
   */
  static Decision decide(JobLife before, JobEvent event, Instant now, Fleet fleet) {
    var life = new LifeDraft(before, now, fleet);
    switch (event) {
      case Submitted e -> submitted(life, e);
      case RerunAsked e -> rerunAsked(life, e);
      case StopAsked e -> stopAsked(life, e);
      case ExecutionWaiting e -> waiting(life, e);
      case ExecutionStarted e -> started(life, e);
      case ExecutionEnded e -> ended(life, e);
      case Restarted _ -> restarted(life);
      case Woken _ -> {}
    }
    settle(life);
    return life.decision(Deadlines.wakeAt(life));
  }

  // What people want.

  private static void submitted(LifeDraft life, Submitted event) {
    JobSpec spec = event.spec();
    int latest = life.isNew() ? 0 : life.latest().version();
    if (event.seen().isPresent() && event.seen().getAsInt() != latest) {
      throw JobFailures.conflict(spec.name(), event.seen().getAsInt(), latest);
    }
    if (spec.kind().count() > MOST_REPLICAS) {
      throw JobFailures.tooMany(spec.kind().count(), MOST_REPLICAS);
    }
    if (life.isNew()) {
      addVersion(life, event.newId(), 1, spec, event.run(), life.now(), "Job submitted");
      return;
    }
    Job job = life.latest().job();
    if (!event.force() && spec.equals(job.spec())) {
      throw JobFailures.noChanges(job);
    }
    if (!job.state().isOver()) {
      mayReplace(job, spec, life.fleet());
    }
    replace(life, spec, event.run(), "Job updated");
  }

  /** What still runs must not end for something that cannot take its place. */
  private static void mayReplace(Job job, JobSpec spec, Fleet fleet) {
    if (!spec.kind().word().equals(job.spec().kind().word())) {
      throw JobFailures.otherType(job, spec.kind().word());
    }
    if (job.isGoingOn() && !(spec.kind() instanceof Kind.Daemon)) {
      Optional<String> unmet = fleet.unmet(spec.constraints());
      if (unmet.isPresent()) {
        throw JobFailures.misplaced(job, unmet.get());
      }
    }
  }

  private static void rerunAsked(LifeDraft life, RerunAsked event) {
    JobState state = life.latest().state();
    if (state == JobState.PENDING || state == JobState.QUEUED) {
      throw JobFailures.cannot("rerun", state);
    }
    replace(life, event.spec(), event.run(), "Job rerun requested");
  }

  private static void replace(LifeDraft life, JobSpec spec, long run, String remark) {
    Job job = life.latest().job();
    int version = job.version() + 1;
    for (VersionDraft older : life.versions()) {
      if (older.isGoingOn()) {
        older.judge(new Verdict(JobState.STOPPED, "replaced by version " + version, FOR_UPDATE));
      }
    }
    addVersion(life, job.id(), version, spec, run, job.created(), remark);
  }

  private static void addVersion(
      LifeDraft life,
      String id,
      int version,
      JobSpec spec,
      long run,
      Instant created,
      String remark) {
    Instant now = life.now();
    life.add(
        new Job(
            id,
            version,
            spec,
            run,
            JobState.PENDING,
            "",
            created,
            now,
            now,
            Optional.empty(),
            Optional.empty(),
            List.of()),
        new RunBegun(
            run, new NewRun("job", spec.name(), id + ":" + version, Path.of("/"), new Secrets())),
        remark);
    if (spec.kind().goesOn()
        && spec.tasks().stream().anyMatch(t -> !t.timeouts().equals(Timeouts.NONE))) {
      life.latest()
          .remark(
              HistoryLine.SUBMISSION,
              "warning: Timeouts mean nothing to a " + spec.kind().word() + " job");
    }
  }

  private static void stopAsked(LifeDraft life, StopAsked event) {
    VersionDraft latest = life.latest();
    switch (latest.state()) {
      case STOPPED -> {}
      case COMPLETED, FAILED -> throw JobFailures.cannot("stop", latest.state());
      case PENDING, QUEUED, RUNNING -> {
        if (latest.isGoingOn()) {
          latest.remark(HistoryLine.STATE, "Job requested to stop before completion");
          latest.judge(new Verdict(JobState.STOPPED, event.reason(), FOR_STOP));
        }
      }
    }
  }

  // What executions tell. What comes late or twice changes nothing.

  private static void waiting(LifeDraft life, ExecutionWaiting event) {
    for (VersionDraft version : life.versions()) {
      version.live(event.executionId()).ifPresent(version::waits);
    }
  }

  private static void started(LifeDraft life, ExecutionStarted event) {
    for (VersionDraft version : life.versions()) {
      version.live(event.executionId()).ifPresent(version::runs);
    }
  }

  private static void ended(LifeDraft life, ExecutionEnded event) {
    for (VersionDraft version : life.versions()) {
      version
          .live(event.executionId())
          .ifPresent(execution -> ended(version, execution, event.end()));
    }
  }

  private static void ended(VersionDraft version, Execution execution, ExecutionEnd end) {
    Optional<Integer> none = Optional.empty();
    switch (end) {
      case ExecutionEnd.Completed _ ->
          ended(version, execution, Cause.COMPLETED, "", Optional.of(0));
      case ExecutionEnd.ExitedWith(String task, int code) ->
          ended(
              version,
              execution,
              Cause.JOB,
              "task " + task + " ended with exit code " + code,
              Optional.of(code));
      case ExecutionEnd.TimedOut _ ->
          ended(version, execution, Cause.JOB, "job exceeded ExecutionTimeout", none);
      case ExecutionEnd.Failed(String message, ExecutionEnd.Fault fault) -> {
        Cause cause = fault == ExecutionEnd.Fault.JOB ? Cause.JOB : Cause.CIRCUMSTANCES;
        ended(version, execution, cause, message, none);
      }
      case ExecutionEnd.Stopped _ ->
          ended(version, execution, Cause.CIRCUMSTANCES, "it was stopped from outside", none);
    }
  }

  /** The last agent has taken with it what it ran. */
  private static void restarted(LifeDraft life) {
    for (VersionDraft version : life.versions()) {
      for (Execution execution : version.live()) {
        lost(version, execution, "the agent ended");
      }
    }
  }

  private static void lost(VersionDraft version, Execution execution, String how) {
    boolean begun = execution.state() == ExecutionState.RUNNING;
    ended(
        version,
        execution,
        begun ? Cause.LOST : Cause.NEVER_BEGUN,
        how + (begun ? " while this ran" : " before this had begun"),
        Optional.empty());
  }

  private static void ended(
      VersionDraft version,
      Execution execution,
      Cause cause,
      String message,
      Optional<Integer> exitCode) {
    Retry retry = Retries.after(version.spec().kind(), execution, cause, version.now());
    if (cause == Cause.COMPLETED) {
      version.ends(execution, ExecutionState.COMPLETED, message, exitCode, retry);
    } else if (execution.stopping().isPresent()) {
      version.ends(
          execution, ExecutionState.CANCELLED, execution.stopping().get(), exitCode, retry);
    } else {
      String reason = message.substring(0, Math.min(message.length(), MOST_REASON));
      version.ends(execution, ExecutionState.FAILED, reason, exitCode, retry);
    }
  }

  // What follows.

  /** Does everything that is to be done by now. Doing it twice is doing it once. */
  private static void settle(LifeDraft life) {
    endWhatIsGone(life);
    VersionDraft latest = life.latest();
    if (latest.isGoingOn()) {
      Placement.spread(life);
      result(life)
          .or(() -> Deadlines.exceeded(latest).map(JobDecider::failed))
          .or(() -> misplaced(life))
          .ifPresent(latest::judge);
    }
    stopWhatMustEnd(life);
    if (latest.isGoingOn()) {
      beginWhatIsDue(life);
    }
    life.versions().forEach(VersionDraft::conclude);
  }

  /** Nothing will be heard any more of what ran on a machine that is not there. */
  private static void endWhatIsGone(LifeDraft life) {
    for (VersionDraft version : life.versions()) {
      for (Execution execution : version.live()) {
        if (!life.fleet().has(execution.machine())) {
          lost(version, execution, "its machine went away");
        }
      }
    }
    VersionDraft latest = life.latest();
    if (latest.isGoingOn() && latest.spec().kind() instanceof Kind.Ops) {
      latest.giveUpWithout(life.fleet());
    }
  }

  /** How it ends by what its replicas did. */
  private static Optional<Verdict> result(LifeDraft life) {
    VersionDraft version = life.latest();
    int count = 0;
    int done = 0;
    int completed = 0;
    String why = "";
    for (int partition = 0; partition < version.count(); partition++) {
      if (Placement.isAway(life, partition)) {
        continue;
      }
      count++;
      Optional<Execution> last = version.last(partition);
      if (last.isPresent() && isDone(last.get())) {
        done++;
        boolean well = last.get().state() == ExecutionState.COMPLETED;
        if (well && Retries.mayComplete(version.spec().kind())) {
          completed++;
        } else if (why.isEmpty()) {
          why =
              (version.count() == 1 ? "" : "replica " + partition + ": ")
                  + (well ? "it has ended, and no restart is left to it" : last.get().message());
        }
      }
    }
    boolean failed = completed < done;
    if (failed && version.spec().kind().goesOn()) {
      return Optional.of(failed(why));
    }
    if (done < count || count == 0) {
      return Optional.empty();
    }
    if (failed) {
      return Optional.of(
          failed(count == 1 ? why : completed + " of " + count + " completed; " + why));
    }
    return Optional.of(new Verdict(JobState.COMPLETED, "", FOR_UPDATE));
  }

  private static boolean isDone(Execution execution) {
    return execution.state().isOver() && execution.next().isEmpty();
  }

  private static Optional<Verdict> misplaced(LifeDraft life) {
    VersionDraft version = life.latest();
    if (version.hasBegun() || version.spec().kind() instanceof Kind.Daemon) {
      return Optional.empty(); // waits for a machine that matches
    }
    return life.fleet().unmet(version.spec().constraints()).map(JobDecider::failed);
  }

  private static Verdict failed(String message) {
    return new Verdict(JobState.FAILED, message, FOR_FAILURE);
  }

  private static void stopWhatMustEnd(LifeDraft life) {
    for (VersionDraft version : life.versions()) {
      boolean gradually = version != life.latest() && rolls(life.latest());
      for (Execution execution : version.live()) {
        if (version.verdict().isPresent() && (!gradually || maySpare(life, execution))) {
          version.stop(execution, version.verdict().get().forExecutions());
        }
      }
    }
  }

  /** Whether older versions make way for it one by one. */
  private static boolean rolls(VersionDraft latest) {
    return latest.isGoingOn() && latest.spec().kind() instanceof Kind.Service;
  }

  /** Whether enough replicas stay up without it. */
  private static boolean maySpare(LifeDraft life, Execution execution) {
    return !execution.isUp()
        || !(life.latest().spec().kind() instanceof Kind.Service service)
        || life.up() > service.count() - service.maxUnavailable();
  }

  private static void beginWhatIsDue(LifeDraft life) {
    VersionDraft version = life.latest();
    Placement placement = Placement.now(life);
    Optional<String> obstacle = placement.obstacle();
    if (obstacle.isPresent()) {
      version.explain(obstacle.get());
      return;
    }
    int room = version.count() - life.live();
    for (VersionDraft older : life.older()) {
      if (!rolls(version) && !older.live().isEmpty()) {
        version.explain("waits until version " + older.version() + " has ended");
        return;
      }
    }
    boolean sequential =
        version.spec().kind() instanceof Kind.Batch batch
            && batch.plan() == Kind.ExecutionPlan.SEQUENTIAL;
    for (int partition = 0; partition < version.count() && room > 0; partition++) {
      Optional<Execution> last = version.last(partition);
      if (last.isEmpty() || Retries.isDue(last.get(), version.now())) {
        Optional<Machine> machine = placement.next(partition);
        if (machine.isPresent()) {
          version.begin(partition, machine.get());
          room--;
        }
      }
      if (sequential && version.last(partition).filter(JobDecider::isDone).isEmpty()) {
        return;
      }
    }
  }
}
