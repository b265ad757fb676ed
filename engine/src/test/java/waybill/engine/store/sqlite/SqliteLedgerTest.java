package waybill.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.Ledger;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Happened;
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
import waybill.engine.testing.LedgerContract;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;

class SqliteLedgerTest extends LedgerContract {
  private static final Instant T = Instant.parse("2026-11-22T05:00:00Z");
  private static final OptionalInt LATEST = OptionalInt.empty();

  @TempDir Path folder;
  private final List<String> log = new ArrayList<>();

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
            log::add));
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

  private static NewRun run(String id) {
    return new NewRun("job", "n", id, Path.of("/"), new Secrets());
  }

  private static LedgerEntry entry(String id, int version, long run, boolean open) {
    return new LedgerEntry(
        "k", id, version, "s", "n" + id, "x", open, OptionalLong.of(run), T, T, "{}");
  }

  /** A version that began and is over. */
  private void over(String id, int version) {
    long run = ledger().nextRun();
    ledger()
        .commit(
            List.of(new RunBegun(run, run(id + version)), new Put(entry(id, version, run, true))));
    ledger()
        .commit(
            List.of(
                new RunEnded(run, new Ending.Succeeded()),
                new Put(entry(id, version, run, false))));
  }

  @Test
  void entriesGoWithTheirRuns() {
    reopen(3);
    long wanted = ledger().nextRun();
    ledger()
        .commit(
            List.of(new RunBegun(wanted, run("open")), new Put(entry("open", 1, wanted, true))));
    for (int i = 0; i < 6; i++) {
      over("j" + i, 1);
    }
    reopen(3);
    over("last", 1);
    reopen(3);
    assertThat(ledger().ids("k", "", 99)).containsExactly("j4", "j5", "last", "open");
    assertThat(log).isEmpty();
  }

  @Test
  void anOpenEntryKeepsItsRunThoughThatIsOver() {
    reopen(1);
    over("a", 1);
    long run = journal().run(1).orElseThrow().number();
    ledger().commit(List.of(new Put(entry("a", 1, run, true))));
    for (int i = 0; i < 5; i++) {
      over("b" + i, 1);
    }
    reopen(1);
    assertThat(ledger().find("k", "a", LATEST)).isPresent();
    assertThat(journal().run(run)).isPresent();
  }

  @Test
  void whenTheLatestVersionGoesTheOneBeforeIsTheLatest() {
    reopen(2);
    over("a", 2);
    over("a", 1); // later, however that came
    over("b", 1);
    reopen(2);
    assertThat(ledger().find("k", "a", LATEST).orElseThrow().version()).isEqualTo(1);
    assertThat(ledger().named("k", "s", "na")).isPresent();
  }

  @Test
  void everyQuestionIsAnsweredFromAStretchOfAnIndex() throws SQLException {
    var questions =
        new ArrayList<>(
            List.of(
                LedgerReader.VERSION,
                LedgerReader.LATEST,
                LedgerReader.VERSIONS,
                LedgerReader.NAMED,
                LedgerReader.OPEN,
                LedgerReader.ids(true),
                LedgerReader.ids(false),
                PutEntry.NO_LONGER_LATEST,
                PutEntry.PUT,
                Retention.EARLIER,
                "DELETE FROM ledger WHERE run = 1",
                "UPDATE ledger SET latest = 1 WHERE number = 1",
                RunReader.runs(false, false, false)));
    for (Order order : Order.values()) {
      for (boolean newest : List.of(true, false)) {
        for (Optional<String> space : List.of(Optional.<String>empty(), Optional.of("s"))) {
          for (Optional<Mark> mark :
              List.of(Optional.<Mark>empty(), Optional.of(new Mark(T, "")))) {
            var query = new LedgerQuery("k", space, order, newest, mark, 1);
            questions.add(
                LedgerLists.list(query, new LedgerLists.Way.InOrder(), query.filter()).text());
          }
        }
      }
    }
    for (int i = 0; i < 50; i++) {
      over("j" + i, 1);
    }
    try (Connection other = connection();
        var statement = other.createStatement()) {
      for (String before : List.of("PRAGMA user_version", "ANALYZE")) {
        statement.execute(before);
        for (String question : questions) {
          assertThat(plan(other, question))
              .describedAs("%s", question)
              .noneMatch(step -> step.startsWith("SCAN "))
              .noneMatch(step -> step.contains("TEMP B-TREE"));
        }
        // A beginning of an id is that of few.
        assertThat(plan(other, RunReader.runs(false, true, true)))
            .first()
            .asString()
            .contains("native_id>? AND native_id<?");
        // These read all of a partial index, which holds only what is open or over.
        assertThat(plan(other, LedgerReader.OPEN_RUNS)).allMatch(s -> s.contains("ledger_open"));
        assertThat(plan(other, LedgerReader.ANY_OPEN)).allMatch(s -> s.contains("ledger_open"));
        assertThat(plan(other, RunReader.runs(true, false, false)))
            .allMatch(s -> s.contains("runs_open"));
        assertThat(plan(other, Retention.OLDEST)).first().asString().contains("runs_over");
        assertThat(plan(other, Retention.OLDER)).first().asString().contains("runs_over");
      }
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal/journal.db"));
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

  /** A trigger is the disk that is full. */
  private void trigger(String on) throws SQLException {
    try (Connection other = connection();
        var statement = other.createStatement()) {
      statement.execute(
          "CREATE TRIGGER t BEFORE " + on + " BEGIN SELECT RAISE(ABORT, 'no room'); END");
    }
  }

  private void noTrigger() throws SQLException {
    try (Connection other = connection();
        var statement = other.createStatement()) {
      statement.execute("DROP TRIGGER t");
    }
  }

  @Test
  void aCommitThatFailsHalfWayLeavesNothing() throws SQLException {
    for (String on :
        List.of(
            "INSERT ON events WHEN NEW.body LIKE '%third%'",
            "INSERT ON ledger WHEN NEW.id = 'c'",
            "UPDATE ON runs",
            "INSERT ON runs WHEN NEW.native_id = 'new'")) {
      long run = journal().begin(run("old " + on));
      trigger(on);
      long begun = ledger().nextRun();
      List<LedgerChange> changes =
          List.of(
              new Put(entry("a", 1, run, true)),
              new RunBegun(begun, run("new")),
              new Happened(run, "", new Remark("first")),
              new Put(entry("c", 1, run, true)),
              new Happened(begun, "", new Remark("third")),
              new RunEnded(run, new Ending.Succeeded()));
      assertThatThrownBy(() -> ledger().commit(changes))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("cannot write");
      assertThat(ledger().ids("k", "", 9)).isEmpty();
      assertThat(journal().run(begun)).isEmpty();
      noTrigger();
      journal().record(run, "", new Remark("it goes on"));
      journal().end(run, new Ending.Succeeded());
      assertThat(journal().events(0, OptionalLong.of(run), 10)).hasSize(3);
    }
  }

  @Test
  void whatNobodyWaitsForIsListedAtOnceAndComesBeforeWhatIsCommittedLater() {
    long run = journal().begin(run("r"));
    ledger().submit(List.of(new Put(entry("a", 1, run, true))));
    assertThat(ledger().list(all())).extracting(LedgerEntry::id).containsExactly("a");
    ledger().submit(List.of(new Put(entry("a", 2, run, true))));
    ledger().commit(List.of(new Put(entry("a", 3, run, true))));
    assertThat(ledger().find("k", "a", OptionalInt.empty()).orElseThrow().version()).isEqualTo(3);
    for (LedgerChange ending :
        List.of(
            new Put(entry("a", 4, run, false)),
            new LedgerChange.Removed("k", "a"),
            new RunBegun(ledger().nextRun(), run("n")),
            new RunEnded(run, new Ending.Succeeded()))) {
      assertThatThrownBy(() -> ledger().submit(List.of(ending)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatCouldNotBeWrittenAndNobodyWaitedForIsToldAtTheEndOfItsRun() throws SQLException {
    long run = journal().begin(run("r"));
    trigger("INSERT ON ledger");
    ledger().submit(List.of(new Put(entry("a", 1, run, true))));
    assertThat(ledger().list(all())).isEmpty();
    noTrigger();
    ledger().commit(List.of(new RunEnded(run, new Ending.Succeeded())));
    assertThat(journal().events(0, OptionalLong.of(run), 9))
        .anySatisfy(
            event ->
                assertThat(event.fact())
                    .isInstanceOfSatisfying(
                        Remark.class,
                        remark -> assertThat(remark.text()).contains("not all was kept")));
  }

  private static LedgerQuery all() {
    return new LedgerQuery(
        "k",
        Optional.empty(),
        LedgerQuery.Order.CREATED,
        false,
        Optional.empty(),
        9,
        LedgerFilter.ALL);
  }

  @Test
  void onlyWhoIsToBlameSuffersAndTheRestOfABatchIsWritten()
      throws SQLException, InterruptedException {
    trigger("INSERT ON ledger WHEN NEW.id LIKE 'bad%'");
    var failed = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 40; t++) {
      String id = (t % 10 == 0 ? "bad" : "good") + t;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      long run = ledger().nextRun();
                      ledger()
                          .commit(
                              List.of(
                                  new RunBegun(run, run(id)), new Put(entry(id, 1, run, true))));
                    } catch (FailureException e) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).hasValue(4);
    assertThat(ledger().ids("k", "", 99)).hasSize(36).noneMatch(id -> id.startsWith("bad"));
    assertThat(ledger().openRuns()).hasSize(36);
    assertThat(journal().runs(waybill.engine.store.RunQuery.newest(99))).hasSize(36);
  }

  @Test
  void whoWantsToKnowIsToldWhenNothingIsOpen() {
    var told = new AtomicInteger();
    journal().ledger().whenNothingIsOpen(told::incrementAndGet);
    assertThat(journal().ledger().isAnyOpen()).isFalse();
    ledger().commit(List.of(new Put(entry("a", 1, 1, true)), new Put(entry("b", 1, 2, true))));
    ledger().commit(List.of(new Put(entry("a", 1, 1, false))));
    assertThat(told).hasValue(0);
    assertThat(journal().ledger().isAnyOpen()).isTrue();
    ledger().commit(List.of(new Put(entry("b", 1, 2, false))));
    assertThat(told).hasValue(1);
  }

  @Test
  void runsThatAreWantedGoOnWithTheirOutputWhereItWas() throws IOException {
    long run = ledger().nextRun();
    ledger().commit(List.of(new RunBegun(run, run("a")), new Put(entry("a", 1, run, true))));
    long lost = journal().begin(run("lost"));
    byte[] first = new byte[200_000];
    java.util.Arrays.fill(first, (byte) 1);
    journal().record(run, "t", new OutputWritten(StandardStream.STDOUT, first));
    restart();
    journal().endLost(Canceller.WAYBILL, Set.copyOf(ledger().openRuns()));
    assertThat(journal().run(lost).orElseThrow().ended()).isPresent();
    assertThat(journal().resume(run, new Secrets())).isTrue();
    byte[] second = new byte[200_000];
    java.util.Arrays.fill(second, (byte) 2);
    journal().record(run, "t", new OutputWritten(StandardStream.STDOUT, second));
    journal().flush();
    List<Event> events = journal().events(0, OptionalLong.of(run), 100);
    int ones = 0;
    int twos = 0;
    for (Event event : events) {
      if (event.fact() instanceof OutputWritten output) {
        for (byte b : output.bytes()) {
          ones += b == 1 ? 1 : 0;
          twos += b == 2 ? 1 : 0;
        }
      }
    }
    assertThat(ones).isEqualTo(200_000);
    assertThat(twos).isEqualTo(200_000);
    Files.writeString(folder.resolve("runs/1/output/foreign"), "x");
    restart();
    assertThatThrownBy(() -> journal().resume(run, new Secrets()))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("not ours");
  }

  /** What a Waybill before the ledger left behind. */
  @Test
  void anOlderStoreIsBroughtIntoTodaysForm() throws SQLException {
    long run = journal().begin(run("a"));
    journal().end(run, new Ending.Succeeded());
    journal().close();
    try (Connection other = connection();
        var statement = other.createStatement()) {
      statement.executeUpdate(
          "DROP TABLE ledger; DROP TABLE ledger_labels; DROP TABLE ledger_due;"
              + " DROP INDEX runs_over; PRAGMA user_version = 1");
    }
    open(200);
    assertThat(journal().run(run)).isPresent();
    assertThat(ledger().openRuns()).isEmpty();
    ledger().commit(List.of(new Put(entry("a", 1, run, true))));
    assertThat(ledger().open("k")).hasSize(1);
  }

  @Test
  void whoComesAfterTheEndIsTold() {
    journal().close();
    Ledger closed = ledger();
    assertThatThrownBy(() -> closed.commit(List.of(new Put(entry("a", 1, 1, true)))))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aRunThatHasBegunIsNotBegunAgain() {
    long run = journal().begin(run("a"));
    assertThatThrownBy(() -> ledger().commit(List.of(new RunBegun(run, run("b")))))
        .isInstanceOf(IllegalArgumentException.class);
    journal().record(run, "", new Remark("it goes on"));
    journal().end(run, new Ending.Succeeded());
    assertThat(journal().events(0, OptionalLong.of(run), 10)).hasSize(3);
  }
}
