package waybill.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What things with versions are now, where the {@link Journal} tells what happened. Both are one
 * store, so that a state and what led to it are written together or not at all. All methods may be
 * called by any thread.
 *
 * <p>An entry is forgotten together with its run, when that is kept no longer; never while it is
 * open, and never when it has no run. A thing's labels and due time go with its last entry. Texts
 * of entries and questions are taken as UTF-8 can hold them: half of a surrogate pair is a question
 * mark.
 */
public interface Ledger {

  /**
   * Writes all of it or nothing, and returns when it is durable. The secrets of a run are masked in
   * the entries of that run as long as it is live. What is told of a run that is not live here
   * (over, or neither begun nor {@linkplain Journal#resume resumed} by this process) is passed
   * over, as by the journal.
   *
   * @throws IllegalArgumentException when an entry is larger than {@link LedgerEntry#MAX_BODY}
   * @throws waybill.model.failure.FailureException when it cannot be written
   */
  void commit(List<LedgerChange> changes);

  /**
   * Like {@link #commit}, without waiting: it is durable some milliseconds later, and before what
   * is committed after it; {@link #list} and {@link #counts} know it at once. For what a crash may
   * take back. What cannot be written is told at the end of the runs that it is about, as by the
   * journal.
   *
   * @throws IllegalArgumentException when an entry is too large, and for what begins or ends
   */
  void submit(List<LedgerChange> changes);

  /** A number for a run that is begun by a {@link LedgerChange.RunBegun}; never given again. */
  long nextRun();

  /** That version of a thing, or its latest. */
  Optional<LedgerEntry> find(String kind, String id, OptionalInt version);

  /** The latest version of the thing of that name, whatever names its earlier ones had. */
  Optional<LedgerEntry> named(String kind, String space, String name);

  /** The first ids that begin so, at most so many. */
  List<String> ids(String kind, String prefix, int limit);

  /** All versions of a thing, the first one first. */
  List<LedgerEntry> versions(String kind, String id);

  /** All versions that are not over, in the order in which they were first written. */
  List<LedgerEntry> open(String kind);

  /** The runs of all versions that are not over, of any kind, ascending. */
  List<Long> openRuns();

  /** Latest versions, one page of them. */
  List<LedgerEntry> list(LedgerQuery query);

  /**
   * Latest versions in the order of their ids, which is that of code points.
   *
   * @param prefix how the ids begin, literally
   * @param after only ids behind this one
   * @param limit at most so many
   */
  List<LedgerEntry> latest(String kind, String prefix, Optional<String> after, int limit);

  /** The ids of things that are due by then, the first one first, at most so many. */
  List<String> due(String kind, Instant until, int limit);

  /** How many things there are in each state; states of none are not there. */
  Map<String, Long> counts(String kind, LedgerFilter filter);
}
