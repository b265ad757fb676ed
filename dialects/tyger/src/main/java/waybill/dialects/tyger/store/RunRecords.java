package waybill.dialects.tyger.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.written.RunJson;
import waybill.dialects.tyger.written.TagRules;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Labelled;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerChange.RunEnded;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.model.task.Outcome.Canceller;

/**
 * Runs as they are now; each is a run of the journal, too, and is remembered as long as that is:
 * when the journal keeps it no longer, it is not there any more, nor is the key of its request. For
 * any number of threads.
 */
public final class RunRecords {
  private static final String KIND = "run";
  private static final String KEY = "run-key";

  /** Of the key of a request. */
  private static final int MAX_KEY = 256;

  private static final String INLINE = "inline";

  private final Ledger ledger;
  private final Locks locks = new Locks();
  private final Locks keys = new Locks();
  private final Pages pages = new Pages(KIND);

  public RunRecords(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A number for a run that is about to begin. */
  public long next() {
    return ledger.nextRun();
  }

  /**
   * Remembers a new run, in the journal too, durably; or finds the run of an earlier request with
   * that key. Fails with {@link Refusal} when its tags are none.
   *
   * @param directory of the caller
   * @param secrets what must not be stored, neither of the run nor of what it writes
   * @param beside what is written with a new run or not at all
   * @return the run as it is remembered: {@code run}, or the earlier one
   */
  public Run begin(
      Run run,
      Optional<String> key,
      Path directory,
      Secrets secrets,
      List<? extends LedgerChange> beside) {
    TagRules.check(run.tags());
    var changes = new ArrayList<LedgerChange>(beside);
    changes.addAll(beginning(run, key, directory, secrets));
    if (key.isEmpty()) {
      ledger.commit(changes);
      return run;
    }
    return keys.with(
        key.get(),
        () -> {
          Optional<Run> earlier = withKey(key.get());
          if (earlier.isEmpty()) {
            ledger.commit(changes);
          }
          return earlier.orElse(run);
        });
  }

  /** The run of an earlier request with that key: whoever asks first need not prepare another. */
  public Optional<Run> withKey(String key) {
    if (key.length() > MAX_KEY) {
      throw Refusal.invalid("An idempotency key can have up to " + MAX_KEY + " characters.");
    }
    return ledger
        .find(KEY, key, OptionalInt.empty())
        .map(LedgerEntry::run)
        .flatMap(number -> number.isEmpty() ? Optional.empty() : find(number.getAsLong()));
  }

  private List<LedgerChange> beginning(
      Run run, Optional<String> key, Path directory, Secrets secrets) {
    String number = Long.toString(run.id());
    var changes = new ArrayList<LedgerChange>();
    changes.add(new RunBegun(run.id(), new NewRun(KIND, name(run), number, directory, secrets)));
    changes.add(new Put(entry(run)));
    changes.add(new Labelled(KIND, id(run.id()), run.tags()));
    if (key.isPresent()) {
      changes.add(
          new Put(
              new LedgerEntry(
                  KEY,
                  key.get(),
                  1,
                  "",
                  "",
                  "",
                  false,
                  OptionalLong.of(run.id()),
                  run.createdAt(),
                  run.createdAt(),
                  "{}")));
    }
    ending(run).ifPresent(ending -> changes.add(new RunEnded(run.id(), ending)));
    return changes;
  }

  /**
   * Writes what a run is now, for whoever alone changes it and knows what it was; see {@link
   * #change} for others.
   *
   * @param known not over
   */
  public void update(Run known, Run run) {
    ledger.commit(changes(known, run));
  }

  /**
   * Like {@link #update}, without waiting until it is durable, for what is soon to be followed by
   * more; nothing is over by it.
   */
  public void pass(Run known, Run run) {
    ledger.submit(changes(known, run));
  }

  /**
   * Changes a run while nobody else does; a terminal status ends the run of the journal in the same
   * commit. What is over stays as it is but for its tags, whatever the change says.
   *
   * @param change made of what is remembered; if it throws, nothing has happened
   * @return what is remembered now; empty when there is no such run
   */
  public Optional<Run> change(long id, UnaryOperator<Run> change) {
    return locks.with(id(id), () -> find(id).map(known -> changed(known, change.apply(known))));
  }

  private Run changed(Run known, Run wanted) {
    Run run = known.status().isTerminal() ? withTags(known, wanted.tags()) : wanted;
    if (!run.equals(known)) {
      ledger.commit(changes(known, run));
    }
    return run;
  }

  private List<LedgerChange> changes(Run known, Run run) {
    var changes = new ArrayList<LedgerChange>();
    changes.add(new Put(entry(run)));
    if (!run.tags().equals(known.tags())) {
      TagRules.check(run.tags());
      changes.add(new Labelled(KIND, id(run.id()), run.tags()));
    }
    if (!known.status().isTerminal()) {
      ending(run).ifPresent(ending -> changes.add(new RunEnded(run.id(), ending)));
    }
    return changes;
  }

  private static Run withTags(Run run, Map<String, String> tags) {
    return new Run(
        run.id(),
        run.status(),
        run.statusReason(),
        run.runningCount(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt(),
        run.request(),
        run.job(),
        tags);
  }

  public Optional<Run> find(long id) {
    return ledger.find(KIND, id(id), OptionalInt.empty()).map(RunRecords::run);
  }

  /**
   * Newest first.
   *
   * @param limit 0 or more; no page is longer than 2000
   * @param continuation of an earlier page; fails with {@link Refusal} when it is none
   */
  public Page<Run> list(RunFilter filter, int limit, Optional<String> continuation) {
    Optional<Mark> after = continuation.map(pages::mark);
    var query =
        new LedgerQuery(
            KIND,
            Optional.empty(),
            Order.CREATED,
            true,
            after,
            Pages.wanted(limit),
            filter(filter));
    return pages.page(ledger.list(query), limit, RunRecords::run, pages::byTime);
  }

  /** Of statuses that there are. */
  public Map<RunStatus, Long> counts(RunFilter filter) {
    Map<String, Long> found = ledger.counts(KIND, filter(filter));
    var counts = new EnumMap<RunStatus, Long>(RunStatus.class);
    for (RunStatus status : RunStatus.values()) {
      Long count = found.get(status.word());
      if (count != null) {
        counts.put(status, count);
      }
    }
    return counts;
  }

  private static LedgerFilter filter(RunFilter filter) {
    return new LedgerFilter(
        filter.statuses().stream().map(RunStatus::word).collect(Collectors.toSet()),
        filter.tags(),
        Map.of(),
        filter.since());
  }

  /**
   * Of an earlier process: what was not over when it ended. Their runs of the journal can only be
   * ended here when they were {@linkplain waybill.engine.store.Journal#resume resumed}.
   */
  public List<Run> open() {
    return ledger.open(KIND).stream().map(RunRecords::run).toList();
  }

  /** Changes with the tags, which are all that can be set. */
  public static String eTag(Run run) {
    return ETags.of(run.tags(), Long.toString(run.id()));
  }

  private LedgerEntry entry(Run run) {
    return new LedgerEntry(
        KIND,
        id(run.id()),
        1,
        "",
        name(run),
        run.status().word(),
        !run.status().isTerminal(),
        OptionalLong.of(run.id()),
        run.createdAt(),
        modified(run),
        RunJson.write(run));
  }

  private static Instant modified(Run run) {
    return run.finishedAt().or(run::startedAt).orElse(run.createdAt());
  }

  private static String name(Run run) {
    return run.job().name().orElse(INLINE);
  }

  /** So that the order of ids is that of numbers. */
  private static String id(long number) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, 20 - digits.length())) + digits;
  }

  private static Optional<Ending> ending(Run run) {
    return switch (run.status()) {
      case PENDING, RUNNING -> Optional.empty();
      case SUCCEEDED -> Optional.of(new Ending.Succeeded());
      case FAILED -> Optional.of(new Ending.Failed(run.statusReason().orElse("it has failed")));
      case CANCELED -> Optional.of(new Ending.Killed(Canceller.USER));
    };
  }

  private static Run run(LedgerEntry entry) {
    return RunJson.readStored(entry.body());
  }
}
