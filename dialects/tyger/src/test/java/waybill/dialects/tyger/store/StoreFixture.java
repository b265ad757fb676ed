package waybill.dialects.tyger.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.store.Ledger;
import waybill.engine.store.sqlite.JournalSettings;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.engine.testing.FakeClock;

/** The real ledger, on disk, with a clock that stands still. */
abstract class StoreFixture {
  @TempDir Path folder;
  final FakeClock clock = new FakeClock();
  final List<String> log = new ArrayList<>();

  /** The last one is in use. */
  private final List<SqliteJournal> journals = new ArrayList<>();

  @BeforeEach
  void open() {
    open(10_000);
  }

  private void open(int keptRuns) {
    journals.add(
        SqliteJournal.open(
            new JournalSettings(folder, keptRuns, Duration.ofDays(90), 1 << 20, gone -> {}),
            clock,
            log::add));
  }

  @AfterEach
  void close() {
    journal().close();
  }

  /** As the next process finds it. */
  void reopen(int keptRuns) {
    journal().close();
    open(keptRuns);
  }

  SqliteJournal journal() {
    return journals.getLast();
  }

  Ledger ledger() {
    return journal().ledger();
  }
}
