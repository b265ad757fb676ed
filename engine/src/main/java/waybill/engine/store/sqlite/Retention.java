package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import waybill.model.failure.FailureException;

/**
 * Takes away runs that are kept no longer, with their folders. First the records, then the folder:
 * a folder that stays behind is found again by its name. Of the writer's thread alone.
 */
final class Retention {
  /** Of runs at a time: what comes meanwhile waits for it. */
  private static final int MAX_AT_ONCE = 500;

  /** So many more than are kept are taken away together, that is a part of them. */
  private static final int SLACK = 16;

  /** Of 4 KiB: as many stay for what comes next, and no more are given back at a time. */
  private static final int SPARE_PAGES = 1000;

  /** Of what somebody still wants nothing is taken away. */
  static final String OVER =
      "SELECT number FROM runs WHERE ended IS NOT NULL AND NOT EXISTS"
          + " (SELECT 1 FROM ledger WHERE run = runs.number AND open = 1)";

  /** The version before one that is the latest and belongs to a run; 0 if there is none. */
  static final String EARLIER =
      """
      SELECT (SELECT number FROM ledger e
        WHERE e.kind = l.kind AND e.id = l.id AND e.version < l.version
        ORDER BY e.version DESC LIMIT 1)
      FROM ledger l WHERE l.run = ?1 AND l.latest = 1""";

  static final String OLDEST = OVER + " ORDER BY ended LIMIT ?1";
  static final String OLDER = OVER + " AND ended < ?1 ORDER BY ended LIMIT " + MAX_AT_ONCE;

  private final JournalSettings settings;
  private final Path runs;
  private final Consumer<String> log;

  /** How many runs are over, about. */
  private long over;

  Retention(JournalSettings settings, Path runs, Consumer<String> log) {
    this.settings = settings;
    this.runs = runs;
    this.log = log;
  }

  /** Counts what there is. Never throws: what cannot be taken away is tried again the next time. */
  void begin(Session session) {
    try {
      over = count(session);
      apply(session, 1);
    } catch (SQLException e) {
      session.failed();
      stays(e);
    }
  }

  /** So many more runs are over. Never throws either. */
  void ended(Session session, int count) {
    over += count;
    try {
      apply(session, 1 + settings.keptRuns() / SLACK);
    } catch (SQLException e) {
      session.failed();
      stays(e);
    }
  }

  private static long count(Session session) throws SQLException {
    return numbers(session, "SELECT count(*) FROM runs WHERE ended IS NOT NULL").getFirst();
  }

  private void stays(SQLException e) {
    log.accept("old runs stay for now: " + e.getMessage());
  }

  private void apply(Session session, int slack) throws SQLException {
    if (over - settings.keptRuns() >= slack) {
      over = count(session); // not all that was told may have been written
      long tooMany = Math.min(over - settings.keptRuns(), MAX_AT_ONCE);
      forget(session, numbers(session, OLDEST, Math.max(0, tooMany)));
    }
    long oldest = Change.nanos(Instant.now().minus(settings.keptFor()));
    forget(session, numbers(session, OLDER, oldest));
  }

  /** Takes away folders of runs that nobody knows. */
  void sweep(Session session) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs)) {
      for (Path folder : folders) {
        if (!isKnown(session, folder.getFileName().toString())) {
          remove(folder);
        }
      }
    } catch (NoSuchFileException none) {
      return;
    } catch (IOException | SQLException e) {
      log.accept("folders of old runs stay for now: " + e.getMessage());
    }
  }

  private static boolean isKnown(Session session, String folder) throws SQLException {
    try {
      long number = Long.parseLong(folder);
      return !numbers(session, "SELECT number FROM runs WHERE number = ?1", number).isEmpty();
    } catch (NumberFormatException none) {
      return false;
    }
  }

  private static List<Long> numbers(Session session, String sql, long... parameters)
      throws SQLException {
    var numbers = new ArrayList<Long>();
    PreparedStatement select = session.prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      select.setLong(i + 1, parameters[i]);
    }
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  private void forget(Session session, List<Long> numbers) throws SQLException {
    if (numbers.isEmpty()) {
      return;
    }
    session.run("BEGIN IMMEDIATE");
    boolean whole = false;
    try {
      for (long number : numbers) {
        forget(session, number);
      }
      session.run("COMMIT");
      whole = true;
    } finally {
      if (!whole) {
        session.failed();
        Database.run(session.connection(), "ROLLBACK");
      }
    }
    over -= numbers.size();
    giveBack(session);
    for (long number : numbers) {
      remove(runs.resolve(Long.toString(number)));
    }
  }

  /** What will hardly be needed again soon goes back to the file system, some at a time. */
  private static void giveBack(Session session) throws SQLException {
    long free = numbers(session, "PRAGMA freelist_count").getFirst();
    if (free > SPARE_PAGES) {
      try (Statement vacuum = session.connection().createStatement()) {
        // An update, because only that is carried out to its end: each step frees one page.
        vacuum.executeUpdate(
            "PRAGMA incremental_vacuum(" + Math.min(free - SPARE_PAGES, SPARE_PAGES) + ")");
      }
    }
  }

  private static void forget(Session session, long number) throws SQLException {
    update(
        session, "DELETE FROM output WHERE seq IN (SELECT seq FROM events WHERE run = ?)", number);
    update(session, "DELETE FROM events WHERE run = ?", number);
    update(session, "DELETE FROM runs WHERE number = ?", number);
    // The latest version may go before earlier ones, when its run was over before theirs.
    List<Long> latest = numbers(session, EARLIER, number);
    update(session, "DELETE FROM ledger WHERE run = ?", number);
    for (long earlier : latest) {
      update(session, "UPDATE ledger SET latest = 1 WHERE number = ?", earlier);
    }
  }

  private static void update(Session session, String sql, long number) throws SQLException {
    PreparedStatement update = session.prepare(sql);
    update.setLong(1, number);
    update.executeUpdate();
  }

  private void remove(Path folder) {
    try {
      if (Files.exists(folder)) {
        settings.remover().remove(folder);
      }
    } catch (FailureException e) {
      log.accept("cannot remove " + folder + ": " + e.failure().message());
    }
  }
}
