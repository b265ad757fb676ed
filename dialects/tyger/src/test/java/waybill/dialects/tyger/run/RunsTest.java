package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.FakeStreams.State;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunFilter;
import waybill.engine.store.sqlite.SqliteJournal;

@Timeout(120)
class RunsTest {
  @TempDir Path folder;
  private Optional<Lab> opened = Optional.empty();

  private Lab lab() {
    return lab(4);
  }

  private Lab lab(int slots) {
    var lab = new Lab(folder, slots);
    opened = Optional.of(lab);
    return lab;
  }

  @AfterEach
  void nothingIsLeft() {
    opened.ifPresent(Lab::close);
    assertThat(Lab.pumps()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsItsInputAndWritesItsOutput() throws InterruptedException {
    Lab lab = lab();
    String input = lab.buffers.create(Map.of(), Optional.empty()).id();
    String output = lab.buffers.create(Map.of(), Optional.empty()).id();
    lab.streams.put(input, bytes("Hello"));

    Run run =
        lab.end(
            lab.create(
                Lab.script("printf '%s: Bonjour' \"$(cat $INPUT_PIPE)\" > $OUTPUT_PIPE"),
                input,
                output));

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.statusReason()).isEmpty();
    assertThat(lab.streams.text(output)).isEqualTo("Hello: Bonjour");
    assertThat(lab.streams.state(output)).isEqualTo(State.COMPLETE);
    assertThat(run.createdAt()).isBeforeOrEqualTo(run.startedAt().orElseThrow());
    assertThat(run.startedAt().orElseThrow()).isBeforeOrEqualTo(run.finishedAt().orElseThrow());
    assertThat(run.runningCount()).isEmpty();
    assertThat(lab.leftFiles(run)).isFalse();
    assertThat(lab.records.find(run.id())).contains(run);
  }

  @Test
  void createsTheBuffersThatAreMissing() throws InterruptedException {
    Lab lab = lab();
    lab.codespecs.save("stored", Lab.script("true"));

    Run run =
        lab.create(
            Lab.request(
                new CodespecRef.Named("stored", OptionalInt.of(1)), Map.of(), 43_200, 1));

    Buffer output = lab.buffers.find(Lab.buffer(run, "output"), false).orElseThrow();
    assertThat(output.tags()).isEqualTo(Map.of("t", "u", "bufferName", "output"));
    assertThat(output.expiresAt())
        .contains(run.createdAt().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS));
    assertThat(Lab.buffer(run, "input")).isNotEqualTo(output.id());
    assertThat(run.job().name()).contains("stored");
    assertThat(run.job().version()).hasValue(1);
    lab.streams.put(Lab.buffer(run, "input"), bytes(""));
    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void namesOfBuffersMayBeWrittenInAnyCase() {
    Lab lab = lab();
    String input = lab.buffers.create(Map.of(), Optional.empty()).id();

    Run run = lab.create(Lab.request(Lab.script("true"), Map.of("INPUT", input)));

    assertThat(run.request().job().buffers()).containsEntry("input", input).hasSize(2);
  }

  @Test
  void succeedsWithEmptyOutputWhenThePipesAreNotTouched() throws InterruptedException {
    Lab lab = lab();

    Run run = lab.end(lab.create(Lab.script("true"))); // nobody ever writes its input

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.COMPLETE);
    assertThat(lab.streams.text(Lab.buffer(run, "output"))).isEmpty();
  }

  @Test
  void hasAPipeForEachOfTwelveInputsAndOutputs() throws InterruptedException {
    Lab lab = lab();
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    var text = new StringBuilder("set -e\n");
    for (int i = 0; i < 12; i++) {
      inputs.add("i" + i);
      outputs.add("o" + i);
      text.append("test -p $I%1$d_PIPE; cat $I%1$d_PIPE > $O%1$d_PIPE\n".replace("%1$d", "" + i));
    }
    Run run =
        lab.create(
            Lab.codespec(inputs, outputs, "/bin/sh", "-c", text.toString()));
    for (String input : inputs) {
      lab.streams.put(Lab.buffer(run, input), bytes(input));
    }

    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    for (int i = 0; i < 12; i++) {
      assertThat(lab.streams.text(Lab.buffer(run, "o" + i))).isEqualTo("i" + i);
    }
  }

  @Test
  void tellsTheExitCodeAndMarksWhatWasWrittenFailed() throws InterruptedException {
    Lab lab = lab();

    Run run = lab.end(lab.create(Lab.script("printf half > $OUTPUT_PIPE; exit 3")));

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.statusReason()).contains("Main exited with code 3");
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
    assertThat(lab.leftFiles(run)).isFalse();
  }

  @Test
  void aProgramThatIsKilledLeavesNoCompleteOutput() throws InterruptedException {
    Lab lab = lab();

    Run run = lab.end(lab.create(Lab.script("exec > $OUTPUT_PIPE; printf half; kill -9 $$")));

    assertThat(run.statusReason()).contains("Main exited with code 137 (signal 9)");
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
  }

  @Test
  void namesTheMemoryLimitThatKilledIt() throws InterruptedException {
    Lab lab = lab();

    Run run = lab.end(lab.create(Lab.codespec(List.of(), List.of(), "gobble")));

    assertThat(run.statusReason().orElseThrow())
        .startsWith("Main exited with code 137")
        .contains("memory limit");
  }

  @Test
  void aProgramMayReadOnlyTheBeginningOfItsInput() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.create(Lab.script("head -c 3 $INPUT_PIPE > $OUTPUT_PIPE"));
    lab.streams.put(Lab.buffer(run, "input"), new byte[30_000_000]);

    assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.streams.text(Lab.buffer(run, "output"))).hasSize(3);
  }

  @Test
  void aProgramMayCloseItsOutputAndGoOn() throws InterruptedException {
    Lab lab = lab();
    Run run =
        lab.create(Lab.script("printf done > $OUTPUT_PIPE; cat $INPUT_PIPE > /dev/null; sleep 600"));
    lab.streams.awaitText(Lab.buffer(run, "output"), "done");

    while (lab.streams.state(Lab.buffer(run, "output")) != State.COMPLETE) {
      Thread.onSpinWait(); // it is taken as meant after a moment
    }
    assertThat(lab.runs.find(run.id()).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void failsAtOnceWhenAnInputHasFailed() throws InterruptedException, IOException {
    Lab lab = lab();
    Run run = lab.create(Lab.script("echo begun; cat $INPUT_PIPE; sleep 600"));
    lab.streams.fail(Lab.buffer(run, "input"));

    assertThat(lab.end(run).statusReason())
        .contains(
            "The input buffer 'input' could not be read: the buffer is in a permanently failed"
                + " state");
    assertThat(lab.log(run)).contains("[input-buffer-sidecar] The input buffer 'input'");
  }

  @Test
  void failsWhenTheDiskIsFull() throws InterruptedException {
    Lab lab = lab();
    lab.streams.fillTheDisk();

    Run run = lab.end(lab.create(Lab.script("exec yes > $OUTPUT_PIPE")));

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.statusReason())
        .contains("The output buffer 'output' could not be written: No space left on device");
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
  }

  @Test
  void keepsARunWhoseImageThereIsNot() throws InterruptedException {
    Lab lab = lab();

    Run run = lab.end(lab.create(Lab.withImage(Lab.script("true"), "nosuch")));

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.statusReason()).contains("Failed to pull image 'nosuch': nosuch: not found");
    assertThat(run.startedAt()).isEmpty();
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
  }

  @Test
  void canBeCanceledWhileItsImageIsPulled() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.create(Lab.withImage(Lab.script("true"), Lab.SLOW_IMAGE));
    lab.pulling.await();

    assertCanceled(lab, lab.runs.cancel(run.id()));
  }

  @Test
  void canBeCanceledWhileItWaitsForRoom() throws InterruptedException {
    Lab lab = lab(1);
    Run first = lab.create(Lab.withoutBuffers("sleep 600"));
    lab.shell.awaitRunning(1);
    Run second = lab.create(Lab.script("true"));

    assertCanceled(lab, lab.runs.cancel(second.id()));

    assertThat(lab.streams.state(Lab.buffer(second, "output"))).isEqualTo(State.FAILED);
    assertCanceled(lab, lab.runs.cancel(first.id()));
  }

  @Test
  void canBeCanceledWhileItWaitsInItsPipes() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.create(Lab.script("echo begun; cat $INPUT_PIPE"));
    lab.shell.awaitRunning(1);
    lab.awaitStatus(run, Set.of(RunStatus.RUNNING));

    assertCanceled(lab, lab.runs.cancel(run.id()));
  }

  @Test
  void canBeCanceledWhileItWrites() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.create(Lab.script("yes > $OUTPUT_PIPE"));
    lab.streams.awaitText(Lab.buffer(run, "output"), "y");

    Run canceled = lab.runs.cancel(run.id());

    assertCanceled(lab, canceled);
    lab.runs.close(); // and waits until nothing of it is left
    assertThat(lab.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
    assertThat(lab.leftFiles(run)).isFalse();
  }

  private static void assertCanceled(Lab lab, Run canceled) {
    assertThat(canceled.status()).isEqualTo(RunStatus.CANCELED);
    assertThat(canceled.statusReason()).contains("Canceled by user");
    assertThat(canceled.finishedAt()).isPresent();
    assertThat(lab.records.find(canceled.id())).contains(canceled);
    assertThatThrownBy(() -> lab.runs.cancel(canceled.id()))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "unable to cancel job "
                + canceled.id()
                + " because its status is Canceled (Canceled by user)");
  }

  @Test
  void cannotCancelWhatIsNotThere() {
    Lab lab = lab();

    assertThatThrownBy(() -> lab.runs.cancel(77)).hasMessage("The resource was not found");
  }

  @Test
  void failsWhenItsTimeIsOver() throws InterruptedException {
    Lab lab = lab();
    var codespec = new CodespecRef.Inline(Lab.withoutBuffers("sleep 600"));

    Run run = lab.end(lab.create(Lab.request(codespec, Map.of(), 1, 1)));

    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.statusReason()).contains("Run exceeded its timeout of 1 second");
  }

  @Test
  void isCanceledWhenItsTimeIsOverBeforeItBegan() throws InterruptedException {
    Lab lab = lab(1);
    Run blocking = lab.create(Lab.withoutBuffers("sleep 600"));
    lab.shell.awaitRunning(1);
    var codespec = new CodespecRef.Inline(Lab.withoutBuffers("true"));

    Run run = lab.end(lab.create(Lab.request(codespec, Map.of(), 1, 1)));

    assertThat(run.status()).isEqualTo(RunStatus.CANCELED);
    assertThat(run.statusReason()).contains("Run exceeded its timeout while pending");
    assertThat(lab.runs.cancel(blocking.id()).status()).isEqualTo(RunStatus.CANCELED);
  }

  @Test
  void makesNoSecondRunForARepeatedRequest() {
    Lab lab = lab();
    var request = Lab.request(Lab.script("sleep 600"), Map.of());

    Run first = lab.runs.create(request, Optional.of("key"), folder);
    Run again = lab.runs.create(request, Optional.of("key"), folder);

    assertThat(again.id()).isEqualTo(first.id());
    var filter = new RunFilter(Optional.empty(), Set.of(), Map.of());
    assertThat(lab.runs.list(filter, 10, Optional.empty()).items()).hasSize(1);
  }

  @Test
  void showsEveryChangeToThoseWhoWait() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.create(Lab.withoutBuffers("sleep 600"));
    Run running = lab.awaitStatus(run, Set.of(RunStatus.RUNNING));

    assertThat(running.runningCount()).hasValue(1);
    assertThat(lab.runs.await(running, Duration.ofMillis(1))).contains(running);

    Run tagged = lab.runs.set(run.id(), Map.of("b", "2"), Optional.empty());
    assertThat(lab.runs.await(running, Duration.ofMinutes(1))).contains(tagged);
    assertThat(tagged.tags()).isEqualTo(Map.of("b", "2"));
  }

  @Test
  void canBeTaggedWhenItIsOver() throws InterruptedException {
    Lab lab = lab();
    Run run = lab.end(lab.create(Lab.withoutBuffers("true")));

    Run tagged = lab.runs.set(run.id(), Map.of("b", "2"), Optional.empty());

    assertThat(tagged.tags()).isEqualTo(Map.of("b", "2"));
    assertThat(tagged.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThatThrownBy(() -> lab.runs.set(run.id(), Map.of(), Optional.of("banana")))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.code()).isEqualTo(Refusal.Code.PRECONDITION_FAILED));
    assertThatThrownBy(() -> lab.runs.set(77, Map.of(), Optional.empty()))
        .hasMessage("The resource was not found");
  }

  @Test
  void endsWhatAnEarlierProcessHasLeftOpen() throws InterruptedException, IOException {
    Lab lab = lab();
    Run run = lab.create(Lab.script("sleep 600"));
    lab.awaitStatus(run, Set.of(RunStatus.RUNNING));
    // What is on disk now is what a kill would leave.
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Path journal = Files.createDirectory(copy.resolve("journal"));
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("journal"), "journal.db*")) {
      for (Path file : files) {
        Files.copy(file, journal.resolve(file.getFileName()));
      }
    }
    assertThat(journal).isNotEmptyDirectory();

    try (var next = new Lab(copy)) {
      Run lost = next.runs.find(run.id()).orElseThrow();

      assertThat(lost.status()).isEqualTo(RunStatus.FAILED);
      assertThat(lost.statusReason()).contains("The agent ended while the run was under way");
      assertThat(next.streams.state(Lab.buffer(run, "output"))).isEqualTo(State.FAILED);
      assertThat(next.journal.run(run.id()).orElseThrow().ended()).isPresent();
      assertThat(next.records.open()).isEmpty();
    }
  }

  @Test
  void endsEverythingWhenItIsClosed() throws InterruptedException {
    Lab lab = lab(1);
    Run running = lab.create(Lab.script("yes > $OUTPUT_PIPE"));
    lab.streams.awaitText(Lab.buffer(running, "output"), "y");
    Run waiting = lab.create(Lab.script("true"));

    lab.runs.close();

    for (Run run : List.of(running, waiting)) {
      assertThat(lab.runs.find(run.id()).orElseThrow().statusReason())
          .contains("The agent ended while the run was under way");
    }
    assertThat(Lab.pumps()).isEmpty();
    assertThatThrownBy(() -> lab.create(Lab.withoutBuffers("true")))
        .hasMessageContaining("about to end");
  }

  @Test
  void hidesTheSecretsOfAnIdentity() throws InterruptedException, IOException {
    Lab lab = lab();
    lab.identities.put(
        "me", new Identity("me", Map.of("/run/token", folder), Map.of("KEY", "tops3cret")));
    var plain = Lab.withoutBuffers("echo my $KEY; echo $VISIBLE");
    var codespec =
        new waybill.dialects.tyger.spec.Codespec(
            plain.kind(),
            plain.image(),
            plain.command(),
            plain.args(),
            plain.workingDir(),
            Map.of("VISIBLE", "$(KEY)!"),
            Optional.of("me"),
            plain.resources(),
            plain.maxReplicas(),
            plain.inputs(),
            plain.outputs(),
            plain.sockets(),
            plain.endpoints());

    Run run = lab.end(lab.create(codespec));

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(lab.log(run)).isEqualTo("my ***\n***!\n");
  }

  @Test
  void thousandRunsLeaveNothing() throws InterruptedException {
    Lab lab = lab(50);
    List<Run> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(
          lab.create(
              Lab.codespec(
                  List.of(),
                  List.of("output"),
                  "/bin/sh",
                  "-c",
                  "echo $TYGER_RUN_ID > $OUTPUT_PIPE")));
    }

    for (Run run : all) {
      assertThat(lab.end(run).status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(lab.streams.text(Lab.buffer(run, "output"))).isEqualTo(run.id() + "\n");
    }
    lab.runs.close();
    assertThat(Lab.pumps()).isEmpty();
    assertThat(all).noneMatch(lab::leftFiles);
    assertThat(lab.faults).isEmpty();
    assertThat(lab.runs.counts(new RunFilter(Optional.empty(), Set.of(), Map.of())))
        .isEqualTo(Map.of(RunStatus.SUCCEEDED, 1_000L));
    assertThat(folder.resolve(SqliteJournal.RUNS)).exists();
  }
}
