package waybill.engine.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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

  /**
   * The labels of a thing, whatever its version; they take the place of all that it had. A thing
   * that is not there has none: it is put before, maybe in the same commit. Nothing is masked in
   * them.
   */
  record Labelled(String kind, String id, Map<String, String> labels) implements LedgerChange {
    /** Characters of all keys and values together, at most. */
    public static final int MAX_CHARACTERS = 256 << 10;

    /**
     * @throws IllegalArgumentException when they are too long
     */
    public Labelled {
      labels = Map.copyOf(labels);
      long characters = 0;
      for (Map.Entry<String, String> label : labels.entrySet()) {
        characters += (long) label.getKey().length() + label.getValue().length();
      }
      if (characters > MAX_CHARACTERS) {
        throw new IllegalArgumentException("labels of " + characters + " characters are too long");
      }
    }
  }

  /**
   * When something has to be done about a thing; empty for never. As {@link Labelled} of a thing
   * that is there. Times beyond 2262 are that year.
   */
  record Due(String kind, String id, Optional<Instant> at) implements LedgerChange {}

  /** A thing is gone, with all its versions, its labels and its due time, open or not. */
  record Removed(String kind, String id) implements LedgerChange {}
}
