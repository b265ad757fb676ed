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
 * @param filter only such; by {@link Order#CREATED} what is looked at is a stretch of an index, by
 *     {@link Order#MODIFIED} all entries of the kind may be
 */
public record LedgerQuery(
    String kind,
    Optional<String> space,
    Order order,
    boolean newestFirst,
    Optional<Mark> after,
    int limit,
    LedgerFilter filter) {

  /** Whatever their states and labels. */
  public LedgerQuery(
      String kind,
      Optional<String> space,
      Order order,
      boolean newestFirst,
      Optional<Mark> after,
      int limit) {
    this(kind, space, order, newestFirst, after, limit, LedgerFilter.ALL);
  }

  /** What entries are ordered by; equal ones by their ids. */
  public enum Order {
    CREATED,
    MODIFIED
  }

  /** A place in the order. */
  public record Mark(Instant at, String id) {}
}
