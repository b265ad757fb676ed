package waybill.engine.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Due;
import waybill.engine.store.LedgerChange.Happened;
import waybill.engine.store.LedgerChange.Labelled;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.Removed;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerChange.RunEnded;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * A ledger in memory, beside a {@link FakeJournal}, for simulations. It can fail a commit, and it
 * can die at one:
 *
 * <pre>
 *   ledger.failAt(3);                    // the third commit from now on throws a FailureException
 *   ledger.dieAt(5, Death.BEFORE);       // the fifth throws a Crash and has written nothing
 *   ledger.dieAt(5, Death.AFTER);        // the fifth has written everything, and throws a Crash
 *   ledger.die();                        // whatever is called next throws a Crash
 *   FakeLedger next = ledger.restarted() // what was committed, as the next process finds it
 * </pre>
 *
 * <p>A dead one throws a {@link Crash} at every call, so that what a crashed process left behind
 * can do no more. Its journal lives on and is the next one's. Safe for all threads.
 */
public final class FakeLedger implements Ledger {
  private static final int NEVER = Integer.MAX_VALUE;

  private final FakeJournal journal;

  /** In the order in which they were first written. */
  private final List<LedgerEntry> entries;

  /** What is said of things as a whole. */
  private final Map<Thing, About> about;

  private int failAt = NEVER;
  private int dieAt = NEVER;
  private Death death = Death.BEFORE;
  private boolean dead;
  private int commits;

  public FakeLedger(FakeJournal journal) {
    this(journal, List.of(), Map.of());
  }

  private FakeLedger(FakeJournal journal, List<LedgerEntry> entries, Map<Thing, About> about) {
    this.journal = journal;
    this.entries = new ArrayList<>(entries);
    this.about = new HashMap<>(about);
  }

  private record Thing(String kind, String id) {}

  private record About(Map<String, String> labels, Optional<Instant> due) {
    static final About NOTHING = new About(Map.of(), Optional.empty());
  }

  /** When in a commit the process dies. */
  public enum Death {
    BEFORE,
    AFTER
  }

  /** The process has died: nothing of it goes on. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash() {
      super("the process has died");
    }
  }

  /** How many commits were tried. */
  public synchronized int commits() {
    return commits;
  }

  /** Lets that commit from now on fail, 1 for the next one. */
  public synchronized void failAt(int which) {
    failAt = commits + which;
  }

  /** Lets the process die at that commit from now on, 1 for the next one. */
  public synchronized void dieAt(int which, Death when) {
    dieAt = commits + which;
    death = when;
  }

  /** Lets it die now. */
  public synchronized void die() {
    dead = true;
  }

  /** What the next process finds. This one is dead from now on. */
  public synchronized FakeLedger restarted() {
    dead = true;
    journal.restart();
    return new FakeLedger(journal, entries, about);
  }

  private void live() {
    if (dead) {
      throw new Crash();
    }
  }

  @Override
  public synchronized void commit(List<LedgerChange> changes) {
    live();
    commits++;
    dead = commits == dieAt;
    if (dead && death == Death.BEFORE) {
      throw new Crash();
    }
    if (commits == failAt) {
      throw Failure.of(FailureCode.STORE_UNREADABLE, "cannot write the journal: as told")
          .asException();
    }
    changes.forEach(this::check);
    changes.forEach(this::begin);
    changes.forEach(this::apply);
    if (dead) {
      throw new Crash();
    }
  }

  private void check(LedgerChange change) {
    switch (change) {
      case RunBegun(_, var run) when !journal.isFree(run.nativeId()) ->
          throw Failure.of(FailureCode.STORE_UNREADABLE, "there is a run " + run.nativeId())
              .asException();
      case Put(LedgerEntry entry) -> LedgerEntry.requireBounded(entry);
      case RunBegun _, Happened _, RunEnded _, Labelled _, Due _, Removed _ -> {}
    }
  }

  /** First, so that the secrets of all runs are known. */
  private void begin(LedgerChange change) {
    if (change instanceof RunBegun(long number, var run)) {
      journal.begin(number, run);
    }
  }

  private void apply(LedgerChange change) {
    switch (change) {
      case Put(LedgerEntry entry) -> put(wellFormed(journal.admit(entry)));
      case Happened(long run, String path, var fact) -> journal.record(run, path, fact);
      case RunEnded(long run, var ending) -> journal.end(run, ending);
      case RunBegun _ -> {}
      case Labelled(String kind, String id, var labels) ->
          say(new Thing(text(kind), text(id)), known -> new About(wellFormed(labels), known.due()));
      case Due(String kind, String id, var at) ->
          say(new Thing(text(kind), text(id)), known -> new About(known.labels(), at));
      case Removed(String kind, String id) -> {
        entries.removeIf(entry -> is(entry, text(kind), text(id)));
        about.remove(new Thing(text(kind), text(id)));
      }
    }
  }

  private void say(Thing thing, UnaryOperator<About> change) {
    if (entries.stream().anyMatch(entry -> is(entry, thing.kind(), thing.id()))) {
      about.put(thing, change.apply(about(thing)));
    }
  }

  private About about(Thing thing) {
    return about.getOrDefault(thing, About.NOTHING);
  }

  private static Map<String, String> wellFormed(Map<String, String> labels) {
    var kept = new HashMap<String, String>();
    labels.forEach((key, value) -> kept.put(text(key), text(value)));
    return kept;
  }

  private void put(LedgerEntry entry) {
    for (int i = 0; i < entries.size(); i++) {
      LedgerEntry known = entries.get(i);
      if (is(known, entry.kind(), entry.id()) && known.version() == entry.version()) {
        entries.set(i, entry);
        return;
      }
    }
    entries.add(entry);
  }

  private static boolean is(LedgerEntry entry, String kind, String id) {
    return entry.kind().equals(kind) && entry.id().equals(id);
  }

  private static LedgerEntry wellFormed(LedgerEntry entry) {
    return new LedgerEntry(
        text(entry.kind()),
        text(entry.id()),
        entry.version(),
        text(entry.space()),
        text(entry.name()),
        text(entry.state()),
        entry.open(),
        entry.run(),
        entry.created(),
        entry.modified(),
        text(entry.body()));
  }

  private static String text(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** At once, which is as soon as can be. */
  @Override
  public void submit(List<LedgerChange> changes) {
    commit(changes);
  }

  @Override
  public synchronized long nextRun() {
    live();
    return journal.nextRun();
  }

  @Override
  public synchronized Optional<LedgerEntry> find(String kind, String id, OptionalInt version) {
    List<LedgerEntry> all = versions(kind, id);
    return version.isEmpty()
        ? all.reversed().stream().findFirst()
        : all.stream().filter(entry -> entry.version() == version.getAsInt()).findFirst();
  }

  @Override
  public synchronized Optional<LedgerEntry> named(String kind, String space, String name) {
    return latest(kind)
        .filter(entry -> entry.space().equals(text(space)) && entry.name().equals(text(name)))
        .reduce((_, second) -> second);
  }

  private java.util.stream.Stream<LedgerEntry> latest(String kind) {
    live();
    return entries.stream()
        .filter(entry -> entry.kind().equals(text(kind)))
        .filter(
            entry ->
                entries.stream()
                    .noneMatch(
                        other ->
                            is(other, entry.kind(), entry.id())
                                && other.version() > entry.version()));
  }

  @Override
  public synchronized List<String> ids(String kind, String prefix, int limit) {
    return latest(kind)
        .map(LedgerEntry::id)
        .filter(id -> id.startsWith(text(prefix)))
        .sorted(FakeLedger::byCodePoint)
        .limit(limit)
        .toList();
  }

  private static int byCodePoint(String a, String b) {
    return java.util.Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized List<LedgerEntry> versions(String kind, String id) {
    live();
    return entries.stream()
        .filter(entry -> is(entry, text(kind), text(id)))
        .sorted(Comparator.comparingInt(LedgerEntry::version))
        .toList();
  }

  @Override
  public synchronized List<LedgerEntry> open(String kind) {
    live();
    return entries.stream()
        .filter(entry -> entry.open() && entry.kind().equals(text(kind)))
        .toList();
  }

  @Override
  public synchronized List<Long> openRuns() {
    live();
    return entries.stream()
        .filter(entry -> entry.open() && entry.run().isPresent())
        .map(entry -> entry.run().getAsLong())
        .sorted()
        .toList();
  }

  @Override
  public synchronized List<LedgerEntry> list(LedgerQuery query) {
    Comparator<Mark> order =
        Comparator.comparing(Mark::at).thenComparing(Mark::id, FakeLedger::byCodePoint);
    Comparator<Mark> wanted = query.newestFirst() ? order.reversed() : order;
    return latest(query.kind())
        .filter(entry -> query.space().isEmpty() || entry.space().equals(text(query.space().get())))
        .filter(
            entry ->
                query.after().isEmpty()
                    || wanted.compare(mark(query, entry), query.after().get()) > 0)
        .filter(entry -> isMeant(entry, query.filter()))
        .sorted(Comparator.comparing(entry -> mark(query, entry), wanted))
        .limit(query.limit())
        .toList();
  }

  private static Mark mark(LedgerQuery query, LedgerEntry entry) {
    Instant at = query.order() == Order.CREATED ? entry.created() : entry.modified();
    return new Mark(at, entry.id());
  }

  private boolean isMeant(LedgerEntry entry, LedgerFilter filter) {
    var labels = about(new Thing(entry.kind(), entry.id())).labels().entrySet();
    return (filter.states().isEmpty() || filter.states().contains(entry.state()))
        && labels.containsAll(wellFormed(filter.labels()).entrySet())
        && wellFormed(filter.without()).entrySet().stream().noneMatch(labels::contains)
        && filter.since().map(entry.created()::isAfter).orElse(true);
  }

  @Override
  public synchronized List<LedgerEntry> latest(
      String kind, String prefix, Optional<String> after, int limit) {
    return latest(kind)
        .filter(entry -> entry.id().startsWith(text(prefix)))
        .filter(entry -> after.isEmpty() || byCodePoint(entry.id(), text(after.get())) > 0)
        .sorted(Comparator.comparing(LedgerEntry::id, FakeLedger::byCodePoint))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<String> due(String kind, Instant until, int limit) {
    live();
    return about.entrySet().stream()
        .filter(each -> each.getKey().kind().equals(text(kind)))
        .filter(each -> each.getValue().due().map(at -> !at.isAfter(until)).orElse(false))
        .map(each -> new Mark(each.getValue().due().orElseThrow(), each.getKey().id()))
        .sorted(Comparator.comparing(Mark::at).thenComparing(Mark::id, FakeLedger::byCodePoint))
        .map(Mark::id)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<String, Long> counts(String kind, LedgerFilter filter) {
    return latest(kind)
        .filter(entry -> isMeant(entry, filter))
        .collect(Collectors.groupingBy(LedgerEntry::state, Collectors.counting()));
  }
}
