package waybill.engine.store;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One version of a thing, as it is now.
 *
 * @param kind of thing; ids are unique within it
 * @param version 1 for the first
 * @param space what the name is unique in
 * @param state one word
 * @param open whether more will come, also after a restart
 * @param run the run of this version, if it has one: the entry goes when the run goes
 * @param created of the thing's first version
 * @param modified the last change
 * @param body JSON of whoever it belongs to
 */
public record LedgerEntry(
    String kind,
    String id,
    int version,
    String space,
    String name,
    String state,
    boolean open,
    OptionalLong run,
    Instant created,
    Instant modified,
    String body) {

  /** Characters of a body at most; of the other texts all together {@link #MAX_WORDS}. */
  public static final int MAX_BODY = 16 << 20;

  /** See {@link #MAX_BODY}. */
  public static final int MAX_WORDS = 64 << 10;

  /**
   * Whoever keeps entries asks this first.
   *
   * @throws IllegalArgumentException when it is too large to be kept
   */
  public static void requireBounded(LedgerEntry entry) {
    long words =
        (long) entry.kind().length()
            + entry.id().length()
            + entry.space().length()
            + entry.name().length()
            + entry.state().length();
    if (words > MAX_WORDS || entry.body().length() > MAX_BODY) {
      throw new IllegalArgumentException(
          "an entry of " + words + " and " + entry.body().length() + " characters is too large");
    }
  }
}
