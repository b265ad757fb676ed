package waybill.engine.store;

import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.Fact;

/** Something that is written together with others, or not at all. */
public sealed interface LedgerChange {

  /** A version is now this; it takes the place of the same version, if there was one. */
  record Put(LedgerEntry entry) implements LedgerChange {}

  /**
   * A run begins.
   *
   * @param number from {@link Ledger#nextRun}
   */
  record RunBegun(long number, NewRun run) implements LedgerChange {}

  /**
   * Something happened in a run that goes on.
   *
   * @param path the node's; empty for the run itself
   */
  record Happened(long run, String path, Fact fact) implements LedgerChange {}

  /** A run is over. */
  record RunEnded(long run, Ending ending) implements LedgerChange {}
}
