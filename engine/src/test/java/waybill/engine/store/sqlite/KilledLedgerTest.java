package waybill.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.LedgerChange.Happened;
import waybill.engine.store.LedgerChange.Put;
import waybill.engine.store.LedgerChange.RunBegun;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;

/** A process commits states with their events and is killed: neither is there without the other. */
@Timeout(120)
class KilledLedgerTest {
  private static final int THREADS = 4;

  @TempDir Path folder;

  /** The process that is killed: each thread counts up in an entry and in the events of its run. */
  public static void main(String[] arguments) throws InterruptedException {
    try (var journal = open(Path.of(arguments[0]))) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < THREADS; t++) {
        String id = "t" + t;
        threads.add(Thread.ofPlatform().start(() -> count(journal.ledger(), id)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static void count(SqliteLedger ledger, String id) {
    long run = ledger.nextRun();
    for (int i = 0; ; i++) {
      var changes = new ArrayList<LedgerChange>();
      if (i == 0) {
        changes.add(new RunBegun(run, new NewRun("job", "n", id, Path.of("/"), new Secrets())));
      }
      changes.add(
          new Put(
              new LedgerEntry(
                  "k",
                  id,
                  1,
                  "",
                  "n",
                  "s",
                  true,
                  OptionalLong.of(run),
                  Instant.EPOCH,
                  Instant.EPOCH,
                  "" + i)));
      changes.add(new Happened(run, "", new Remark("" + i)));
      ledger.commit(changes);
      System.out.println(id + " " + i);
    }
  }

  private static SqliteJournal open(Path state) {
    return SqliteJournal.open(
        new JournalSettings(state, 200, Duration.ofDays(90), 64L << 20, gone -> {}),
        EngineClock.SYSTEM,
        line -> {});
  }

  @Test
  void stateAndEventsAgree() throws IOException, InterruptedException {
    for (int lines = 1; lines <= 101; lines += 50) {
      Path state = folder.resolve("s" + lines);
      int[] said = countAndKill(state, lines);
      try (var journal = open(state)) {
        for (int t = 0; t < THREADS; t++) {
          var entry = journal.ledger().find("k", "t" + t, OptionalInt.empty());
          int counted = entry.map(found -> Integer.parseInt(found.body())).orElse(-1);
          assertThat(counted).isGreaterThanOrEqualTo(said[t]);
          if (entry.isPresent()) {
            long run = entry.get().run().orElseThrow();
            assertThat(journal.ledger().openRuns()).contains(run);
            List<Event> events = journal.events(0, OptionalLong.of(run), 1_000_000);
            assertThat(events).hasSize(counted + 2);
            assertThat(events.getLast().fact()).isEqualTo(new Remark("" + counted));
          }
        }
      }
    }
  }

  /** The last number that each thread has said. */
  private static int[] countAndKill(Path state, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledLedgerTest.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int[] last = {-1, -1, -1, -1};
    try (BufferedReader said = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        note(last, said.readLine());
      }
      process.toHandle().destroyForcibly(); // leaves what it has said to be read
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        note(last, line);
      }
    }
    process.waitFor();
    return last;
  }

  private static void note(int[] last, String line) {
    int blank = line.indexOf(' ');
    last[Integer.parseInt(line, 1, blank, 10)] =
        Integer.parseInt(line, blank + 1, line.length(), 10);
  }
}
