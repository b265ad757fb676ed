package waybill.engine.store.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.sqlite.JDBC;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * The database file: its connections, and its form. The form has a number, kept in the file as its
 * {@code user_version}; each {@code NNN.sql} beside this class leads from the one before to NNN,
 * and is never changed once it was released.
 */
final class Database implements AutoCloseable {
  /** The form that this program knows. */
  private static final int FORM = 3;

  /** Connections that are kept open for the next reader. */
  private static final int IDLE_READERS = 4;

  private final Path file;
  private final StoreFailures failures;
  private final Session writer;
  private final ConcurrentLinkedQueue<Session> readers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idle = new AtomicInteger();
  private volatile boolean closed;

  private Database(Path file, StoreFailures failures, Connection writer) {
    this.file = file;
    this.failures = failures;
    this.writer = new Session(writer);
  }

  /**
   * Opens the file and brings it into today's form.
   *
   * @throws waybill.model.failure.FailureException when it is damaged or newer than this program
   */
  static Database open(Path file, StoreFailures failures) {
    try {
      Connection writer = connect(file);
      boolean whole = false;
      try {
        prepare(writer, file);
        whole = true;
      } finally {
        if (!whole) {
          writer.close();
        }
      }
      return new Database(file, failures, writer);
    } catch (SQLException | IOException e) {
      throw failures.of("cannot open the journal", e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
    if (connection == null) {
      throw new SQLException("not a name for a database: " + file);
    }
    run(connection, "PRAGMA busy_timeout = 10000");
    return connection;
  }

  /** FULL: what was committed stays also when the machine loses its power. */
  private static void prepare(Connection writer, Path file) throws SQLException, IOException {
    int form = number(writer, "PRAGMA user_version");
    if (form > FORM) {
      throw Failure.of(
              FailureCode.STORE_UNREADABLE,
              "the journal "
                  + file
                  + " is of a newer Waybill: its form is "
                  + form
                  + ", and this one knows forms up to "
                  + FORM)
          .withHelp(
              "use the newer Waybill, or set WAYBILL_STATE_DIR to another folder for this one")
          .asException();
    }
    if (form == 0) {
      run(writer, "PRAGMA auto_vacuum = INCREMENTAL"); // only takes effect before the first table
    }
    run(writer, "PRAGMA journal_mode = WAL");
    run(writer, "PRAGMA synchronous = FULL");
    for (int next = form + 1; next <= FORM; next++) {
      migrate(writer, next);
    }
  }

  private static void migrate(Connection writer, int form) throws SQLException, IOException {
    String script;
    String name = "%03d.sql".formatted(form);
    try (InputStream in = Database.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the program lacks " + name);
      }
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    run(writer, "BEGIN IMMEDIATE");
    try {
      try (Statement statement = writer.createStatement()) {
        statement.executeUpdate(script); // all statements of the script
      }
      run(writer, "PRAGMA user_version = " + form);
      run(writer, "COMMIT");
    } catch (SQLException e) {
      run(writer, "ROLLBACK");
      throw e;
    }
  }

  /** The one that writes; of the writer's thread alone. */
  Session writer() {
    return writer;
  }

  /** What is asked of the database, on a connection of its own. */
  interface Question<T> {
    T ask(Session session) throws SQLException, IOException;
  }

  <T> T read(Question<T> question) {
    try {
      Session session = take();
      boolean fine = false;
      try {
        T answer = question.ask(session);
        fine = true;
        return answer;
      } finally {
        giveBack(session, fine);
      }
    } catch (SQLException | IOException e) {
      throw failures.of("cannot read the journal", e);
    }
  }

  private Session take() throws SQLException {
    Session known = readers.poll();
    if (known != null) {
      idle.decrementAndGet();
      return known;
    }
    if (closed) {
      throw new SQLException("the journal was closed");
    }
    Connection connection = connect(file);
    run(connection, "PRAGMA query_only = ON");
    return new Session(connection);
  }

  private void giveBack(Session session, boolean fine) throws SQLException {
    if (fine && !closed && idle.incrementAndGet() <= IDLE_READERS) {
      readers.add(session);
    } else {
      session.close();
    }
  }

  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Session reader = readers.poll(); reader != null; reader = readers.poll()) {
        reader.close();
      }
      writer.close();
    } catch (SQLException e) {
      throw failures.of("cannot close the journal", e);
    }
  }
}
