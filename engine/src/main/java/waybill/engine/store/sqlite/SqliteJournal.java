package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.SubmissionEnded;
import waybill.engine.event.Event.SubmissionStarted;
import waybill.engine.store.Journal;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.files.FileLock;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome.Canceller;

/**
 * The journal in {@code STATE/journal/journal.db}, and the folders of runs, {@code STATE/runs/N}.
 * One process at a time.
 *
 * <p>{@link #begin}, {@link #end} and {@link #flush} fail when something cannot be written; other
 * calls leave it to them to say so.
 */
public final class SqliteJournal implements Journal {
  /** Folder below the state, in which the database is. */
  public static final String FOLDER = "journal";

  /** Folder below the state, in which every run has one of its own by its number. */
  public static final String RUNS = "runs";

  private final JournalSettings settings;
  private final EngineClock clock;
  private final FileLock lock;
  private final Database database;
  private final JournalWriter writer;
  private final RunReader reader;
  private final Map<Long, RunState> live = new ConcurrentHashMap<>();
  private final AtomicLong lastRun;
  private final OutputFiles files;
  private final Optional<Instant> lastSeen;
  private final SqliteLedger ledger;

  private SqliteJournal(
      JournalSettings settings,
      EngineClock clock,
      FileLock lock,
      Database database,
      JournalWriter writer,
      OutputFiles files,
      Optional<Instant> lastSeen,
      long lastRun) {
    this.settings = settings;
    this.clock = clock;
    this.lock = lock;
    this.database = database;
    this.writer = writer;
    this.files = files;
    this.lastSeen = lastSeen;
    this.reader = new RunReader(files);
    this.lastRun = new AtomicLong(lastRun);
    this.ledger = new SqliteLedger(this, database, writer);
  }

  /**
   * Opens the journal, made if need be.
   *
   * @param log told what went wrong with nobody there who waits for it
   * @throws FailureException when another process has it, when it is of a newer Waybill, or damaged
   */
  public static SqliteJournal open(
      JournalSettings settings, EngineClock clock, Consumer<String> log) {
    Path folder = settings.state().resolve(FOLDER);
    Path file = folder.resolve("journal.db");
    var failures = new StoreFailures(file);
    FileLock lock;
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      lock =
          FileLock.tryExclusive(folder.resolve("lock"))
              .orElseThrow(() -> inUse(folder).asException());
    } catch (IOException e) {
      throw failures.of("cannot use " + folder, e);
    }
    boolean whole = false;
    try {
      SqliteJournal journal = open(settings, clock, log, lock, file, failures);
      whole = true;
      return journal;
    } finally {
      if (!whole) {
        release(lock, failures);
      }
    }
  }

  private static SqliteJournal open(
      JournalSettings settings,
      EngineClock clock,
      Consumer<String> log,
      FileLock lock,
      Path file,
      StoreFailures failures) {
    Path runs = settings.state().resolve(RUNS);
    var database = Database.open(file, failures);
    try {
      long lastRun = RunReader.last(database.writer(), "runs");
      long lastSequence = RunReader.last(database.writer(), "events");
      Optional<Instant> lastSeen = RunReader.lastEvent(database.writer());
      var retention = new Retention(settings, runs, log);
      retention.sweep(database.writer());
      return new SqliteJournal(
          settings,
          clock,
          lock,
          database,
          new JournalWriter(
              database.writer(), new OutputFiles(runs), failures, retention, lastSequence),
          new OutputFiles(runs),
          lastSeen,
          lastRun);
    } catch (SQLException e) {
      FailureException failure = failures.of("cannot read the journal", e);
      database.close();
      throw failure;
    }
  }

  private static Failure inUse(Path folder) {
    return Failure.of(
            FailureCode.STORE_UNREADABLE, "another process has the journal in " + folder + " open")
        .withHelp(
            "it is an agent with another runtime folder: stop it, or set WAYBILL_STATE_DIR to"
                + " another folder");
  }

  /** What is now, in the same database. */
  public SqliteLedger ledger() {
    return ledger;
  }

  @Override
  public long begin(NewRun run) {
    long number = nextRun();
    RunState state = newState(number, run);
    Change.Begin begin;
    long ticket;
    state.lock.lock();
    try {
      live.put(number, state);
      begin = begun(state, run, clock.now());
      ticket = writer.submit(List.of(begin));
    } finally {
      state.lock.unlock();
    }
    writer.await(ticket);
    FailureException failure = begin.failure();
    if (failure != null) {
      live.remove(number);
      throw failure;
    }
    return number;
  }

  long nextRun() {
    return lastRun.incrementAndGet();
  }

  RunState newState(long number, NewRun run) {
    return new RunState(number, run.secrets(), settings.streamBytes(), 0);
  }

  static Change.Begin begun(RunState state, NewRun run, Instant now) {
    String name = Change.wellFormed(state.masked(run.name()));
    var started = new SubmissionStarted(run.kind(), name, run.nativeId());
    return new Change.Begin(
        state.number, run, name, now, new Change.Happening(state, "", 0, started, now));
  }

  Map<Long, RunState> live() {
    return live;
  }

  EngineClock clock() {
    return clock;
  }

  @Override
  public void record(long run, String path, Fact fact) {
    record(run, path, 0, fact);
  }

  /** The engine's submissions are runs when their name is a number; others are not remembered. */
  @Override
  public void accept(Event event) {
    try {
      record(Long.parseLong(event.submission()), event.taskPath(), event.attempt(), event.fact());
    } catch (NumberFormatException none) {
      return;
    } catch (FailureException closed) {
      return; // a sink never throws; the engine is closed before the journal
    }
  }

  private void record(long run, String path, int attempt, Fact fact) {
    RunState state = live.get(run);
    if (state == null) {
      return;
    }
    state.lock.lock();
    try {
      if (!state.isOver()) {
        writer.submit(state.changes(path, attempt, fact, clock.now()));
      }
    } finally {
      state.lock.unlock();
    }
  }

  @Override
  public void end(long run, Ending ending) {
    RunState state = live.get(run);
    if (state == null) {
      return;
    }
    OptionalLong ticket = beginEnd(state, ending);
    if (ticket.isPresent()) {
      awaitEnd(state, ticket.getAsLong());
    }
  }

  private OptionalLong beginEnd(RunState state, Ending ending) {
    state.lock.lock();
    try {
      if (!state.end()) {
        return OptionalLong.empty();
      }
      Instant now = clock.now();
      List<Change> changes = state.lastChanges(now);
      changes.add(ended(state, ending, now));
      return OptionalLong.of(writer.submit(changes));
    } finally {
      state.lock.unlock();
    }
  }

  static Change.End ended(RunState state, Ending ending, Instant now) {
    Ending shown = masked(state, ending);
    return new Change.End(
        state.number,
        shown,
        now,
        new Change.Happening(state, "", 0, new SubmissionEnded(shown), now));
  }

  private void awaitEnd(RunState state, long ticket) {
    writer.await(ticket);
    if (state.whyEndWasLost().isEmpty()) {
      live.remove(state.number); // else known as long as we live, for those who wait for its end
    }
    Optional<FailureException> lost = state.whatWasLost();
    if (lost.isPresent()) {
      throw lost.get();
    }
  }

  private static Ending masked(RunState state, Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _, Ending.Killed _ -> ending;
      case Ending.Failed(String message) -> new Ending.Failed(state.masked(message));
      case Ending.Skipped(String reason) -> new Ending.Skipped(state.masked(reason));
    };
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return database.read(session -> reader.runs(session, query));
  }

  @Override
  public Optional<RunRecord> run(long number) {
    return database.read(session -> reader.run(session, number));
  }

  @Override
  public List<Event> events(long after, OptionalLong run, int limit) {
    return database.read(session -> reader.events(session, after, run, limit));
  }

  @Override
  public boolean awaitAfter(long sequence, OptionalLong run) throws InterruptedException {
    long seen = sequence;
    while (true) {
      long durable = writer.durableSequence();
      if (run.isPresent()) {
        throwIfEndWasLost(run.getAsLong());
      }
      if (durable > seen || run.isPresent()) {
        if (run.isEmpty()
            || database.read(session -> reader.anyAfter(session, sequence, run.getAsLong()))) {
          return true;
        }
        seen = Math.max(seen, durable);
      }
      if (!writer.awaitBeyond(seen)) {
        return false;
      }
    }
  }

  private void throwIfEndWasLost(long run) {
    RunState state = live.get(run);
    if (state != null && state.whyEndWasLost().isPresent()) {
      throw state.whyEndWasLost().get();
    }
  }

  /** All ends are written together: after a bad day there may be thousands. */
  @Override
  public void endLost(Canceller by, Set<Long> spared) {
    var tickets = new LinkedHashMap<RunState, Long>();
    for (RunRecord open : runs(new RunQuery(true, Optional.empty(), Integer.MAX_VALUE))) {
      long number = open.number();
      var state = new RunState(number, new Secrets(), settings.streamBytes(), 0);
      if (!spared.contains(number) && live.putIfAbsent(number, state) == null) {
        record(number, "", new Remark("the process that ran this has died"));
        beginEnd(state, new Ending.Killed(by)).ifPresent(ticket -> tickets.put(state, ticket));
      }
    }
    tickets.forEach(this::awaitEnd);
  }

  @Override
  public boolean resume(long run, Secrets secrets) {
    if (live.containsKey(run)) {
      return true;
    }
    Optional<RunRecord> known = run(run);
    if (known.isEmpty() || known.get().ended().isPresent()) {
      return false;
    }
    int written;
    try {
      written = files.count(run);
    } catch (IOException e) {
      throw new StoreFailures(settings.state().resolve(RUNS)).of("cannot go on with a run", e);
    }
    var state = new RunState(run, secrets, settings.streamBytes(), written);
    if (live.putIfAbsent(run, state) == null) {
      record(run, "", new Remark(Journal.gap(lastSeen, clock.now())));
    }
    return true;
  }

  @Override
  public Optional<Instant> lastSeen() {
    return lastSeen;
  }

  @Override
  public void close() {
    writer.close();
    database.close();
    release(lock, new StoreFailures(settings.state().resolve(FOLDER)));
  }

  private static void release(FileLock lock, StoreFailures failures) {
    try {
      lock.delete();
    } catch (IOException e) {
      throw failures.of("cannot release the journal", e);
    }
  }
}
