package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.model.failure.FailureException;

/** Runs with buffers of the real store. */
@Timeout(120)
class StoredStreamsTest {
  @TempDir Path folder;
  private StoredStreams streams;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder, 4, blobs -> new StoredStreams(blobs, new Writers(blobs)));
    streams = new StoredStreams(lab.blobs, new Writers(lab.blobs));
  }

  @AfterEach
  void nothingIsLeft() {
    lab.close();
    assertThat(Lab.pumps()).isEmpty();
  }

  private void write(Run run, byte[] bytes) throws IOException, InterruptedException {
    streams.write(Lab.buffer(run, "input"), Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  private byte[] read(Run run) throws IOException, InterruptedException {
    var out = new ByteArrayOutputStream();
    streams.read(Lab.buffer(run, "output"), Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void moveWhatIsWrittenThroughTheProgram() throws IOException, InterruptedException {
    Run run = lab.create(Lab.script("cat $INPUT_PIPE > $OUTPUT_PIPE"));
    byte[] bytes = new byte[20_000_001];
    new Random(7).nextBytes(bytes);
    write(run, bytes);

    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(read(run)).isEqualTo(bytes);
  }

  @Test
  void areEmptyAndCompleteWhenThePipesAreNotTouched() throws IOException, InterruptedException {
    Run run = lab.end(lab.create(Lab.script("true")));

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(read(run)).isEmpty();
  }

  @Test
  void haveFailedWhenTheProgramFails() throws InterruptedException {
    Run run = lab.end(lab.create(Lab.script("printf half > $OUTPUT_PIPE; exit 3")));

    assertThat(run.statusReason()).contains("Main exited with code 3");
    assertFailed(run);
  }

  @Test
  void haveFailedWhenTheRunIsCanceled() throws InterruptedException {
    Run run = lab.create(Lab.script("echo half > $OUTPUT_PIPE; cat $INPUT_PIPE"));
    var _ = lab.awaitStatus(run, Set.of(RunStatus.RUNNING));

    assertThat(lab.runs.cancel(run.id()).status()).isEqualTo(RunStatus.CANCELED);

    lab.runs.close();
    assertFailed(run);
  }

  @Test
  void haveFailedWhenTheRunNeverBegan() throws InterruptedException {
    Run run = lab.end(lab.create(Lab.withImage(Lab.script("true"), "nosuch")));

    assertThat(run.startedAt()).isEmpty();
    assertFailed(run);
  }

  @Test
  void failTheRunThatReadsAFailedOne() throws InterruptedException {
    Run run = lab.create(Lab.script("cat $INPUT_PIPE > $OUTPUT_PIPE"));
    streams.fail(Lab.buffer(run, "input"));

    assertThat(lab.end(run).statusReason().orElseThrow())
        .contains("input buffer 'input'")
        .contains("the buffer is in a permanently failed state");
    assertFailed(run);
  }

  @Test
  void cannotBeWrittenTwice() throws IOException, InterruptedException {
    Run first = lab.end(lab.create(Lab.script("printf 1 > $OUTPUT_PIPE")));
    String output = Lab.buffer(first, "output");
    String input = Lab.buffer(first, "input");

    Run second = lab.end(lab.create(Lab.script("printf 2 > $OUTPUT_PIPE"), input, output));

    assertThat(second.statusReason().orElseThrow()).contains("buffer cannot be overwritten");
    assertThat(new String(read(first), StandardCharsets.UTF_8)).isEqualTo("1");
  }

  private void assertFailed(Run run) {
    assertThatThrownBy(() -> read(run))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("permanently failed state");
  }
}
