package waybill.engine.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries are wanted.
 *
 * @param space only of this one; empty for all
 * @param order by which time
 * @param newestFirst the order
 * @param after only those that follow this one in that order
 * @param limit at most so many, 1 or more
 */
public record LedgerQuery(
    String kind,
    Optional<String> space,
    Order order,
    boolean newestFirst,
    Optional<Mark> after,
    int limit) {

  /** What entries are ordered by; equal ones by their ids. */
  public enum Order {
    CREATED,
    MODIFIED
  }

  /** A place in the order. */
  public record Mark(Instant at, String id) {}
}
