package waybill.engine.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.store.Journal;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunIntake;
import waybill.engine.store.RunIntake.Admitted;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome.Canceller;

/**
 * A journal that forgets everything when it is thrown away. Safe for all threads. {@link
 * FakeLedger} is the ledger beside it.
 */
public final class FakeJournal implements Journal {
  private final EngineClock clock;
  private final List<Event> events = new ArrayList<>();
  private final List<RunRecord> runs = new ArrayList<>();
  private final Map<Long, RunIntake> open = new HashMap<>();
  private Optional<Instant> lastSeen = Optional.empty();
  private long lastRun;
  private boolean closed;

  public FakeJournal(EngineClock clock) {
    this.clock = clock;
  }

  /** All that was recorded of a run, in its order. */
  public synchronized List<Fact> facts(long run) {
    return events.stream()
        .filter(event -> event.submission().equals(Long.toString(run)))
        .map(Event::fact)
        .toList();
  }

  /** As if the process had died and another one had opened what it wrote: no run is live. */
  public synchronized void restart() {
    open.clear();
    lastSeen = events.isEmpty() ? Optional.empty() : Optional.of(events.getLast().at());
  }

  @Override
  public synchronized long begin(NewRun run) {
    long number = nextRun();
    begin(number, run);
    return number;
  }

  synchronized long nextRun() {
    return ++lastRun;
  }

  synchronized boolean isLive(long run) {
    return open.containsKey(run);
  }

  /** An entry as it is kept: without secrets. */
  synchronized LedgerEntry admit(LedgerEntry entry) {
    RunIntake intake = entry.run().isPresent() ? open.get(entry.run().getAsLong()) : null;
    return intake == null ? entry : intake.admit(entry);
  }

  /** Whether a run with that native id may be begun. */
  synchronized boolean isFree(String nativeId) {
    return runs.stream().noneMatch(known -> known.nativeId().equals(nativeId));
  }

  synchronized void begin(long number, NewRun run) {
    for (RunRecord known : runs) {
      if (known.nativeId().equals(run.nativeId())) {
        throw Failure.of(FailureCode.STORE_UNREADABLE, "there is a run " + run.nativeId())
            .asException();
      }
    }
    var intake = new RunIntake(run.secrets());
    open.put(number, intake);
    String name = intake.masked(run.name());
    runs.add(
        new RunRecord(
            number,
            run.kind(),
            name,
            run.nativeId(),
            run.directory(),
            clock.now(),
            Optional.empty()));
    add(number, new Admitted("", 0, new SubmissionStarted(run.kind(), name, run.nativeId())));
  }

  private void add(long run, Admitted admitted) {
    events.add(
        new Event(
            events.size() + 1L,
            clock.now(),
            Long.toString(run),
            admitted.path(),
            admitted.attempt(),
            admitted.fact()));
    notifyAll();
  }

  @Override
  public synchronized void record(long run, String path, Fact fact) {
    record(run, path, 0, fact);
  }

  @Override
  public synchronized void accept(Event event) {
    try {
      record(Long.parseLong(event.submission()), event.taskPath(), event.attempt(), event.fact());
    } catch (NumberFormatException none) {
      return;
    }
  }

  private void record(long run, String path, int attempt, Fact fact) {
    RunIntake intake = open.get(run);
    if (intake != null) {
      intake.admit(path, attempt, fact).forEach(admitted -> add(run, admitted));
    }
  }

  @Override
  public synchronized void end(long run, Ending ending) {
    RunIntake intake = open.get(run);
    if (intake == null) {
      return;
    }
    intake.end().forEach(admitted -> add(run, admitted));
    intake.admit("", 0, new SubmissionEnded(ending)).forEach(admitted -> add(run, admitted));
    open.remove(run);
    Ending shown =
        events.getLast().fact() instanceof SubmissionEnded(Ending masked) ? masked : ending;
    runs.replaceAll(
        known ->
            known.number() != run
                ? known
                : new RunRecord(
                    run,
                    known.kind(),
                    known.name(),
                    known.nativeId(),
                    known.directory(),
                    known.started(),
                    Optional.of(new RunRecord.End(clock.now(), shown))));
  }

  @Override
  public void flush() {}

  @Override
  public synchronized List<RunRecord> runs(RunQuery query) {
    return runs.reversed().stream()
        .filter(run -> run.number() < query.before().orElse(Long.MAX_VALUE))
        .filter(run -> !query.running() || run.ended().isEmpty())
        .filter(run -> run.nativeId().startsWith(query.nativeIdPrefix().orElse("")))
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized Optional<RunRecord> run(long number) {
    return runs.stream().filter(run -> run.number() == number).findFirst();
  }

  @Override
  public synchronized List<Event> events(long after, OptionalLong run, int limit) {
    return events.stream()
        .filter(event -> event.sequence() > after)
        .filter(event -> run.isEmpty() || event.submission().equals("" + run.getAsLong()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean awaitAfter(long sequence, OptionalLong run)
      throws InterruptedException {
    while (!closed && events(sequence, run, 1).isEmpty()) {
      wait();
    }
    return !closed;
  }

  @Override
  public synchronized void endLost(Canceller by, Set<Long> spared) {
    for (RunRecord run : runs(new RunQuery(true, Optional.empty(), Integer.MAX_VALUE))) {
      if (!open.containsKey(run.number()) && !spared.contains(run.number())) {
        open.put(run.number(), new RunIntake(new Secrets()));
        record(run.number(), "", new Remark("the process that ran this has died"));
        end(run.number(), new Ending.Killed(by));
      }
    }
  }

  @Override
  public synchronized boolean resume(long run, Secrets secrets) {
    if (!open.containsKey(run)) {
      Optional<RunRecord> known = run(run);
      if (known.isEmpty() || known.get().ended().isPresent()) {
        return false;
      }
      open.put(run, new RunIntake(secrets));
      record(run, "", new Remark(Journal.gap(lastSeen, clock.now())));
    }
    return true;
  }

  @Override
  public synchronized Optional<Instant> lastSeen() {
    return lastSeen;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
