package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Fact;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;

/** What is asked of the database. */
final class RunReader {
  private static final String RUN =
      "SELECT number, kind, name, native_id, directory, started, ended, ending FROM runs";

  private static final byte[] NOTHING = {};

  private final OutputFiles files;

  RunReader(OutputFiles files) {
    this.files = files;
  }

  List<RunRecord> runs(Session session, RunQuery query) throws SQLException {
    String prefix = Change.wellFormed(query.nativeIdPrefix().orElse(""));
    Optional<String> end = prefix.isEmpty() ? Optional.empty() : Prefix.end(prefix);
    PreparedStatement select =
        session.prepare(runs(query.running(), !prefix.isEmpty(), end.isPresent()));
    int next = 1;
    select.setLong(next++, query.before().orElse(Long.MAX_VALUE));
    if (!prefix.isEmpty()) {
      select.setString(next++, prefix);
    }
    if (end.isPresent()) {
      select.setString(next++, end.get());
    }
    select.setInt(next, query.limit());
    return records(select);
  }

  /**
   * Of several forms, so that each is answered from an index: a number with a plus is not looked up
   * in one.
   */
  static String runs(boolean running, boolean from, boolean to) {
    String number = from ? "+number" : "number";
    return RUN
        + " WHERE "
        + number
        + " < ?"
        + (running ? " AND ended IS NULL" : "")
        + (from ? " AND native_id >= ?" : "")
        + (to ? " AND native_id < ?" : "")
        + " ORDER BY "
        + number
        + " DESC LIMIT ?";
  }

  Optional<RunRecord> run(Session session, long number) throws SQLException {
    PreparedStatement select = session.prepare(RUN + " WHERE number = ?");
    select.setLong(1, number);
    return records(select).stream().findFirst();
  }

  private static List<RunRecord> records(PreparedStatement select) throws SQLException {
    var records = new ArrayList<RunRecord>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        String ending = rows.getString(8);
        Optional<RunRecord.End> end =
            ending == null
                ? Optional.empty()
                : Optional.of(
                    new RunRecord.End(Change.instant(rows.getLong(7)), FactReader.ending(ending)));
        records.add(
            new RunRecord(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                Path.of(rows.getString(5)),
                Change.instant(rows.getLong(6)),
                end));
      }
    }
    return records;
  }

  List<Event> events(Session session, long after, OptionalLong run, int limit)
      throws SQLException, IOException {
    PreparedStatement select =
        session.prepare(
            "SELECT e.seq, at, run, path, attempt, type, body, bytes, file, start, length"
                + " FROM events e LEFT JOIN output o ON o.seq = e.seq WHERE "
                + (run.isPresent() ? "run = ? AND " : "")
                + "e.seq > ? ORDER BY e.seq LIMIT ?");
    int next = 1;
    if (run.isPresent()) {
      select.setLong(next++, run.getAsLong());
    }
    select.setLong(next++, after);
    select.setInt(next, limit);
    var events = new ArrayList<Event>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        event(rows).ifPresent(events::add);
      }
    }
    return events;
  }

  private Optional<Event> event(ResultSet rows) throws SQLException, IOException {
    long run = rows.getLong(3);
    Optional<Fact> fact = FactReader.fact(rows.getString(6), rows.getString(7), output(rows, run));
    if (fact.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Event(
            rows.getLong(1),
            Change.instant(rows.getLong(2)),
            Long.toString(run),
            rows.getString(4),
            rows.getInt(5),
            fact.get()));
  }

  private byte[] output(ResultSet rows, long run) throws SQLException, IOException {
    String file = rows.getString(9);
    if (file != null) {
      return files.read(run, file, rows.getLong(10), rows.getInt(11));
    }
    byte @Nullable [] bytes = rows.getBytes(8);
    return bytes == null ? NOTHING : bytes;
  }

  boolean anyAfter(Session session, long after, long run) throws SQLException {
    PreparedStatement select =
        session.prepare("SELECT 1 FROM events WHERE run = ? AND seq > ? LIMIT 1");
    select.setLong(1, run);
    select.setLong(2, after);
    try (ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  /** The last number that was ever given. */
  static long last(Session session, String table) throws SQLException {
    PreparedStatement select = session.prepare("SELECT seq FROM sqlite_sequence WHERE name = ?");
    select.setString(1, table);
    try (ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** When the last event was. */
  static Optional<Instant> lastEvent(Session session) throws SQLException {
    PreparedStatement select = session.prepare("SELECT at FROM events ORDER BY seq DESC LIMIT 1");
    try (ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(Change.instant(rows.getLong(1))) : Optional.empty();
    }
  }
}
