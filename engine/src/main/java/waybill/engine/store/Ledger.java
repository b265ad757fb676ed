package waybill.engine.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What things with versions are now, where the {@link Journal} tells what happened. All methods may
 * be called by any thread.
 */
public interface Ledger {

  /**
   * Writes all of it or nothing, and returns when it is durable.
   *
   * @throws waybill.model.failure.FailureException when it cannot be written
   */
  void commit(List<LedgerChange> changes);

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

  /** Latest versions, one page of them. */
  List<LedgerEntry> list(LedgerQuery query);
}
