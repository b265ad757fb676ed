package waybill.engine.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A connection, and the statements that were prepared on it: SQLite takes longer to prepare a small
 * statement than to carry it out. Of one thread at a time.
 */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  /** For statements whose texts are too many to be kept. */
  Connection connection() {
    return connection;
  }

  /**
   * A statement that is kept for the next time, so it is not to be closed; a result of it is, else
   * it would go on reading what was there when it began. Every parameter has to be set.
   *
   * @param sql one of few texts
   */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** Carries out a statement without parameters. */
  void run(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** To be called when a statement failed: it may not be usable any more. */
  void failed() {
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        // it is not used again
      }
    }
    prepared.clear();
  }

  @Override
  public void close() throws SQLException {
    prepared.clear(); // the connection closes them
    connection.close();
  }
}
