package waybill.engine.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.OptionalLong;
import waybill.engine.store.LedgerEntry;
import waybill.model.failure.FailureException;

/** An entry of the ledger; only ever part of something {@link Together}. */
final class PutEntry extends Change {
  /** First, because only one version of a thing can be the latest. */
  static final String NO_LONGER_LATEST =
      "UPDATE ledger SET latest = 0 WHERE latest = 1 AND kind = ?1 AND id = ?2 AND version < ?3";

  /** The order of the table's columns; a version that is put again keeps its number. */
  static final String PUT =
      """
      INSERT INTO ledger (kind, id, version, space, name, state, open, run, created, modified,
        body, latest)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
        NOT EXISTS (SELECT 1 FROM ledger
          WHERE latest = 1 AND kind = ?1 AND id = ?2 AND version > ?3))
      ON CONFLICT (kind, id, version) DO UPDATE SET space = excluded.space, name = excluded.name,
        state = excluded.state, open = excluded.open, run = excluded.run,
        created = excluded.created, modified = excluded.modified, body = excluded.body""";

  private final String kind;
  private final String id;
  private final int version;
  private final String space;
  private final String name;
  private final String state;
  private final boolean open;
  private final OptionalLong run;
  private final long created;
  private final long modified;
  private final String body;

  /**
   * Of an entry without secrets.
   *
   * @throws IllegalArgumentException when it is too large
   * @throws ArithmeticException when its times are not between 1677 and 2262
   */
  PutEntry(LedgerEntry entry) {
    LedgerEntry.requireBounded(entry);
    this.kind = wellFormed(entry.kind());
    this.id = wellFormed(entry.id());
    this.version = entry.version();
    this.space = wellFormed(entry.space());
    this.name = wellFormed(entry.name());
    this.state = wellFormed(entry.state());
    this.open = entry.open();
    this.run = entry.run();
    this.created = nanos(entry.created());
    this.modified = nanos(entry.modified());
    this.body = wellFormed(entry.body());
  }

  boolean isOpen() {
    return open;
  }

  @Override
  void apply(Session session, OutputFiles files) throws SQLException {
    PreparedStatement update = session.prepare(NO_LONGER_LATEST);
    update.setString(1, kind);
    update.setString(2, id);
    update.setInt(3, version);
    update.executeUpdate();
    PreparedStatement put = session.prepare(PUT);
    put.setString(1, kind);
    put.setString(2, id);
    put.setInt(3, version);
    put.setString(4, space);
    put.setString(5, name);
    put.setString(6, state);
    put.setBoolean(7, open);
    if (run.isPresent()) {
      put.setLong(8, run.getAsLong());
    } else {
      put.setNull(8, Types.INTEGER);
    }
    put.setLong(9, created);
    put.setLong(10, modified);
    put.setString(11, body);
    put.executeUpdate();
  }

  @Override
  List<Happening> happenings() {
    return List.of();
  }

  @Override
  long bytes() {
    return 1000L + body.length();
  }

  /** Who brought it all together is told. */
  @Override
  void failed(FailureException why) {}
}
