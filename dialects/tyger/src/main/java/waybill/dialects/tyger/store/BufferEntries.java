package waybill.dialects.tyger.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.written.BufferJson;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Due;
import waybill.engine.store.LedgerChange.Labelled;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;

/** Buffers as the ledger keeps them. */
final class BufferEntries {
  static final String KIND = "buffer";

  private static final String LOCATION = "local";
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int ID_LENGTH = 26;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private BufferEntries() {}

  /** One that no other buffer has, and nobody guesses. */
  static String newId(SecureRandom random) {
    byte[] bytes = new byte[ID_LENGTH];
    random.nextBytes(bytes);
    var id = new StringBuilder(ID_LENGTH);
    for (byte b : bytes) {
      id.append(ID_LETTERS.charAt(b & (ID_LETTERS.length() - 1)));
    }
    return id.toString();
  }

  /** Expiries are whole milliseconds, as in its mark. */
  static Buffer buffer(
      String id,
      Instant createdAt,
      boolean softDeleted,
      Optional<Instant> expiresAt,
      Map<String, String> tags) {
    Optional<Instant> expiry = expiresAt.map(BufferEntries::expiry);
    String eTag = ETags.of(tags, id, state(softDeleted), expiry.map(Instant::toString).orElse(""));
    Map<String, String> sorted = Collections.unmodifiableMap(new TreeMap<>(tags));
    return new Buffer(id, createdAt, LOCATION, softDeleted, expiry, sorted, eTag);
  }

  /** Clients know years of four digits. */
  private static Instant expiry(Instant at) {
    Instant early = at.isBefore(FIRST) ? FIRST : at;
    return (early.isAfter(LAST) ? LAST : early).truncatedTo(ChronoUnit.MILLIS);
  }

  /** Of a buffer without its labels. */
  static List<LedgerChange> changes(Buffer buffer, Instant now) {
    var changes = new ArrayList<LedgerChange>();
    changes.add(
        new Put(
            new LedgerEntry(
                KIND,
                buffer.id(),
                1,
                "",
                "",
                state(buffer.isSoftDeleted()),
                false,
                OptionalLong.empty(),
                buffer.createdAt(),
                now,
                BufferJson.write(buffer))));
    changes.add(new Due(KIND, buffer.id(), buffer.expiresAt()));
    return changes;
  }

  /** Of a buffer that is new or has other tags. */
  static List<LedgerChange> labelled(Buffer buffer, Instant now) {
    List<LedgerChange> changes = changes(buffer, now);
    changes.add(new Labelled(KIND, buffer.id(), buffer.tags()));
    return changes;
  }

  static Buffer buffer(LedgerEntry entry) {
    return BufferJson.readStored(entry.body());
  }

  private static String state(boolean softDeleted) {
    return softDeleted ? "Deleted" : "Active";
  }

  static LedgerFilter filter(TagFilter filter, boolean softDeleted) {
    return new LedgerFilter(
        Set.of(state(softDeleted)), filter.with(), filter.without(), Optional.empty());
  }

  /** Newest first. */
  static LedgerQuery query(TagFilter filter, boolean softDeleted, Optional<Mark> after, int limit) {
    return new LedgerQuery(
        KIND, Optional.empty(), Order.CREATED, true, after, limit, filter(filter, softDeleted));
  }
}
