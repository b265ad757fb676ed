package waybill.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.event.Event.TaskEnded;
import waybill.engine.store.Journal;
import waybill.engine.store.NewRun;
import waybill.engine.store.RunQuery;
import waybill.engine.store.RunRecord;
import waybill.engine.store.Secrets;
import waybill.engine.testing.JournalContract;
import waybill.files.FolderTree;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;
import waybill.model.task.StandardStream;

class SqliteJournalTest extends JournalContract {
  private static final Ending OK = new Ending.Succeeded();

  @TempDir Path folder;
  private final List<String> log = new ArrayList<>();

  @Override
  protected Journal open() {
    return journal(folder.resolve("contract"), 200, 1 << 20);
  }

  @Override
  protected Journal restarted(Journal dead) {
    dead.close();
    return open();
  }

  private SqliteJournal journal(Path state, int kept, long streamBytes) {
    return SqliteJournal.open(
        new JournalSettings(
            state, kept, Duration.ofDays(90), streamBytes, SqliteJournalTest::delete),
        EngineClock.SYSTEM,
        log::add);
  }

  private static void delete(Path gone) {
    try {
      FolderTree.delete(gone);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static NewRun run(String id) {
    return new NewRun("op", "n", id, Path.of("/"), new Secrets());
  }

  private static OutputWritten out(byte[] bytes) {
    return new OutputWritten(StandardStream.STDOUT, bytes);
  }

  private Path database(Path state) {
    return state.resolve("journal/journal.db");
  }

  @Test
  void whatWasRecordedIsThereAfterReopening() {
    Path state = folder.resolve("s");
    List<Event> before;
    try (var journal = journal(state, 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      journal.record(run, "t", out(new byte[100_000]));
      journal.end(run, OK);
      before = journal.events(0, OptionalLong.empty(), 100);
    }
    try (var journal = journal(state, 200, 1 << 20)) {
      assertThat(journal.events(0, OptionalLong.empty(), 100))
          .usingRecursiveComparison()
          .isEqualTo(before);
      assertThat(journal.begin(run("b"))).isEqualTo(2);
    }
  }

  @Test
  void oneProcessAtATimeHasIt() {
    Path state = folder.resolve("s");
    try (var first = journal(state, 200, 1)) {
      assertThat(first.runs(RunQuery.newest(1))).isEmpty();
      assertThatThrownBy(() -> journal(state, 200, 1)).hasMessageContaining("open");
    }
    journal(state, 200, 1).close();
  }

  @Test
  void shortOutputIsInTheDatabaseAndLongOutputInAFile() throws IOException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 10 << 20)) {
      long run = journal.begin(run("a"));
      journal.record(run, "../../x", out(new byte[64 << 10]));
      journal.flush();
      assertThat(state.resolve("runs/1/output")).doesNotExist();
      journal.record(run, "../../x", out(new byte[1 << 20]));
      journal.flush();
      try (Stream<Path> files = Files.list(state.resolve("runs/1/output"))) {
        assertThat(files.map(file -> file.getFileName().toString())).containsExactly("1.stdout");
      }
      assertThat(Files.size(state.resolve("runs/1/output/1.stdout"))).isEqualTo(1 << 20);
    }
  }

  @Test
  void ofAStreamWithoutEndTheBeginningIsKeptAndTheRestCounted() {
    try (var journal = journal(folder.resolve("s"), 200, 100_000)) {
      long run = journal.begin(run("a"));
      for (int i = 0; i < 10; i++) {
        journal.record(run, "t", out(new byte[30_000]));
      }
      journal.record(run, "t", new TaskEnded(new Outcome.Exited(0)));
      journal.flush();
      List<Event> events = journal.events(0, OptionalLong.of(run), 100);
      int kept =
          events.stream()
              .mapToInt(event -> event.fact() instanceof OutputWritten o ? o.bytes().length : 0)
              .sum();
      assertThat(kept).isEqualTo(100_000);
      assertThat(events.get(events.size() - 2).fact())
          .isEqualTo(
              new Remark("of its stdout, 200000 bytes after the first 100000 were not kept"));
    }
  }

  @Test
  void manySmallPiecesBecomeFewLargerOnes() {
    try (var journal = journal(folder.resolve("s"), 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      for (int i = 0; i < 50_000; i++) {
        journal.record(run, "t", out(new byte[] {(byte) i}));
      }
      journal.flush();
      assertThat(journal.events(0, OptionalLong.of(run), 100_000)).hasSizeLessThan(25_000);
    }
  }

  @Test
  void theOldestRunsAreForgottenWithTheirFolders() {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 3, 1 << 20)) {
      long open = journal.begin(run("open"));
      journal.record(open, "t", out(new byte[200_000]));
      for (int i = 0; i < 6; i++) {
        long run = journal.begin(run("r" + i));
        journal.record(run, "t", out(new byte[200_000]));
        journal.end(run, OK);
      }
      journal.end(journal.begin(run("last")), OK);
      journal.flush();
    }
    try (var journal = journal(state, 3, 1 << 20)) {
      journal.end(journal.begin(run("more")), OK);
      assertThat(journal.runs(RunQuery.newest(100)))
          .extracting(RunRecord::number)
          .contains(1L)
          .hasSizeLessThanOrEqualTo(5)
          .doesNotContain(2L, 3L, 4L);
      assertThat(state.resolve("runs/1")).exists();
      assertThat(state.resolve("runs/2")).doesNotExist();
    }
    assertThat(log).isEmpty();
  }

  @Test
  void roomOfForgottenRunsIsGivenBack() throws IOException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 1, 1 << 20)) {
      long large = journal.begin(run("large"));
      for (int i = 0; i < 200; i++) {
        journal.record(large, "t" + i, out(new byte[60_000]));
      }
      journal.end(large, OK);
    }
    long full = Files.size(database(state));
    try (var journal = journal(state, 1, 1 << 20)) {
      journal.end(journal.begin(run("a")), OK);
    }
    assertThat(Files.size(database(state))).isLessThan(full - (1 << 20));
  }

  @Test
  void foldersOfNoRunAreTakenAway() throws IOException {
    Path state = folder.resolve("s");
    journal(state, 3, 1).close();
    Files.createDirectories(state.resolve("runs/77/scratch"));
    journal(state, 3, 1).close();
    assertThat(state.resolve("runs/77")).doesNotExist();
  }

  @Test
  void runsOfADeadProcessEndWithAWord() throws IOException {
    Path state = folder.resolve("s");
    copyWhileOpen(state);
    try (var journal = journal(folder.resolve("copy"), 200, 1 << 20)) {
      journal.endLost(Canceller.WAYBILL, Set.of());
      assertThat(journal.run(1).orElseThrow().ended().map(RunRecord.End::ending))
          .contains(new Ending.Killed(Canceller.WAYBILL));
      assertThat(journal.events(0, OptionalLong.of(1), 10))
          .extracting(Event::fact)
          .contains(new Remark("the process that ran this has died"));
    }
  }

  /** As if its process had been killed: what is on the disk then. */
  private void copyWhileOpen(Path state) throws IOException {
    try (var journal = journal(state, 200, 1 << 20)) {
      journal.begin(run("a"));
      Path copy = Files.createDirectories(folder.resolve("copy/journal"));
      for (String name : List.of("journal.db", "journal.db-wal")) {
        Files.copy(state.resolve("journal").resolve(name), copy.resolve(name));
      }
    }
  }

  @Test
  void aJournalOfANewerWaybillIsRefused() throws SQLException {
    Path state = folder.resolve("s");
    journal(state, 200, 1).close();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database(state));
        var statement = other.createStatement()) {
      statement.execute("PRAGMA user_version = 42");
    }
    assertThatThrownBy(() -> journal(state, 200, 1))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("newer")
        .hasMessageContaining("42");
    // and its lock is free again
    assertThatThrownBy(() -> journal(state, 200, 1)).hasMessageContaining("newer");
  }

  @Test
  void aDamagedJournalIsToldAsSuch() throws IOException {
    Path state = folder.resolve("s");
    Files.createDirectories(state.resolve("journal"));
    Files.writeString(database(state), "this is no database at all, but a text of some length");
    assertThatThrownBy(() -> journal(state, 200, 1))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().code()).isEqualTo(FailureCode.STORE_UNREADABLE);
              assertThat(e.failure().message()).contains("damaged");
              assertThat(e.failure().help().orElse("")).contains("mv ");
            });
  }

  @Test
  void lostOutputIsTold() throws IOException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      journal.record(run, "t", out(new byte[200_000]));
      journal.flush();
      Files.write(state.resolve("runs/1/output/1.stdout"), new byte[10]);
      assertThatThrownBy(() -> journal.events(0, OptionalLong.of(run), 100))
          .isInstanceOf(FailureException.class)
          .hasMessageContaining("1.stdout");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsTold() throws IOException {
    Path state = folder.resolve("s");
    Files.writeString(state, "a file");
    assertThatThrownBy(() -> journal(state, 200, 1))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("journal");
  }

  @Test
  void whatCannotBeWrittenIsToldByTheEnd() throws IOException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      Files.createDirectories(state.resolve("runs/1"));
      Files.writeString(state.resolve("runs/1/output"), "in the way");
      journal.record(run, "t", out(new byte[200_000]));
      assertThatThrownBy(() -> journal.end(run, OK)).isInstanceOf(FailureException.class);
      assertThat(journal.run(run).orElseThrow().ended()).isPresent();
      journal.end(journal.begin(run("b")), OK); // who is not to blame does not suffer
    }
  }

  /** A trigger is the disk that is full. */
  @Test
  void anEndThatCannotBeWrittenIsToldToAllWhoWaitForIt() throws SQLException, InterruptedException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      sql(
          state,
          "CREATE TRIGGER t BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'no room'); END");
      long last = journal.events(0, OptionalLong.empty(), 10).getLast().sequence();
      var told = new java.util.concurrent.atomic.AtomicReference<Object>();
      Thread waiting =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      told.set(journal.awaitAfter(last, OptionalLong.of(run)));
                    } catch (FailureException | InterruptedException e) {
                      told.set(e);
                    }
                  });
      assertThatThrownBy(() -> journal.end(run, OK)).isInstanceOf(FailureException.class);
      waiting.join();
      assertThat(told.get()).isInstanceOf(FailureException.class);
      assertThat(journal.run(run).orElseThrow().ended()).isEmpty();
      sql(state, "DROP TRIGGER t");
      journal.end(journal.begin(run("b")), OK);
      journal.flush();
      journal.end(journal.begin(run("c")), OK);
      assertThat(journal.run(run).orElseThrow().ended()).describedAs("tried again").isPresent();
    }
  }

  private void sql(Path state, String sql) throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database(state));
        var statement = other.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void pagesCostTheSameHoweverMuchThereIs() {
    try (var journal = journal(folder.resolve("s"), 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      for (int i = 0; i < 100_000; i++) {
        journal.record(run, "p", new Remark("r"));
      }
      journal.flush();
      int seen = 0;
      long after = 0;
      long slowestLate = 0;
      for (List<Event> page = journal.events(after, OptionalLong.of(run), 1000);
          !page.isEmpty();
          page = journal.events(after, OptionalLong.of(run), 1000)) {
        seen += page.size();
        after = page.getLast().sequence();
        slowestLate = Math.max(slowestLate, page.size());
      }
      assertThat(seen).isEqualTo(100_001);
      assertThat(slowestLate).isEqualTo(1000);
    }
  }

  @Test
  void closingWritesWhatWaits() {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 1)) {
      long run = journal.begin(run("a"));
      for (int i = 0; i < 5000; i++) {
        journal.record(run, "", new Remark("" + i));
      }
    }
    try (var journal = journal(state, 200, 1)) {
      assertThat(journal.events(0, OptionalLong.of(1), 10_000)).hasSize(5001);
      assertThatThrownBy(() -> closed(journal)).isInstanceOf(FailureException.class);
    }
  }

  private static void closed(SqliteJournal journal) {
    journal.close();
    journal.begin(run("late"));
  }

  @Test
  void namesOfFilesComeFromNoPath() throws IOException {
    Path state = folder.resolve("s");
    try (var journal = journal(state, 200, 1 << 20)) {
      long run = journal.begin(run("a"));
      journal.record(run, "../../../evil", out(new byte[100_000]));
      journal.end(run, OK);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::toString).filter(name -> name.contains("evil"))).isEmpty();
    }
    assertThat(Files.readString(database(state), StandardCharsets.ISO_8859_1)).isNotEmpty();
  }
}
