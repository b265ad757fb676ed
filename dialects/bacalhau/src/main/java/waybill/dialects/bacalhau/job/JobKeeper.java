package waybill.dialects.bacalhau.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionEnded;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionStarted;
import waybill.dialects.bacalhau.job.JobEvent.ExecutionWaiting;
import waybill.dialects.bacalhau.job.JobEvent.RerunAsked;
import waybill.dialects.bacalhau.job.JobEvent.Restarted;
import waybill.dialects.bacalhau.job.JobEvent.StopAsked;
import waybill.dialects.bacalhau.job.JobEvent.Submitted;
import waybill.dialects.bacalhau.job.JobEvent.Woken;
import waybill.dialects.bacalhau.job.JobItem.News;
import waybill.dialects.bacalhau.job.JobItem.Rerun;
import waybill.dialects.bacalhau.job.JobItem.Stop;
import waybill.dialects.bacalhau.job.JobItem.Submit;
import waybill.dialects.bacalhau.job.Jobs.JobName;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.run.ExecutionNews;
import waybill.dialects.bacalhau.run.ExecutionRunner;
import waybill.engine.store.Journal;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.Secrets;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Keeps the jobs that are not over in memory exactly as they are in the ledger. It goes by turns:
 * every item of a turn is decided in order, what was decided is committed at once, and only then is
 * it true in memory, done by the runner, and answered. When a commit fails, nothing of it has
 * happened. Used by one thread; knows no time but what it is told.
 */
final class JobKeeper {
  private final Ledger ledger;
  private final JobEntries entries;
  private final Supplier<String> ids;
  private final JobFinder finder;
  private final Supplier<Fleet> machines;
  private final ExecutionRunner runner;
  private final Consumer<JobItem> inbox;
  private final Consumer<String> log;

  /** By id, in the order in which they came. */
  private final Map<String, JobLife> open = new LinkedHashMap<>();

  /** The ids of these. */
  private final Map<JobName, String> names = new HashMap<>();

  private final Wakes wakes = new Wakes();
  private final List<Stopping> stopping = new ArrayList<>();
  private Instant lastNow = Instant.MIN;
  private Fleet lastFleet;
  private Duration pause = Duration.ZERO;

  /** Somebody who waits for the end of a version. */
  private record Stopping(String id, int version, Reply reply) {}

  /**
   * @param ids makes the ids of new jobs
   * @param machines which there are now
   * @param inbox takes what is to be in one of the next turns, from any thread
   * @param log told what nobody else is
   */
  JobKeeper(
      Ledger ledger,
      JobEntries entries,
      Supplier<String> ids,
      Supplier<Fleet> machines,
      ExecutionRunner runner,
      Consumer<JobItem> inbox,
      Consumer<String> log) {
    this.ledger = ledger;
    this.entries = entries;
    this.ids = ids;
    this.finder = new JobFinder(ledger, entries);
    this.machines = machines;
    this.lastFleet = machines.get();
    this.runner = runner;
    this.inbox = inbox;
    this.log = log;
  }

  /**
   * Takes over what an earlier process has left. Before anything else.
   *
   * @return what is to be in the first turn
   */
  List<JobItem> recover(Journal journal) {
    var ids = new LinkedHashSet<String>();
    for (LedgerEntry entry : ledger.open(JobEntries.KIND)) {
      ids.add(entry.id());
      entry.run().ifPresent(run -> journal.resume(run, new Secrets()));
    }
    var items = new ArrayList<JobItem>();
    for (String id : ids) {
      try {
        List<LedgerEntry> versions = ledger.versions(JobEntries.KIND, id);
        int last = versions.getLast().version();
        keep(
            id,
            new JobLife(
                versions.stream()
                    .filter(version -> version.open() || version.version() == last)
                    .map(entries::job)
                    .toList()));
        items.add(new News(id, new Restarted()));
      } catch (FailureException damaged) {
        log.accept(damaged.getMessage());
      }
    }
    return items;
  }

  /** When there must be a turn if nothing happens before. */
  Optional<Instant> firstWake() {
    return wakes.first();
  }

  /**
   * What a turn at this time must hold. When the clock was set back, or a machine has come or gone,
   * every job is looked at.
   */
  List<JobItem> due(Instant now) {
    var due = new ArrayList<JobItem>();
    boolean all = now.isBefore(lastNow) || !machines.get().equals(lastFleet);
    for (String id : all ? List.copyOf(open.keySet()) : wakes.due(now)) {
      due.add(new News(id, new Woken()));
    }
    return due;
  }

  /** How long what happens by itself should gather, from the end of the last turn. */
  Duration pause() {
    return pause;
  }

  /** How many jobs are not over. */
  int size() {
    return open.size();
  }

  /** A job that is not over; for tests. */
  Optional<JobLife> life(String id) {
    return Optional.ofNullable(open.get(id));
  }

  /** Nobody will be answered any more. */
  void refuseAll(FailureException why) {
    stopping.forEach(each -> each.reply().fail(why));
    stopping.clear();
  }

  /**
   * One turn.
   *
   * @return what could not be written and must be in a later turn, but for wakes: what is due stays
   *     due
   */
  List<JobItem> turn(List<JobItem> items, Instant now) {
    var turn = new Turn(now);
    items.forEach(turn::take);
    try {
      turn.commit();
    } catch (FailureException storeFails) {
      return unwritten(items, storeFails);
    } catch (RuntimeException unfit) {
      if (items.size() == 1) {
        return unwritten(items, failure(unfit));
      }
      var left = new ArrayList<JobItem>(); // what is at fault must not take the others with it
      for (JobItem item : items) {
        left.addAll(turn(List.of(item), now));
      }
      return left;
    }
    turn.carryOut();
    lastNow = now; // not before: what was set or changed must not be forgotten with a failed commit
    lastFleet = turn.fleet;
    return List.of();
  }

  /** Whoever waits is told. What happened by itself has happened, and is written later. */
  private List<JobItem> unwritten(List<JobItem> items, FailureException why) {
    log.accept("jobs cannot be written: " + why.getMessage());
    items.forEach(item -> item.refuse(why));
    return items.stream().filter(News.class::isInstance).toList();
  }

  private static FailureException failure(RuntimeException e) {
    return e instanceof FailureException failure
        ? failure
        : new FailureException(
            Failure.of(FailureCode.INTERNAL, "this is a fault of ours: " + e), e);
  }

  private void keep(String id, JobLife life) {
    Job latest = life.latest();
    var name = new JobName(latest.spec().name(), latest.spec().namespace());
    if (life.isOver()) {
      open.remove(id);
      names.remove(name);
    } else {
      open.put(id, life);
      names.put(name, id);
    }
  }

  /** What has been decided and is not yet true. */
  private final class Turn {
    private final Instant now;
    private final Fleet fleet = machines.get();
    private final Map<String, JobLife> lives = new LinkedHashMap<>();
    private final Map<JobName, String> newNames = new HashMap<>();
    private final Map<String, Optional<Instant>> newWakes = new HashMap<>();
    private final Map<String, Job> puts = new LinkedHashMap<>();
    private final List<LedgerChange> changes = new ArrayList<>();
    private final List<JobCommand> commands = new ArrayList<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final Gathering gathering = new Gathering();

    Turn(Instant now) {
      this.now = now;
    }

    void take(JobItem item) {
      try {
        switch (item) {
          case Submit submit -> submit(submit);
          case Rerun rerun -> rerun(rerun);
          case Stop stop -> stop(stop);
          case News(String id, JobEvent event) -> {
            if (lives.containsKey(id) || open.containsKey(id)) {
              decide(id, life(id), event);
            }
          }
        }
      } catch (RuntimeException refused) {
        FailureException why = failure(refused);
        if (why.failure().code() == FailureCode.INTERNAL || item instanceof News) {
          log.accept(item + " was not dealt with: " + refused);
        }
        answers.add(() -> item.refuse(why));
      }
    }

    private void submit(Submit submit) {
      var name = new JobName(submit.spec().name(), submit.spec().namespace());
      JobLife life =
          known(name)
              .map(this::life)
              .or(() -> finder.named(name.namespace(), name.text()).map(Turn::only))
              .orElse(JobLife.NONE);
      String id = life.versions().isEmpty() ? ids.get() : life.latest().id();
      newNames.put(name, id);
      JobLife after =
          decide(
              id,
              life,
              new Submitted(id, ledger.nextRun(), submit.spec(), submit.force(), submit.seen()));
      answers.add(() -> submit.reply().answer(after.latest()));
    }

    private void rerun(Rerun rerun) {
      JobLife life = life(rerun.name());
      Job latest = life.latest();
      int version = rerun.version().orElse(latest.version());
      Job wanted =
          version == latest.version()
              ? latest
              : finder
                  .find(latest.id(), OptionalInt.of(version))
                  .orElseThrow(() -> JobFailures.noVersion(latest, version));
      JobLife after = decide(latest.id(), life, new RerunAsked(ledger.nextRun(), wanted.spec()));
      answers.add(() -> rerun.reply().answer(after.latest()));
    }

    private void stop(Stop stop) {
      JobLife life = life(stop.name());
      JobLife after = decide(life.latest().id(), life, new StopAsked(stop.reason()));
      Job job = after.latest();
      if (job.state().isOver()) {
        answers.add(() -> stop.reply().answer(job));
      } else {
        answers.add(() -> stopping.add(new Stopping(job.id(), job.version(), stop.reply())));
      }
    }

    private JobLife decide(String id, JobLife life, JobEvent event) {
      Decision decision = JobDecider.decide(life, event, now, fleet);
      lives.put(id, decision.life());
      newWakes.put(id, decision.wake());
      for (Job job : decision.changed()) {
        puts.put(id + ":" + job.version(), job);
      }
      changes.addAll(decision.facts());
      commands.addAll(decision.commands());
      return decision.life();
    }

    private Optional<String> known(JobName name) {
      return Optional.ofNullable(newNames.get(name))
          .filter(lives::containsKey)
          .or(() -> Optional.ofNullable(names.get(name)));
    }

    private JobLife life(JobName name) {
      Optional<String> known = known(name);
      if (known.isPresent()) {
        return life(known.get());
      }
      Job found = finder.latest(name);
      JobLife before = lives.getOrDefault(found.id(), open.get(found.id()));
      return before == null ? only(found) : before;
    }

    private JobLife life(String id) {
      return lives.getOrDefault(id, open.getOrDefault(id, JobLife.NONE));
    }

    private static JobLife only(Job job) {
      return new JobLife(List.of(job));
    }

    void commit() {
      for (Job job : puts.values()) {
        LedgerEntry entry = entries.entry(job);
        gathering.wrote(job, entry);
        changes.add(new LedgerChange.Put(entry));
      }
      if (!changes.isEmpty()) {
        ledger.commit(changes);
      }
    }

    void carryOut() {
      pause = gathering.pause();
      lives.forEach(JobKeeper.this::keep);
      newWakes.forEach(wakes::set);
      commands.forEach(JobKeeper.this::execute);
      answers.forEach(Runnable::run);
      for (Job job : puts.values()) {
        if (job.state().isOver()) {
          tellStopped(job);
        }
      }
    }
  }

  private void tellStopped(Job job) {
    stopping.removeIf(
        each -> {
          boolean is = each.id().equals(job.id()) && each.version() == job.version();
          if (is) {
            each.reply().answer(job);
          }
          return is;
        });
  }

  private void execute(JobCommand command) {
    switch (command) {
      case JobCommand.StartExecution(var order) -> {
        var news = new Listener(order.jobId());
        try {
          runner.start(order, news);
        } catch (RuntimeException fault) {
          news.ended(
              order.executionId(),
              new ExecutionEnd.Failed(
                  "it could not be begun: " + fault, ExecutionEnd.Fault.CIRCUMSTANCES));
        }
      }
      case JobCommand.StopExecution(String id) -> runner.stop(id);
    }
  }

  /** Brings what is told of a job's executions to the inbox. */
  private final class Listener implements ExecutionNews {
    private final String jobId;

    Listener(String jobId) {
      this.jobId = jobId;
    }

    @Override
    public void waiting(String executionId, int task) {
      inbox.accept(new News(jobId, new ExecutionWaiting(executionId)));
    }

    @Override
    public void started(String executionId, int task) {
      inbox.accept(new News(jobId, new ExecutionStarted(executionId)));
    }

    @Override
    public void ended(String executionId, ExecutionEnd end) {
      inbox.accept(new News(jobId, new ExecutionEnded(executionId, end)));
    }
  }
}
