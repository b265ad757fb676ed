package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk.Relay;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunStatus;

@Timeout(120)
class RelaysTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    lab.close();
    assertThat(Lab.pumps()).isEmpty();
  }

  private Run create(String script) {
    return lab.create(Lab.script(script), RunRequest.EPHEMERAL, RunRequest.EPHEMERAL);
  }

  private Relay relay(Run run, String parameter) {
    return lab.runs.relay(Lab.buffer(run, parameter)).orElseThrow();
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private CompletableFuture<String> drained(Run run) {
    var result = new CompletableFuture<String>();
    Thread _ =
        Thread.ofVirtual()
            .start(
                () -> {
                  var out = new ByteArrayOutputStream();
                  try {
                    relay(run, "output").drain(out);
                    result.complete(out.toString(StandardCharsets.UTF_8));
                  } catch (IOException | InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                  }
                });
    return result;
  }

  @Test
  void joinsCallersAndTheProgram() throws IOException, InterruptedException, ExecutionException {
    Run run = create("cat $INPUT_PIPE > $OUTPUT_PIPE");
    CompletableFuture<String> output = drained(run);

    assertThat(Lab.buffer(run, "input")).matches("run-" + run.id() + "-temp-[a-z2-7]{26}");
    assertThat(relay(run, "input").isInput()).isTrue();
    assertThat(relay(run, "output").isInput()).isFalse();
    assertThat(relay(run, "input").fill(text("Hello"))).isEqualTo(5);
    assertThat(output.get()).isEqualTo("Hello");
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.leftFiles(run)).isFalse();
  }

  @Test
  void movesMuch() throws IOException, InterruptedException {
    Run run = create("cat $INPUT_PIPE > $OUTPUT_PIPE");
    long size = 1L << 28;
    var counting = new Counting();
    var drained =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    relay(run, "output").drain(counting);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });

    assertThat(relay(run, "input").fill(new Zeros(size))).isEqualTo(size);
    drained.join();

    assertThat(counting.bytes).isEqualTo(size);
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(left, length);
      Arrays.fill(bytes, offset, offset + count, (byte) 0);
      left -= count;
      return count == 0 ? -1 : count;
    }
  }

  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] piece, int offset, int length) {
      bytes += length;
    }
  }

  @Test
  void passesOnWhatComesAtOnce() throws IOException, InterruptedException {
    Run run = create("exec < $INPUT_PIPE > $OUTPUT_PIPE; while read x; do echo got $x; done");
    var typed = new PipedOutputStream();
    var keyboard = new PipedInputStream(typed);
    var screen = new PipedInputStream(1 << 16);
    var shown = new PipedOutputStream(screen);
    Thread filling =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    relay(run, "input").fill(keyboard);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    Thread draining =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    relay(run, "output").drain(shown);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });

    for (String word : new String[] {"one", "two"}) {
      typed.write((word + "\n").getBytes(StandardCharsets.UTF_8));
      typed.flush();
      byte[] line = ("got " + word + "\n").getBytes(StandardCharsets.UTF_8);
      assertThat(screen.readNBytes(line.length)).isEqualTo(line);
    }
    typed.close();
    filling.join();
    draining.join();

    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void canBeUsedOnce() throws IOException, InterruptedException, ExecutionException {
    Run run = create("cat $INPUT_PIPE > $OUTPUT_PIPE");
    CompletableFuture<String> output = drained(run);
    relay(run, "input").fill(text("x"));
    assertThat(output.get()).isEqualTo("x");

    for (int i = 0; i < 2; i++) { // also when the run is over
      assertThatThrownBy(() -> relay(run, "output").drain(OutputStream.nullOutputStream()))
          .isInstanceOf(Refusal.class)
          .hasMessage("the buffer endpoint can only be called once");
      assertThatThrownBy(() -> relay(run, "input").fill(text("")))
          .hasMessage("the buffer endpoint can only be called once");
      assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    }
  }

  @Test
  void discardsInputAndRefusesOutputWhenThePipesAreNotTouched()
      throws IOException, InterruptedException {
    Run run = create("true");
    CompletableFuture<String> output = drained(run);

    assertThat(relay(run, "input").fill(text("Hello"))).isEqualTo(5);
    assertThatThrownBy(output::get)
        .hasRootCauseInstanceOf(Refusal.class)
        .hasMessageContaining("without opening the pipe of its output buffer 'output'");
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void tellsThoseWhoComeLateThatItIsOver() throws IOException, InterruptedException {
    Run run = create("true");
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);

    assertThat(relay(run, "input").fill(text("Hello"))).isEqualTo(5);
    assertThatThrownBy(() -> relay(run, "output").drain(OutputStream.nullOutputStream()))
        .hasMessageContaining("without opening the pipe");
    assertThat(lab.runs.relay("run-1-temp-none")).isEmpty();
  }

  @Test
  void failsTheRunWhoseInputBreaksOff() throws InterruptedException {
    Run run = create("cat $INPUT_PIPE > /dev/null");
    var broken =
        new InputStream() {
          private int left = 3;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("hung up");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            bytes[offset] = (byte) read();
            return 1;
          }
        };

    assertThatThrownBy(() -> relay(run, "input").fill(broken)).hasMessage("hung up");
    assertThat(lab.end(run).statusReason())
        .contains("The input buffer 'input' was not sent to its end: hung up");
  }

  @Test
  void failsTheRunWhoseOutputNobodyReads() throws InterruptedException {
    Run run = create("exec yes > $OUTPUT_PIPE");
    var broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("hung up");
          }
        };

    assertThatThrownBy(() -> relay(run, "output").drain(broken)).hasMessage("hung up");
    assertThat(lab.end(run).statusReason())
        .contains("Nobody reads the output buffer 'output' any more: hung up");
  }

  @Test
  void tellsReadersThatTheProgramFailed() throws InterruptedException {
    Run run = create("printf half > $OUTPUT_PIPE; exit 1");

    assertThatThrownBy(() -> drained(run).get()).hasMessageContaining("ended before it was done");
    assertThat(lab.end(run).statusReason()).contains("Main exited with code 1");
  }

  @Test
  void letsCallersGoWhenTheRunIsCanceled() {
    Run run = create("sleep 600");
    CompletableFuture<String> output = drained(run);

    assertThat(lab.runs.cancel(run.id()).status()).isEqualTo(RunStatus.CANCELED);

    assertThatThrownBy(output::get).hasRootCauseInstanceOf(Refusal.class);
  }

  @Test
  void letsCallersGoWhenTheRunNeverBegins() throws IOException, InterruptedException {
    Run run =
        lab.create(
            Lab.request(
                Lab.withImage(Lab.script("true"), "nosuch"),
                Map.of("input", RunRequest.EPHEMERAL, "output", RunRequest.EPHEMERAL)));

    assertThat(relay(run, "input").fill(text("Hello"))).isEqualTo(5);
    assertThat(lab.end(run).statusReason().orElseThrow()).startsWith("Failed to pull image");
  }

  @Test
  void aProgramMayReadOnlyTheBeginning() throws IOException, InterruptedException {
    Run run =
        lab.create(
            Lab.request(
                Lab.script("head -c 1 $INPUT_PIPE"), Map.of("input", RunRequest.EPHEMERAL)));

    assertThat(relay(run, "input").fill(new Zeros(50_000_000))).isEqualTo(50_000_000);
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }
}
