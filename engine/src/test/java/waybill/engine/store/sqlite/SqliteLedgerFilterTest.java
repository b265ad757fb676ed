package waybill.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.EngineClock;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange.Due;
import waybill.engine.store.LedgerChange.Labelled;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerChange.RunEnded;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerFilter;
import waybill.engine.store.LedgerQuery;
import waybill.engine.store.LedgerQuery.Mark;
import waybill.engine.store.LedgerQuery.Order;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.engine.testing.LedgerFilterContract;

class SqliteLedgerFilterTest extends LedgerFilterContract {
  private static final Instant T = Instant.parse("2026-11-22T05:00:00Z");

  @TempDir Path folder;

  /** The last one is in use. */
  private final List<SqliteJournal> journals = new ArrayList<>();

  @Override
  protected void open() {
    open(200);
  }

  private void open(int kept) {
    journals.add(
        SqliteJournal.open(
            new JournalSettings(folder, kept, Duration.ofDays(90), 1 << 20, gone -> {}),
            EngineClock.SYSTEM,
            line -> {}));
  }

  private void reopen(int kept) {
    journal().close();
    open(kept);
  }

  @Override
  protected void restart() {
    reopen(200);
  }

  @Override
  protected SqliteJournal journal() {
    return journals.getLast();
  }

  @Override
  protected Ledger ledger() {
    return journal().ledger();
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal/journal.db"));
  }

  private static LedgerEntry entry(String id, OptionalLong run, String state, int second) {
    Instant at = T.plusSeconds(second);
    return new LedgerEntry("k", id, 1, "", id, state, false, run, at, at, "{}");
  }

  private long count(String table) throws SQLException {
    try (Connection other = connection();
        PreparedStatement select = other.prepareStatement("SELECT count(*) FROM " + table);
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : -1;
    }
  }

  @Test
  void labelsAndDueTimesGoWithTheirEntries() throws SQLException {
    reopen(1);
    for (int i = 0; i < 6; i++) {
      long run = ledger().nextRun();
      String id = "r" + i;
      var begun = new NewRun("job", "n", id, Path.of("/"), new Secrets());
      ledger()
          .commit(
              List.of(
                  new RunBegun(run, begun),
                  new Put(entry(id, OptionalLong.of(run), "Over", i)),
                  new Labelled("k", id, Map.of("x", "1")),
                  new Due("k", id, Optional.of(T)),
                  new RunEnded(run, new Ending.Succeeded())));
    }
    reopen(1);
    assertThat(ledger().ids("k", "", 9)).containsExactly("r5");
    assertThat(ledger().due("k", T, 9)).containsExactly("r5");
    assertThat(count("ledger_labels")).isEqualTo(1);
    assertThat(count("ledger_due")).isEqualTo(1);
  }

  @Test
  void aThingsBeginningIsThatOfItsLabelsToo() {
    ledger()
        .commit(
            List.of(
                new Put(entry("a", OptionalLong.empty(), "Over", 1)),
                new Labelled("k", "a", Map.of("x", "1")),
                new Put(entry("a", OptionalLong.empty(), "Over", 5))));
    var since =
        new LedgerFilter(Set.of(), Map.of("x", "1"), Map.of(), Optional.of(T.plusSeconds(4)));
    assertThat(ledger().counts("k", since)).containsEntry("Over", 1L);
  }

  /** What a Waybill before the labels left behind. */
  @Test
  void anOlderStoreIsBroughtIntoTodaysForm() throws SQLException {
    ledger().commit(List.of(new Put(entry("a", OptionalLong.empty(), "Over", 1))));
    journal().close();
    try (Connection other = connection();
        var statement = other.createStatement()) {
      statement.executeUpdate(
          "DROP TRIGGER ledger_gone; DROP TRIGGER ledger_created; DROP TABLE ledger_labels;"
              + " DROP TABLE ledger_due; DROP INDEX ledger_state; PRAGMA user_version = 2");
    }
    open(200);
    assertThat(ledger().counts("k", LedgerFilter.ALL)).containsEntry("Over", 1L);
    ledger().commit(List.of(new Labelled("k", "a", Map.of("x", "1"))));
    var x = new LedgerFilter(Set.of(), Map.of("x", "1"), Map.of(), Optional.empty());
    assertThat(ledger().counts("k", x)).containsEntry("Over", 1L);
  }

  private static LedgerQuery query(LedgerFilter filter, boolean newest, Optional<Mark> after) {
    return new LedgerQuery("k", Optional.empty(), Order.CREATED, newest, after, 20, filter);
  }

  @Test
  void everyQuestionIsAnsweredFromAStretchOfAnIndex() throws SQLException {
    var questions =
        new ArrayList<>(
            List.of(
                LedgerReader.DUE,
                LedgerReader.latest(true, true),
                LedgerReader.latest(true, false),
                LedgerReader.latest(false, true),
                LedgerReader.latest(false, false),
                PutAbout.REMOVE,
                PutAbout.NO_LABELS,
                PutAbout.NOT_DUE,
                PutAbout.LABEL,
                PutAbout.DUE));
    var label = new LedgerLists.Way.ByLabel("x", "1");
    var state = new LedgerLists.Way.ByState();
    for (Optional<Instant> since : List.of(Optional.<Instant>empty(), Optional.of(T))) {
      var all = new LedgerFilter(Set.of("a"), Map.of("x", "1"), Map.of("y", "2"), since);
      for (boolean newest : List.of(true, false)) {
        for (Optional<Mark> mark : List.of(Optional.<Mark>empty(), Optional.of(new Mark(T, "")))) {
          questions.add(LedgerLists.list(query(all, newest, mark), label, all).text());
          questions.add(LedgerLists.list(query(all, newest, mark), state, all).text());
        }
      }
      LedgerLists.howMany("k", all, label).forEach(sql -> questions.add(sql.text()));
      LedgerLists.howMany("k", all, state).forEach(sql -> questions.add(sql.text()));
      questions.add(LedgerLists.counts("k", all, state).text());
    }
    questions.add(LedgerLists.counts("k", LedgerFilter.ALL, new LedgerLists.Way.InOrder()).text());
    for (int i = 0; i < 50; i++) {
      ledger().commit(List.of(new Put(entry("e" + i, OptionalLong.empty(), "Over", i))));
    }
    try (Connection other = connection();
        var statement = other.createStatement()) {
      for (String before : List.of("PRAGMA user_version", "ANALYZE")) {
        statement.execute(before);
        for (String question : questions) {
          assertThat(plan(other, question))
              .describedAs("%s", question)
              .noneMatch(step -> step.startsWith("SCAN ") && !step.startsWith("SCAN (subquery"))
              .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
      }
    }
  }

  private static List<String> plan(Connection connection, String question) throws SQLException {
    try (PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + question);
        ResultSet steps = explain.executeQuery()) {
      var plan = new ArrayList<String>();
      while (steps.next()) {
        plan.add(steps.getString("detail"));
      }
      return plan;
    }
  }
}
