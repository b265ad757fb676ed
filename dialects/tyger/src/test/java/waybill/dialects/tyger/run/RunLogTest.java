package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import waybill.dialects.tyger.run.RunDesk.LogQuery;
import waybill.engine.EngineClock;
import waybill.engine.event.Event.Ending;
import waybill.engine.event.Event.OutputWritten;
import waybill.engine.event.Event.Remark;
import waybill.engine.store.NewRun;
import waybill.engine.store.Secrets;
import waybill.engine.testing.FakeJournal;
import waybill.model.task.StandardStream;

class RunLogTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final LogQuery ALL =
      new LogQuery(Optional.empty(), OptionalInt.empty(), false, false);

  private final AtomicReference<Instant> time = new AtomicReference<>(START);
  private final FakeJournal journal =
      new FakeJournal(
          new EngineClock() {
            @Override
            public long nanos() {
              return 0;
            }

            @Override
            public Instant now() {
              return time.get();
            }
          });
  private final long run = journal.begin(new NewRun("run", "n", "1", Path.of("/"), new Secrets()));

  private void out(String text) {
    write(StandardStream.STDOUT, text);
  }

  private void write(StandardStream stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    journal.record(run, RunLife.MAIN, new OutputWritten(stream, bytes));
  }

  private void pass(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  private String log(LogQuery query) {
    var out = new ByteArrayOutputStream();
    try {
      new RunLog(journal, run, query, out).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static LogQuery tail(int lines) {
    return new LogQuery(Optional.empty(), OptionalInt.of(lines), false, false);
  }

  private static LogQuery since(Instant time) {
    return new LogQuery(Optional.of(time), OptionalInt.empty(), false, false);
  }

  @Test
  void mergesBothStreamsInTheOrderOfTime() {
    out("1\n");
    write(StandardStream.STDERR, "2\n");
    out("3\n4\n");

    assertThat(log(ALL)).isEqualTo("1\n2\n3\n4\n");
  }

  @Test
  void joinsTheLinesOfEachStream() {
    out("one ");
    write(StandardStream.STDERR, "error\n");
    out("line\n");

    assertThat(log(ALL)).isEqualTo("error\none line\n");
  }

  @Test
  void endsTheLastLineOfEachStream() {
    out("no end");
    write(StandardStream.STDERR, "none here");
    journal.end(run, new Ending.Succeeded());

    assertThat(log(ALL)).isEqualTo("no end\nnone here\n");
  }

  @Test
  void putsTimesWithNanosecondsBeforeLines() {
    out("a\nb\n");
    pass(Duration.ofSeconds(1));
    out("c\n");

    assertThat(log(new LogQuery(Optional.empty(), OptionalInt.empty(), true, false)))
        .isEqualTo(
            """
            2026-01-02T03:04:05.000000006Z a
            2026-01-02T03:04:05.000000007Z b
            2026-01-02T03:04:06.000000006Z c
            """);
  }

  @Test
  void goesOnStrictlyAfterATime() {
    out("a\nb\n");
    pass(Duration.ofSeconds(1));
    out("c\n");

    assertThat(log(since(START.minusSeconds(60)))).isEqualTo("a\nb\nc\n");
    assertThat(log(since(START))).isEqualTo("b\nc\n");
    assertThat(log(since(START.plusNanos(1)))).isEqualTo("c\n");
    assertThat(log(since(START.plusSeconds(60)))).isEmpty();
  }

  @Test
  void givesExactlyTheLastLinesOfAllStreams() {
    out("1\n2\n");
    write(StandardStream.STDERR, "3\n");
    out("4");

    assertThat(log(tail(3))).isEqualTo("2\n3\n4\n");
    assertThat(log(tail(0))).isEmpty();
    assertThat(log(tail(4))).isEqualTo("1\n2\n3\n4\n");
    assertThat(log(tail(1000))).isEqualTo("1\n2\n3\n4\n");
    assertThat(log(new LogQuery(Optional.of(START), OptionalInt.of(2), false, false)))
        .isEqualTo("3\n4\n");
  }

  @Test
  void keepsLongLinesWhole() {
    String line = "x".repeat(2_000_000);
    for (int i = 0; i < 2; i++) {
      for (int at = 0; at < line.length(); at += 16_384) {
        out(line.substring(at, Math.min(line.length(), at + 16_384)));
      }
      out("\n");
    }

    assertThat(log(ALL)).isEqualTo(line + '\n' + line + '\n');
  }

  @Test
  void followsUntilTheRunIsOver() throws InterruptedException {
    out("1\n2\n");
    var query = new LogQuery(Optional.empty(), OptionalInt.empty(), false, true);
    var got = new AtomicReference<>("");
    Thread follower = Thread.ofVirtual().start(() -> got.set(log(query)));
    out("3\n");
    out("4");
    journal.end(run, new Ending.Failed("x"));
    follower.join();

    assertThat(got.get()).isEqualTo("1\n2\n3\n4\n");
  }

  @Test
  void saysWhoseFaultABufferWas() {
    out("working\n");
    journal.record(run, "input" + RunLife.SIDECAR, new Remark("it is broken"));
    journal.record(run, RunLife.MAIN, new Remark("pulling x: asking its registry"));

    assertThat(log(ALL)).isEqualTo("working\n[input-buffer-sidecar] it is broken\n");
  }

  @Test
  void countsAThousandPages() {
    for (int i = 1; i <= 2_100; i++) {
      write(i % 3 == 0 ? StandardStream.STDERR : StandardStream.STDOUT, i + "\n");
    }

    assertThat(log(ALL).lines().map(Integer::valueOf)).isSorted().hasSize(2_100);
    assertThat(log(tail(2))).isEqualTo("2099\n2100\n");
  }

  @Test
  void doesNotMindWhatIsNoText() throws IOException, InterruptedException {
    byte[] bytes = {(byte) 0xff, 0, (byte) 0xc3, '\n'};
    journal.record(run, RunLife.MAIN, new OutputWritten(StandardStream.STDOUT, bytes));
    var out = new ByteArrayOutputStream();
    new RunLog(journal, run, ALL, out).write();

    assertThat(out.toByteArray()).isEqualTo(bytes);
  }
}
