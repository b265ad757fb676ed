package waybill.engine.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import waybill.model.failure.FailureException;

/**
 * Takes away runs that are kept no longer, with their folders. First the records, then the folder:
 * a folder that stays behind is found again by its name. Of the writer's thread alone.
 */
final class Retention {
  private final JournalSettings settings;
  private final Path runs;
  private final Consumer<String> log;

  Retention(JournalSettings settings, Path runs, Consumer<String> log) {
    this.settings = settings;
    this.runs = runs;
    this.log = log;
  }

  /** Never throws: what cannot be taken away now is tried again the next time. */
  void apply(Connection connection) {
    try {
      for (long number : expired(connection)) {
        forget(connection, number);
        remove(runs.resolve(Long.toString(number)));
      }
    } catch (SQLException e) {
      log.accept("old runs stay for now: " + e.getMessage());
    }
  }

  /** Takes away folders of runs that nobody knows. */
  void sweep(Connection connection) {
    try {
      Set<String> known = new HashSet<>();
      for (long number : numbers(connection, "SELECT number FROM runs")) {
        known.add(Long.toString(number));
      }
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs)) {
        for (Path folder : folders) {
          if (!known.contains(folder.getFileName().toString())) {
            remove(folder);
          }
        }
      }
    } catch (NoSuchFileException none) {
      return;
    } catch (IOException | SQLException e) {
      log.accept("folders of old runs stay for now: " + e.getMessage());
    }
  }

  private List<Long> expired(Connection connection) throws SQLException {
    var numbers =
        numbers(
            connection,
            "SELECT number FROM runs WHERE ended IS NOT NULL ORDER BY number DESC LIMIT -1 OFFSET "
                + settings.keptRuns());
    long oldest = Change.nanos(Instant.now().minus(settings.keptFor()));
    for (long old : numbers(connection, "SELECT number FROM runs WHERE ended < " + oldest)) {
      if (!numbers.contains(old)) {
        numbers.add(old);
      }
    }
    return numbers;
  }

  private static List<Long> numbers(Connection connection, String sql) throws SQLException {
    var numbers = new ArrayList<Long>();
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  private static void forget(Connection connection, long number) throws SQLException {
    Database.run(connection, "BEGIN IMMEDIATE");
    try {
      Database.run(
          connection,
          "DELETE FROM output WHERE seq IN (SELECT seq FROM events WHERE run = " + number + ")");
      Database.run(connection, "DELETE FROM events WHERE run = " + number);
      Database.run(connection, "DELETE FROM runs WHERE number = " + number);
      Database.run(connection, "COMMIT");
    } catch (SQLException e) {
      Database.run(connection, "ROLLBACK");
      throw e;
    }
    Database.run(connection, "PRAGMA incremental_vacuum");
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
