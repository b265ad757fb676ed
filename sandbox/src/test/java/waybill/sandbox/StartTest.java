package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.testing.Needs;

/** A launcher that cannot be started is one clear failure. */
@Timeout(60)
class StartTest {
  private final Path folder = Layers.empty();

  private LauncherSettings settings(Path program, Path sockets, int workers, int hostId) {
    return new LauncherSettings(
        program, sockets, workers, hostId, Optional.empty(), LauncherSettings.Kernel.PROBED);
  }

  private static Path launcher() {
    return TestBed.BINARIES.resolve("waybill-launcher");
  }

  private static int hostId() {
    return Needs.isRoot() ? TestBed.HOST_ID : 0;
  }

  private Failure failureOf(LauncherSettings settings) {
    FailureException thrown =
        catchThrowableOfType(
            FailureException.class,
            () -> {
              try (Launcher started = Launcher.start(settings)) {
                started.awaitReady();
              }
            });
    assertThat(thrown).isNotNull();
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.SANDBOX_REFUSED);
    assertThat(thrown.failure().message()).doesNotContain("null");
    return thrown.failure();
  }

  private Failure failureOf(Path program) {
    return failureOf(settings(program, Layers.SOCKETS, 2, hostId()));
  }

  @AfterEach
  void noSocketIsLeft() throws IOException {
    try (Stream<Path> sockets = Files.list(Layers.SOCKETS)) {
      assertThat(sockets).isEmpty();
    }
  }

  @Test
  void aMissingProgramIsNamed() {
    assertThat(failureOf(folder.resolve("missing")).message())
        .contains(folder.resolve("missing").toString())
        .contains("No such file or directory");
  }

  @Test
  void aFileThatIsNotExecutableIsNamed() {
    assertThat(failureOf(Layers.file(folder, "plain", "x")).message())
        .contains(folder.resolve("plain").toString())
        .contains("Permission denied");
  }

  @Test
  void aProgramForAnotherMachineFails() throws IOException {
    Path foreign = Layers.program(folder, "foreign", "");
    Files.write(foreign, Elf.forAnotherMachine());
    assertThat(failureOf(foreign).message()).contains(foreign.toString());
  }

  @Test
  void aProgramThatEndsAtOnceIsToldWithItsStatus() {
    assertThat(failureOf(Layers.program(folder, "other", "#!/bin/sh\nexit 3\n")).message())
        .endsWith("it ended with status 3 before it had connected");
  }

  @Test
  void aStartThatIsInterruptedLeavesNoProcess() throws InterruptedException, IOException {
    Path pid = folder.resolve("pid");
    Path program =
        Layers.program(
            folder,
            "idle",
            "#!/bin/sh\necho $$ >"
                + pid
                + ".new; mv "
                + pid
                + ".new "
                + pid
                + "; exec sleep 1000\n");
    var failures = new ArrayBlockingQueue<Failure>(1);
    Thread starting = Thread.ofPlatform().start(() -> failures.add(failureOf(program)));
    while (!Files.exists(pid)) {
      Thread.onSpinWait();
    }
    starting.interrupt();
    assertThat(failures.take().message()).contains("interrupted");
    ProcessHandle.of(Long.parseLong(Files.readString(pid).trim()))
        .ifPresent(process -> process.onExit().join());
  }

  @Test
  void aMissingFolderForSocketsFails() {
    assertThat(failureOf(settings(launcher(), folder.resolve("missing"), 2, hostId())).message())
        .contains("could not be started");
  }

  @Test
  void aPathThatIsTooLongForASocketFails() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(120)));
    assertThat(failureOf(settings(launcher(), deep, 2, hostId())).message())
        .contains("could not be started");
  }

  @Test
  void settingsThatTheLauncherRefusesAreTold() {
    int wrong = Needs.isRoot() ? 0 : 5;
    assertThat(failureOf(settings(launcher(), Layers.SOCKETS, 2, wrong)).message())
        .isEqualTo("the sandbox could not be set up: reading its configuration: Protocol error");
  }

  @Test
  void anImpossibleNumberOfWorkersIsAnError() {
    for (int workers : new int[] {-1, 0, 65}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> settings(launcher(), Layers.SOCKETS, workers, hostId()));
    }
  }

  @Test
  void aKernelThatRefusesIsToldWithTheCure() {
    Failure failure = failureOf(powerless());
    assertThat(failure.message())
        .isEqualTo("the sandbox could not be set up: making namespaces: Operation not permitted");
    assertThat(failure.help().orElseThrow()).contains("waybill doctor");
  }

  /** The launcher, in a place where it may not make namespaces. */
  private Path powerless() {
    Needs.root(); // an ordinary user cannot be stopped that easily
    return Layers.program(
        folder,
        "powerless",
        "#!/bin/sh\nexec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin "
            + launcher()
            + " \"$@\"\n");
  }

  @Test
  void tasksOfALauncherThatCouldNotStartAreToldTheReason() {
    String told;
    try (Launcher launcher =
        Launcher.start(settings(powerless(), Layers.SOCKETS, 2, TestBed.HOST_ID))) {
      told =
          ((LaunchReport.Lost) new Job(launcher, "/bin/true").run().report()).failure().message();
    } catch (FailureException e) { // it was even faster
      told = e.failure().message();
    }
    assertThat(told).contains("making namespaces: Operation not permitted");
  }

  @Test
  void theProgramSaysWhatItIsToWhoeverStartsItByHand() throws IOException, InterruptedException {
    Process alone = new ProcessBuilder(launcher().toString()).start();
    assertThat(new String(alone.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("is started by waybill");
    assertThat(alone.waitFor()).isEqualTo(2);
  }

  @Test
  void manyLaunchersLiveBesideEachOther() {
    try (TestBed one = TestBed.start(1);
        TestBed other = TestBed.start(2);
        TestBed third = TestBed.start(LauncherSettings.Kernel.CLASSIC)) {
      for (TestBed bed : new TestBed[] {one, other, third}) {
        assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
      }
    }
  }
}
