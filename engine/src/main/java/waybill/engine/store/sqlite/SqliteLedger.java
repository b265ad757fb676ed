package waybill.engine.store.sqlite;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Happened;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerChange.RunEnded;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.NewRun;
import waybill.model.failure.FailureException;

/** The ledger in the journal's database; written by the journal's writer. */
public final class SqliteLedger implements Ledger {
  private final SqliteJournal journal;
  private final Database database;
  private final JournalWriter writer;
  private final AtomicReference<Runnable> atRest = new AtomicReference<>(() -> {});

  /** The last of what nobody waited for. */
  private final AtomicLong submitted = new AtomicLong();

  SqliteLedger(SqliteJournal journal, Database database, JournalWriter writer) {
    this.journal = journal;
    this.database = database;
    this.writer = writer;
  }

  /** Whether a version is open, of whatever kind. */
  public boolean isAnyOpen() {
    return database.read(LedgerReader::isAnyOpen);
  }

  /**
   * Calls this, in the thread of a commit, when no version is open any more; also when that cannot
   * be found out.
   */
  public void whenNothingIsOpen(Runnable tell) {
    atRest.set(tell);
  }

  @Override
  public void commit(List<LedgerChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    var commit = new Commit(changes);
    boolean written = false;
    try {
      long ticket = commit.submit(changes, true);
      writer.await(ticket);
      Optional<FailureException> failure = commit.together().failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      written = true;
    } finally {
      commit.finished(written);
    }
    if (commit.closes && mayBeAtRest()) {
      atRest.get().run();
    }
  }

  @Override
  public void submit(List<LedgerChange> changes) {
    for (LedgerChange change : changes) {
      if (!mayBeTakenBack(change)) {
        throw new IllegalArgumentException("what begins or ends is to be committed");
      }
    }
    long ticket = new Commit(changes).submit(changes, false);
    submitted.accumulateAndGet(ticket, Math::max);
  }

  private static boolean mayBeTakenBack(LedgerChange change) {
    return switch (change) {
      case RunBegun _, RunEnded _, LedgerChange.Removed _ -> false;
      case LedgerChange.Put(LedgerEntry entry) -> entry.open();
      case Happened _, LedgerChange.Labelled _, LedgerChange.Due _ -> true;
    };
  }

  /** Returns when what was submitted can be read. */
  private void settle() {
    writer.await(submitted.get());
  }

  /** Never throws: what was committed must not seem to have failed. */
  private boolean mayBeAtRest() {
    try {
      return !isAnyOpen();
    } catch (FailureException e) {
      return true; // whoever is told looks for himself
    }
  }

  /** One commit on its way. */
  private final class Commit {
    /** Of all runs that it is about and that are live or begin, in the order they are locked in. */
    private final SortedMap<Long, RunState> states = new TreeMap<>();

    private final Instant now = journal.clock().now();

    /** Output that was held back until now: it is the runs' own and comes before. */
    private final List<Change> before = new ArrayList<>();

    private final List<Change> parts = new ArrayList<>();
    private final List<RunState> begun = new ArrayList<>();
    private final List<RunState> ended = new ArrayList<>();
    private Together together = new Together(List.of(), List.of());
    private boolean closes;

    Commit(List<LedgerChange> changes) {
      for (LedgerChange change : changes) {
        switch (change) {
          case RunBegun(long number, NewRun run) ->
              states.put(number, journal.newState(number, run));
          case Happened(long run, _, _) -> known(run);
          case RunEnded(long run, _) -> known(run);
          case LedgerChange.Put(LedgerEntry entry) -> entry.run().ifPresent(this::known);
          case LedgerChange.Labelled _, LedgerChange.Due _, LedgerChange.Removed _ -> {}
        }
      }
    }

    private void known(long run) {
      RunState state = journal.live().get(run);
      if (state != null) {
        states.putIfAbsent(run, state);
      }
    }

    Together together() {
      return together;
    }

    /** What other threads tell of these runs comes before all of it or after. */
    long submit(List<LedgerChange> changes, boolean awaited) {
      states.values().forEach(state -> state.lock.lock());
      try {
        changes.forEach(this::add);
        together = new Together(parts, awaited ? List.of() : List.copyOf(states.values()));
        before.add(together);
        return writer.submit(before);
      } finally {
        states.values().forEach(state -> state.lock.unlock());
      }
    }

    private void add(LedgerChange change) {
      switch (change) {
        case RunBegun(long number, NewRun run) -> begin(requireNonNull(states.get(number)), run);
        case Happened(long run, String path, Fact fact) -> happened(states.get(run), path, fact);
        case RunEnded(long run, Ending ending) -> end(states.get(run), ending);
        case LedgerChange.Put(LedgerEntry entry) -> put(entry);
        case LedgerChange.Labelled labelled -> parts.add(PutAbout.of(labelled));
        case LedgerChange.Due due -> parts.add(PutAbout.of(due));
        case LedgerChange.Removed removed -> {
          closes = true;
          parts.add(PutAbout.of(removed));
        }
      }
    }

    private void begin(RunState state, NewRun run) {
      if (journal.live().putIfAbsent(state.number, state) != null) {
        throw new IllegalArgumentException("run " + state.number + " has begun before");
      }
      begun.add(state);
      parts.add(SqliteJournal.begun(state, run, now));
    }

    private void happened(@Nullable RunState state, String path, Fact fact) {
      if (state == null || state.isOver()) {
        return;
      }
      for (Change change : state.changes(path, 0, fact, now)) {
        (change instanceof Change.Output ? before : parts).add(change);
      }
    }

    private void end(@Nullable RunState state, Ending ending) {
      if (state == null || !state.end()) {
        return;
      }
      ended.add(state);
      before.addAll(state.lastChanges(now));
      state
          .whatWasLost()
          .ifPresent(
              why ->
                  parts.add(
                      new Change.Happening(
                          state, "", 0, new Remark("not all was kept: " + why.getMessage()), now)));
      parts.add(SqliteJournal.ended(state, ending, now));
    }

    private void put(LedgerEntry entry) {
      RunState state = entry.run().isPresent() ? states.get(entry.run().getAsLong()) : null;
      var put = new PutEntry(state == null ? entry : state.admit(entry));
      closes |= !put.isOpen();
      parts.add(put);
    }

    /** Where nothing was written, nothing has happened. */
    void finished(boolean written) {
      if (written) {
        ended.forEach(state -> journal.live().remove(state.number));
      } else {
        ended.forEach(RunState::goesOn);
        begun.forEach(state -> journal.live().remove(state.number));
      }
    }
  }

  @Override
  public long nextRun() {
    return journal.nextRun();
  }

  @Override
  public Optional<LedgerEntry> find(String kind, String id, OptionalInt version) {
    return database.read(session -> LedgerReader.find(session, kind, id, version));
  }

  @Override
  public Optional<LedgerEntry> named(String kind, String space, String name) {
    return database.read(session -> LedgerReader.named(session, kind, space, name));
  }

  @Override
  public List<String> ids(String kind, String prefix, int limit) {
    return database.read(session -> LedgerReader.ids(session, kind, prefix, limit));
  }

  @Override
  public List<LedgerEntry> versions(String kind, String id) {
    return database.read(session -> LedgerReader.entries(session, LedgerReader.VERSIONS, kind, id));
  }

  @Override
  public List<LedgerEntry> open(String kind) {
    return database.read(session -> LedgerReader.entries(session, LedgerReader.OPEN, kind));
  }

  @Override
  public List<Long> openRuns() {
    return database.read(LedgerReader::openRuns);
  }

  @Override
  public List<LedgerEntry> list(LedgerQuery query) {
    settle();
    return database.read(session -> LedgerLists.list(session, query));
  }

  @Override
  public List<LedgerEntry> latest(String kind, String prefix, Optional<String> after, int limit) {
    return database.read(session -> LedgerReader.latest(session, kind, prefix, after, limit));
  }

  @Override
  public List<String> due(String kind, Instant until, int limit) {
    return database.read(session -> LedgerReader.due(session, kind, until, limit));
  }

  @Override
  public Map<String, Long> counts(String kind, LedgerFilter filter) {
    settle();
    return database.read(session -> LedgerLists.counts(session, kind, filter));
  }
}
