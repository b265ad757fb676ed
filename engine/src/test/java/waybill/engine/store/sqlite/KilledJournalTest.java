package waybill.engine.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.engine.EngineClock;
import waybill.engine.event.Event;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.model.task.StandardStream;

/**
 * A process writes and says what it has flushed; then it is killed, and nothing of that is lost.
 */
@Timeout(120)
class KilledJournalTest {
  @TempDir Path folder;

  /** The process that is killed. */
  public static void main(String[] arguments) {
    try (var journal = open(Path.of(arguments[0]))) {
      long run = journal.begin(new NewRun("op", "n", "id", Path.of("/"), new Secrets()));
      for (int i = 0; ; i++) {
        journal.record(run, "t", new Remark("" + i));
        journal.record(run, "t", new OutputWritten(StandardStream.STDOUT, new byte[10_000]));
        if (i % 10 == 9) {
          journal.flush();
          System.out.println(i);
        }
      }
    }
  }

  private static SqliteJournal open(Path state) {
    return SqliteJournal.open(
        new JournalSettings(state, 200, Duration.ofDays(90), 64L << 20, gone -> {}),
        EngineClock.SYSTEM,
        line -> {});
  }

  @Test
  void nothingThatWasFlushedIsLost() throws IOException, InterruptedException {
    for (int flushes = 1; flushes <= 15; flushes += 7) {
      Path state = folder.resolve("s" + flushes);
      int last = writeAndKill(state, flushes);
      try (var journal = open(state)) {
        List<Event> events = journal.events(0, OptionalLong.of(1), 1_000_000);
        assertThat(events).extracting(Event::fact).contains(new Remark("" + last));
        long bytes =
            events.stream()
                .mapToLong(event -> event.fact() instanceof OutputWritten o ? o.bytes().length : 0)
                .sum();
        assertThat(bytes).isGreaterThanOrEqualTo((last + 1L) * 10_000);
        assertThat(events).extracting(Event::sequence).isSorted().doesNotHaveDuplicates();
      }
    }
  }

  private static int writeAndKill(Path state, int flushes)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledJournalTest.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int last = -1;
    try (BufferedReader said = process.inputReader()) {
      for (int i = 0; i < flushes; i++) {
        last = Integer.parseInt(said.readLine());
      }
      process.toHandle().destroyForcibly(); // leaves what it has said to be read
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        last = Integer.parseInt(line);
      }
    }
    process.waitFor();
    return last;
  }
}
