package waybill.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.OutputReceiver;
import waybill.engine.TaskTerminal;
import waybill.model.task.Errno;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.StandardStream;
import waybill.model.task.Task;

/**
 * What every backend promises to the engine. A backend's own test extends this class and says how
 * its programs are made; tasks want at least a mebibyte of each stream kept.
 */
@Timeout(60)
public abstract class BackendContract {
  private static final Outcome KILLED = new Outcome.Signaled(9);
  private static final Outcome OK = new Outcome.Exited(0);

  private Backend backend;

  /** A backend for one test. */
  protected abstract Backend open();

  /** A program that ends at once with this code. */
  protected abstract Task exits(int code);

  /** A program that writes exactly these texts and ends with 0. */
  protected abstract Task prints(String stdout, String stderr);

  /** A program that writes so many bytes of any kind to standard output and ends with 0. */
  protected abstract Task fills(long bytes);

  /** A program that writes {@code ready} and a line feed, and then runs until it is ended. */
  protected abstract Task hangs();

  /**
   * A program on a terminal of its own that reads a line, writes {@code got}, a space and the line,
   * and ends with 0.
   */
  protected abstract Task reads();

  /** A program that is not in its root. */
  protected abstract Task missing();

  @BeforeEach
  public void openBackend() {
    backend = open();
  }

  @AfterEach
  public void closeBackend() {
    backend.close();
  }

  @Test
  public void theExitCodeIsTheOutcome() throws InterruptedException {
    assertThat(run("a", exits(0)).outcome()).isEqualTo(OK);
    assertThat(run("a", exits(7)).outcome()).isEqualTo(new Outcome.Exited(7));
    assertThat(run("a", exits(255)).outcome()).isEqualTo(new Outcome.Exited(255));
  }

  @Test
  public void allOutputHasArrivedWhenTheRunIsOver() throws InterruptedException {
    Output output = new Output();

    AttemptReport report = backend.run(id("a"), prints("out ä\nput", "err\n"), output);

    assertThat(report.outcome()).isEqualTo(OK);
    assertThat(output.text(StandardStream.STDOUT)).isEqualTo("out ä\nput");
    assertThat(output.text(StandardStream.STDERR)).isEqualTo("err\n");
    assertThat(report.stdoutBytes()).isEqualTo(10);
    assertThat(report.stderrBytes()).isEqualTo(4);
  }

  @Test
  public void longOutputIsCountedWholeAndPassedOnAsFarAsItIsWanted() throws InterruptedException {
    Output output = new Output();

    AttemptReport report = backend.run(id("a"), fills(3_000_000), output);

    assertThat(report.stdoutBytes()).isEqualTo(3_000_000);
    assertThat(output.size(StandardStream.STDOUT)).isBetween(1 << 20, 3_000_000);
  }

  @Test
  public void aProgramOnATerminalReadsWhatIsTyped() throws InterruptedException {
    Output output = new Output();
    OutputReceiver typist =
        new OutputReceiver() {
          @Override
          public void accept(StandardStream stream, byte[] bytes, int offset, int length) {
            output.accept(stream, bytes, offset, length);
          }

          @Override
          public void attached(TaskTerminal terminal) {
            assertThat(output.size(StandardStream.STDOUT)).isZero();
            byte[] line = "hello\n".getBytes(StandardCharsets.UTF_8);
            terminal.resize(100, 30);
            terminal.type(line, 0, line.length);
          }
        };

    AttemptReport report = backend.run(id("a"), reads(), typist);

    assertThat(report.outcome()).isEqualTo(OK);
    assertThat(output.text(StandardStream.STDOUT)).contains("got hello");
    assertThat(output.size(StandardStream.STDERR)).isZero();
  }

  @Test
  public void aProgramThatIsNotThereIsNotStarted() throws InterruptedException {
    Outcome outcome = run("a", missing()).outcome();

    assertThat(outcome).isInstanceOf(Outcome.NotStarted.class);
    SetupFailure failure = ((Outcome.NotStarted) outcome).failure();
    assertThat(failure.call()).isEqualTo(SetupFailure.Call.EXECUTE);
    assertThat(failure.errno()).isEqualTo(new Errno(2));
  }

  @Test
  public void usageAndPhasesAreNeverNegative() throws InterruptedException {
    AttemptReport report = run("a", exits(0));

    assertThat(
            List.of(
                report.usage().wallMicros(),
                report.usage().userMicros(),
                report.usage().systemMicros(),
                report.usage().peakBytes(),
                report.usage().readBytes(),
                report.usage().writtenBytes(),
                report.phases().imageMicros(),
                report.phases().layersMicros(),
                report.phases().launchMicros(),
                report.phases().runMicros(),
                report.phases().publishMicros()))
        .allMatch(number -> number >= 0);
    assertThat(report.phases().waitMicros()).isZero();
  }

  @Test
  public void aKillEndsARunningProgramAndSignalNineSaysSo() throws InterruptedException {
    Background hanging = start("a", hangs());
    hanging.output.awaitReady();

    backend.kill(id("a"));

    assertThat(hanging.await().outcome()).isEqualTo(KILLED);
    assertThat(hanging.await().stdoutBytes()).isEqualTo(6);
  }

  @Test
  public void anAttemptCanBeKilledAtAnyMomentOfItsStart() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      Background hanging = start("a", hangs());

      // As the engine does: the first kills may come before the backend knows the attempt.
      do {
        backend.kill(id("a"));
      } while (!hanging.thread.join(Duration.ofMillis(1)));

      assertThat(hanging.await().outcome()).isEqualTo(KILLED);
    }
  }

  @Test
  public void killsOfWhatIsUnknownOrOverAreIgnored() throws InterruptedException {
    backend.kill(id("never"));
    assertThat(run("a", exits(3)).outcome()).isEqualTo(new Outcome.Exited(3));
    backend.kill(id("a"));
    backend.kill(id("a"));

    assertThat(run("a", exits(4)).outcome()).isEqualTo(new Outcome.Exited(4));
  }

  @Test
  public void aKillEndsNoOtherAttempt() throws InterruptedException {
    Background one = start("one", hangs());
    Background other = start("other", hangs());
    one.output.awaitReady();
    other.output.awaitReady();

    backend.kill(id("one"));
    assertThat(one.await().outcome()).isEqualTo(KILLED);
    assertThat(run("third", exits(5)).outcome()).isEqualTo(new Outcome.Exited(5));
    assertThat(other.thread.isAlive()).isTrue();

    backend.kill(id("other"));
    assertThat(other.await().outcome()).isEqualTo(KILLED);
  }

  @Test
  public void manyAttemptsRunAtOnceAndEachHasItsOwnOutput() throws InterruptedException {
    List<Background> all = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      all.add(start("task " + i, prints("I am " + i, "err " + i)));
    }

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).await().outcome()).isEqualTo(OK);
      assertThat(all.get(i).output.text(StandardStream.STDOUT)).isEqualTo("I am " + i);
      assertThat(all.get(i).output.text(StandardStream.STDERR)).isEqualTo("err " + i);
    }
  }

  @Test
  public void closingEndsWhatStillRuns() throws InterruptedException {
    Background one = start("one", hangs());
    Background other = start("other", hangs());
    one.output.awaitReady();
    other.output.awaitReady();

    backend.close();

    assertThat(one.await().outcome()).isNotEqualTo(OK);
    assertThat(other.await().outcome()).isNotEqualTo(OK);
  }

  @Test
  public void afterClosingAllElseIsHarmless() throws InterruptedException {
    backend.close();

    assertThatCode(() -> backend.close()).doesNotThrowAnyException();
    assertThatCode(() -> backend.kill(id("a"))).doesNotThrowAnyException();
    assertThat(run("a", exits(0)).outcome()).isInstanceOf(Outcome.Failed.class);
  }

  private static AttemptId id(String taskPath) {
    return new AttemptId("contract", taskPath, 1);
  }

  private AttemptReport run(String taskPath, Task task) throws InterruptedException {
    return backend.run(id(taskPath), task, new Output());
  }

  private Background start(String taskPath, Task task) {
    return new Background(backend, id(taskPath), task);
  }

  /** What a program wrote. */
  private static final class Output implements OutputReceiver {
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final CountDownLatch ready = new CountDownLatch(1);

    @Override
    public synchronized void accept(StandardStream stream, byte[] bytes, int offset, int length) {
      of(stream).write(bytes, offset, length);
      if (stdout.size() == "ready\n".length()) {
        ready.countDown();
      }
    }

    void awaitReady() throws InterruptedException {
      ready.await();
    }

    synchronized int size(StandardStream stream) {
      return of(stream).size();
    }

    synchronized String text(StandardStream stream) {
      return of(stream).toString(StandardCharsets.UTF_8);
    }

    private ByteArrayOutputStream of(StandardStream stream) {
      return stream == StandardStream.STDOUT ? stdout : stderr;
    }
  }

  /** An attempt in a thread of its own. */
  private static final class Background {
    final Output output = new Output();
    final Thread thread;
    private final AtomicReference<AttemptReport> report = new AtomicReference<>();
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();

    Background(Backend backend, AttemptId id, Task task) {
      this.thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      report.set(backend.run(id, task, output));
                    } catch (Throwable t) {
                      thrown.set(t);
                    }
                  });
    }

    AttemptReport await() throws InterruptedException {
      thread.join();
      assertThat(thrown.get()).isNull();
      return report.get();
    }
  }
}
