package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ProgressAreaTest {
  private static final long MILLISECOND = 1_000_000;
  private static final int COLUMNS = 40;

  private final Screen screen = new Screen(COLUMNS);
  private final PrintStream err = new PrintStream(new ToScreen(), false, StandardCharsets.UTF_8);
  private final FixedTerminal terminal =
      new FixedTerminal(true, true, true, COLUMNS, 30, true, true);
  private final Rows view = new Rows();
  private long now = 77 * MILLISECOND;

  @Test
  void aShortWorkShowsNothing() {
    LiveProgress area = live();
    view.show("working");

    after(area, 90);
    area.close();

    assertThat(screen.text()).isEmpty();
    assertThat(view.asked).isZero();
  }

  @Test
  void aChangeIsShownAtTheNextPictureAndAtMostTenAreDrawnInASecond() {
    LiveProgress area = live();
    for (int i = 0; i < 1000; i++) {
      view.show("step " + i);
      area.changed();
      after(area, 1);
    }

    assertThat(view.asked).isEqualTo(10);
    assertThat(screen.text()).isEqualTo("step 999");
  }

  @Test
  void withoutChangesTwoPicturesASecondAreEnough() {
    LiveProgress area = live();
    view.show("working");
    for (int i = 0; i < 20; i++) {
      after(area, 100);
    }

    assertThat(view.asked).isEqualTo(4);
  }

  @Test
  void outputStandsAboveTheRowsAndTheRowsStayBelow() {
    LiveProgress area = shown("a", "total");

    area.above(() -> print("one\ntwo\n"));
    assertThat(screen.text()).isEqualTo("one\ntwo\na\ntotal");

    area.above(() -> print("three\n"));
    view.show("b", "total 2");
    after(area, 500);
    assertThat(screen.text()).isEqualTo("one\ntwo\nthree\nb\ntotal 2");
    assertThat(screen.openUpdates()).isZero();
  }

  @Test
  void anUnfinishedLineOfOutputIsNotOverwritten() {
    LiveProgress area = shown("total");

    area.above(() -> print("no end"));
    after(area, 500);
    area.above(() -> print("next\n"));

    assertThat(screen.text()).isEqualTo("no end\nnext\ntotal");
  }

  @Test
  void whatIsToldStaysAboveTheRows() {
    LiveProgress area = shown("total");

    area.tell(Tone.BAD, "FAILED \u001b[2Jx");

    assertThat(screen.text()).isEqualTo("FAILED ␛[2Jx\ntotal");
  }

  @Test
  void closingTakesTheRowsAwayAndLeavesTheRest() {
    LiveProgress area = shown("a", "b", "total");
    area.above(() -> print("output\n"));

    area.close();
    area.close();
    area.above(() -> print("later\n"));
    after(area, 1000);

    assertThat(screen.text()).isEqualTo("output\nlater");
  }

  @Test
  void anInterruptLeavesTheRowsStanding() {
    LiveProgress area = shown("a", "total");

    area.leave();
    area.close();
    print("bye\n");

    assertThat(screen.text()).isEqualTo("a\ntotal\nbye");
  }

  @Test
  void noMoreThanTwelveRowsAreShownAndTheLastIsAlwaysThere() {
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      rows.add("row " + i);
    }
    shown(rows.toArray(String[]::new));

    assertThat(screen.text().lines()).hasSize(12).startsWith("row 1", "row 2").endsWith("row 40");
  }

  @Test
  void rowsAreCutToTheScreenAndCannotMoveTheCursor() {
    LiveProgress area = shown("x".repeat(200), "\u001b[5A\n\rtotal");

    after(area, 500);

    assertThat(screen.text()).isEqualTo("x".repeat(COLUMNS - 1) + "\n␛[5A␊␍total");
  }

  @Test
  void aScreenThatBecameNarrowerIsCleanedAllTheSame() {
    Recorded narrow = new Recorded();
    Changing changing = new Changing();
    LiveRows rows = new LiveRows(narrow.stream(), changing, view);
    view.show("x".repeat(30), "total");
    rows.refresh();
    changing.columns = 10;

    rows.remove();

    assertThat(narrow.text()).endsWith("\u001b[?2026h\r\u001b[3A\u001b[J\u001b[?2026l");
  }

  @Test
  void whatFailsWhileItWritesLeavesAWholeScreen() {
    LiveProgress area = shown("total");

    BooleanSupplier broken =
        () -> {
          throw new IllegalStateException("broken");
        };

    assertThatThrownBy(() -> area.above(broken)).hasMessage("broken");
    assertThat(screen.text()).isEqualTo("total");
    assertThat(screen.openUpdates()).isZero();
  }

  @Test
  void withoutAScreenThereIsALineForEachChangeAndNoCode() {
    PlainProgress area = plain();

    now += 12_310 * MILLISECOND;
    area.tell(Tone.GOOD, "ok  a\u001b[A");
    now += 3_600_000 * MILLISECOND;
    area.above(() -> print("output\n"));
    area.tell(Tone.PLAIN, "done");

    assertThat(screen.text()).isEqualTo("00:12.31 ok  a␛[A\noutput\n60:12.31 done");
  }

  @Test
  void thirtySecondsOfSilenceAreFollowedByASignOfLife() {
    PlainProgress area = plain();
    view.show("2 of 6 done");

    for (int second = 1; second <= 65; second++) {
      if (second == 5) {
        area.tell(Tone.PLAIN, "ok  a");
      }
      after(area, 1000);
    }

    assertThat(screen.text())
        .isEqualTo("00:04.00 ok  a\n00:34.00 2 of 6 done\n01:04.00 2 of 6 done");
  }

  @Test
  void afterItsEndAPlainAreaIsSilent() {
    PlainProgress area = plain();
    view.show("2 of 6 done");
    area.close();

    area.tell(Tone.PLAIN, "late");
    after(area, 60_000);

    assertThat(screen.text()).isEmpty();
  }

  @Test
  void whereNothingIsShownOutputIsWrittenAllTheSame() {
    ProgressArea area = ProgressArea.NONE;
    area.changed();
    area.tell(Tone.BAD, "x");
    area.above(() -> print("output\n"));
    area.leave();
    area.close();

    assertThat(screen.text()).isEqualTo("output");
  }

  @Test
  void theThreadBehindAnAreaTicksUntilTheEndAndHoldsNobodyUp() throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch(3);
    Thread[] ticker = new Thread[1];
    ProgressTimer.drive(
        new ProgressTimer.Driven() {
          @Override
          public long periodMillis() {
            return 0;
          }

          @Override
          public boolean tick() {
            ticker[0] = Thread.currentThread();
            ticks.countDown();
            return ticks.getCount() > 0;
          }
        });

    ticks.await();
    ticker[0].join();
    assertThat(ticker[0].isDaemon()).isTrue();
  }

  private LiveProgress live() {
    return new LiveProgress(new LiveRows(err, terminal, view), () -> now);
  }

  private PlainProgress plain() {
    return new PlainProgress(err, view, FixedTerminal.NONE, () -> now);
  }

  private LiveProgress shown(String... rows) {
    LiveProgress area = live();
    view.show(rows);
    after(area, 500);
    return area;
  }

  private void after(ProgressTimer.Driven area, long milliseconds) {
    now += milliseconds * MILLISECOND;
    area.tick();
  }

  private boolean print(String text) {
    err.print(text);
    err.flush();
    return text.endsWith("\n");
  }

  /** What the work says of itself. */
  private static final class Rows implements ProgressView {
    private List<Row> rows = List.of();
    private int asked;

    void show(String... texts) {
      rows = new ArrayList<>();
      for (String text : texts) {
        rows.add(new Row(Tone.GOOD, text));
      }
    }

    @Override
    public List<Row> rows(int columns, int most) {
      asked++;
      return rows;
    }

    @Override
    public Optional<String> heartbeat() {
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast().text());
    }
  }

  /** A terminal whose width changes. */
  private static final class Changing implements Terminal {
    private int columns = COLUMNS;

    @Override
    public boolean inIsTerminal() {
      return true;
    }

    @Override
    public boolean outIsTerminal() {
      return true;
    }

    @Override
    public boolean errIsTerminal() {
      return true;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public int rows() {
      return 24;
    }

    @Override
    public boolean colours() {
      return false;
    }

    @Override
    public boolean unicode() {
      return true;
    }
  }

  /** Bytes to the screen; every write holds whole characters because every one was flushed. */
  private final class ToScreen extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      screen.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
  }
}
