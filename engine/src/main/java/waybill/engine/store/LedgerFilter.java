package waybill.engine.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which things are meant; all of it must be true of the latest version.
 *
 * @param states any of these; none for all
 * @param labels it has all of these
 * @param without it has none of these
 * @param since created after that
 */
public record LedgerFilter(
    Set<String> states,
    Map<String, String> labels,
    Map<String, String> without,
    Optional<Instant> since) {

  /** Everything. */
  public static final LedgerFilter ALL =
      new LedgerFilter(Set.of(), Map.of(), Map.of(), Optional.empty());

  public LedgerFilter {
    states = Set.copyOf(states);
    labels = Map.copyOf(labels);
    without = Map.copyOf(without);
  }
}
