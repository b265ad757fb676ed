package waybill.engine.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import waybill.engine.store.LedgerEntry;

/** What is asked of the ledger. Every question is answered from one stretch of one index. */
final class LedgerReader {
  /** Of a ledger called {@code l}, in the order in which they are read. */
  static final String COLUMNS =
      "SELECT l.kind, l.id, l.version, l.space, l.name, l.state, l.open, l.run, l.created,"
          + " l.modified, l.body FROM ";

  private static final String ENTRY = COLUMNS + "ledger l WHERE ";

  static final String VERSION = ENTRY + "kind = ? AND id = ? AND version = ?";
  static final String LATEST = ENTRY + "latest = 1 AND kind = ? AND id = ?";
  static final String VERSIONS = ENTRY + "kind = ? AND id = ? ORDER BY version";
  static final String NAMED =
      ENTRY + "latest = 1 AND kind = ? AND space = ? AND name = ? ORDER BY number DESC LIMIT 1";
  static final String OPEN = ENTRY + "open = 1 AND kind = ? ORDER BY number";
  static final String OPEN_RUNS = "SELECT run FROM ledger WHERE open = 1";
  static final String ANY_OPEN = "SELECT 1 FROM ledger WHERE open = 1 LIMIT 1";

  static final String DUE =
      "SELECT id FROM ledger_due WHERE kind = ? AND at <= ? ORDER BY at, id LIMIT ?";

  private LedgerReader() {}

  static Optional<LedgerEntry> find(Session session, String kind, String id, OptionalInt version)
      throws SQLException {
    PreparedStatement select = session.prepare(version.isPresent() ? VERSION : LATEST);
    select.setString(1, Change.wellFormed(kind));
    select.setString(2, Change.wellFormed(id));
    if (version.isPresent()) {
      select.setInt(3, version.getAsInt());
    }
    return entries(select).stream().findFirst();
  }

  static Optional<LedgerEntry> named(Session session, String kind, String space, String name)
      throws SQLException {
    return entries(session, NAMED, kind, space, name).stream().findFirst();
  }

  static List<LedgerEntry> entries(Session session, String sql, String... parameters)
      throws SQLException {
    PreparedStatement select = session.prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      select.setString(i + 1, Change.wellFormed(parameters[i]));
    }
    return entries(select);
  }

  static List<String> ids(Session session, String kind, String prefix, int limit)
      throws SQLException {
    String from = Change.wellFormed(prefix);
    Optional<String> end = Prefix.end(from);
    PreparedStatement select = session.prepare(ids(end.isPresent()));
    select.setString(1, Change.wellFormed(kind));
    select.setString(2, from);
    int next = 3;
    if (end.isPresent()) {
      select.setString(next++, end.get());
    }
    select.setInt(next, limit);
    var ids = new ArrayList<String>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  static String ids(boolean to) {
    return "SELECT id FROM ledger WHERE latest = 1 AND kind = ? AND id >= ?"
        + (to ? " AND id < ?" : "")
        + " ORDER BY id LIMIT ?";
  }

  static List<Long> openRuns(Session session) throws SQLException {
    PreparedStatement select = session.prepare(OPEN_RUNS);
    try (ResultSet rows = select.executeQuery()) {
      var runs = new ArrayList<Long>();
      while (rows.next()) {
        long run = rows.getLong(1);
        if (!rows.wasNull()) {
          runs.add(run);
        }
      }
      runs.sort(null);
      return runs;
    }
  }

  static boolean isAnyOpen(Session session) throws SQLException {
    PreparedStatement select = session.prepare(ANY_OPEN);
    try (ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  static List<LedgerEntry> latest(
      Session session, String kind, String prefix, Optional<String> after, int limit)
      throws SQLException {
    String from = Change.wellFormed(prefix);
    Optional<String> end = Prefix.end(from);
    Optional<String> behind =
        after.map(Change::wellFormed).filter(mark -> Prefix.compare(mark, from) >= 0);
    PreparedStatement select = session.prepare(latest(behind.isPresent(), end.isPresent()));
    int next = 1;
    select.setString(next++, Change.wellFormed(kind));
    select.setString(next++, behind.orElse(from));
    if (end.isPresent()) {
      select.setString(next++, end.get());
    }
    select.setInt(next, limit);
    return entries(select);
  }

  static String latest(boolean behind, boolean to) {
    return ENTRY
        + "latest = 1 AND kind = ? AND id "
        + (behind ? ">" : ">=")
        + " ?"
        + (to ? " AND id < ?" : "")
        + " ORDER BY id LIMIT ?";
  }

  static List<String> due(Session session, String kind, Instant until, int limit)
      throws SQLException {
    PreparedStatement select = session.prepare(DUE);
    select.setString(1, Change.wellFormed(kind));
    select.setLong(2, Change.nearestNanos(until));
    select.setInt(3, limit);
    var ids = new ArrayList<String>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }

  static List<LedgerEntry> entries(PreparedStatement select) throws SQLException {
    var entries = new ArrayList<LedgerEntry>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long number = rows.getLong(8);
        OptionalLong run = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        entries.add(
            new LedgerEntry(
                rows.getString(1),
                rows.getString(2),
                rows.getInt(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getBoolean(7),
                run,
                Change.instant(rows.getLong(9)),
                Change.instant(rows.getLong(10)),
                rows.getString(11)));
      }
    }
    return entries;
  }
}
