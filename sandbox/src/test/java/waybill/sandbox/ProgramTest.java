package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;
import waybill.testing.Needs;

/** What is executed, as whom, where, and how it ends. */
@ParameterizedClass
@EnumSource(LauncherSettings.Kernel.class)
class ProgramTest {
  private static final Errno ENOENT = new Errno(2);
  private static final Errno E2BIG = new Errno(7);
  private static final Errno ENOEXEC = new Errno(8);
  private static final Errno EACCES = new Errno(13);
  private static final Errno ENOTDIR = new Errno(20);
  private static final Errno EINVAL = new Errno(22);
  private static final Errno ELOOP = new Errno(40);
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final TestBed bed;

  ProgramTest(LauncherSettings.Kernel kernel) {
    bed = TestBed.start(kernel);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private static SetupFailure cannotExecute(String program, Errno reason) {
    return new SetupFailure(SetupFailure.Call.EXECUTE, program, "", reason);
  }

  @Test
  void theExitCodeIsTheProgramsOwn() {
    assertThat(bed.script("exit 0").run().exitCode()).isZero();
    assertThat(bed.script("exit 7").run().exitCode()).isEqualTo(7);
    assertThat(bed.script("exit 255").run().exitCode()).isEqualTo(255);
  }

  @Test
  void aSignalThatEndsTheProgramIsTold() {
    Job.Collected collected = new Job.Collected();
    RunningTask task = bed.script("echo ready; exec sleep 1000").start(collected);
    collected.awaitOut("ready");
    task.signal(SIGKILL);
    assertThat(collected.result(Job.await(task)).ended().signal()).isEqualTo(SIGKILL);
  }

  @Test
  void aProgramMayHandleTheRequestToStop() {
    Job.Collected collected = new Job.Collected();
    RunningTask task =
        bed.script("trap 'echo stopping; exit 9' TERM; echo ready; sleep 1000 & wait")
            .start(collected);
    collected.awaitOut("ready");
    task.signal(SIGTERM);
    Job.Result result = collected.result(Job.await(task));
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.out()).isEqualTo("ready\nstopping\n");
  }

  @Test
  void aProgramWithoutAHandlerIgnoresTheRequestToStopButNotTheKill() {
    try (TestBed single = TestBed.start(1)) {
      Job.Collected collected = new Job.Collected();
      RunningTask task = single.script("echo ready; exec sleep 1000").start(collected);
      collected.awaitOut("ready");
      task.signal(SIGTERM);
      single.script("exit 0").run(); // its worker took the signal before this
      assertThat(single.taskProcesses()).hasSize(1);
      task.signal(SIGKILL);
      assertThat(collected.result(Job.await(task)).ended().signal()).isEqualTo(SIGKILL);
    }
  }

  @Test
  void aSignalToATaskThatIsOverIsIgnored() {
    RunningTask task = bed.script("exit 3").start(OutputListener.NONE);
    LaunchReport report = Job.await(task);
    task.signal(SIGKILL);
    task.input(new byte[] {'x'}, 0, 1);
    task.resize(10, 10);
    assertThat(report).isInstanceOf(LaunchReport.Ended.class);
    assertThat(bed.script("exit 0").run().exitCode()).isZero();
  }

  @Test
  void whatTheProgramLeavesBehindDiesWithIt() {
    assertThat(bed.script("sleep 1000 & (setsid sleep 1000 &) ; echo started").run().printed())
        .isEqualTo("started\n");
    assertThat(bed.taskProcesses()).isEmpty();
  }

  @Test
  void theProgramIsProcessOneOfItsOwnNamespaceAndLeadsItsSession() {
    String[] stat = bed.job("cat", "/proc/1/stat").proc().run().printed().split(" ", -1);
    assertThat(stat[0]).as("pid").isEqualTo("1");
    assertThat(stat[3]).as("parent").isEqualTo("0");
    assertThat(stat[4]).as("process group").isEqualTo("1");
    assertThat(stat[5]).as("session").isEqualTo("1");
    assertThat(stat[6]).as("terminal").isEqualTo("0");
  }

  @Test
  void argumentsArriveAsTheyAre() {
    List<String> odd =
        List.of("", " ", "a b", "$HOME", "'\"", "\n", "\\", "-n", "ünï→𝄞", "*", "\u0001\u007f");
    var arguments = new ArrayList<>(List.of("-c", "printf '[%s]' \"$@\"", "sh"));
    arguments.addAll(odd);
    StringBuilder expected = new StringBuilder();
    odd.forEach(argument -> expected.append('[').append(argument).append(']'));
    assertThat(bed.job("/bin/sh", arguments.toArray(String[]::new)).run().printed())
        .isEqualTo(expected.toString());
  }

  @Test
  void theProgramsOwnNameIsTheOneThatWasWritten() {
    assertThat(bed.job("sh", "-c", "tr '\\0' ' ' </proc/1/cmdline; true").proc().run().printed())
        .startsWith("sh -c ");
  }

  @Test
  void theEnvironmentIsExactlyWhatWasGivenAndInThatOrder() {
    var environment = new LinkedHashMap<String, String>();
    environment.put("ZED", "1");
    environment.put("PATH", "/bin");
    environment.put("EMPTY", "");
    environment.put("WITH", "a=b c\td");
    environment.put("UNI", "ü");
    assertThat(
            bed.job("/bin/cat", "/proc/self/environ")
                .proc()
                .environment(environment)
                .run()
                .printed())
        .isEqualTo("ZED=1\0PATH=/bin\0EMPTY=\0WITH=a=b c\td\0UNI=ü\0");
    assertThat(
            bed.job("/bin/cat", "/proc/self/environ").proc().environment(Map.of()).run().printed())
        .isEmpty();
  }

  @Test
  void aNameWithoutSlashIsSoughtInThePathOfTheTask() {
    Path layer = Layers.empty();
    Layers.file(layer, "a/tool", "not executable");
    Layers.program(layer, "b/tool", "#!/bin/sh\necho b\n");
    Layers.program(layer, "c/tool", "#!/bin/sh\necho c\n");
    Job job = bed.job("tool").layers(Layers.withBusybox(), layer);
    assertThat(job.environment(Map.of("PATH", "/nowhere:/a::/b:/c")).run().printed())
        .isEqualTo("b\n");
    assertThat(job.environment(Map.of("PATH", "c:/b")).run().printed())
        .as("an entry may be relative to the directory")
        .isEqualTo("c\n");
  }

  @Test
  void aNameThatIsNotInThePathIsAFileOfTheDirectory() {
    Path layer = Layers.empty();
    Layers.program(layer, "mnt/tool", "#!/bin/sh\necho here\n");
    Job job = bed.job("tool").layers(Layers.withBusybox(), layer).directory("/mnt");
    assertThat(job.environment(Map.of("PATH", "/bin")).run().printed()).isEqualTo("here\n");
    assertThat(job.environment(Map.of()).run().printed()).isEqualTo("here\n");
    assertThat(job.environment(Map.of("PATH", "")).run().printed()).isEqualTo("here\n");
    assertThat(job.directory("/").run().refusal()).isEqualTo(cannotExecute("tool", ENOENT));
  }

  @Test
  void anEmptyEntryOfThePathIsNotTheDirectory() {
    Path layer = Layers.empty();
    Layers.program(layer, "mnt/tool", "#!/bin/sh\necho wrong\n");
    Layers.program(layer, "b/tool", "#!/bin/sh\necho right\n");
    assertThat(
            bed.job("tool")
                .layers(Layers.withBusybox(), layer)
                .directory("/mnt")
                .environment(Map.of("PATH", ":/b:"))
                .run()
                .printed())
        .isEqualTo("right\n");
  }

  @Test
  void aNameWithASlashIsNotSought() {
    Path layer = Layers.empty();
    Layers.program(layer, "mnt/sub/tool", "#!/bin/sh\necho relative\n");
    Job job = bed.job("sub/tool").layers(Layers.withBusybox(), layer).directory("/mnt");
    assertThat(job.run().printed()).isEqualTo("relative\n");
    assertThat(job.directory("/").run().refusal()).isEqualTo(cannotExecute("sub/tool", ENOENT));
  }

  @Test
  void whyAProgramCannotBeExecutedIsTold() throws IOException {
    Path layer = Layers.empty();
    Layers.file(layer, "bin/plain", "#!/bin/sh\n");
    Layers.program(layer, "bin/garbage", "\u0001\u0002\u0003");
    Layers.program(layer, "bin/orphan", "#!/nowhere/interpreter\n");
    Files.createDirectories(layer.resolve("bin/folder"));
    Files.createSymbolicLink(layer.resolve("bin/loop"), Path.of("loop"));
    Files.write(Layers.program(layer, "bin/foreign", ""), Elf.forAnotherMachine());
    Map<String, Errno> reasons =
        Map.of(
            "/bin/missing", ENOENT,
            "/bin/plain", EACCES,
            "/bin/garbage", ENOEXEC,
            "/bin/foreign", ENOEXEC,
            "/bin/orphan", ENOENT,
            "/bin/folder", EACCES,
            "/bin/loop", ELOOP,
            "/bin/busybox/x", ENOTDIR);
    reasons.forEach(
        (program, reason) ->
            assertThat(bed.job(program).layers(Layers.withBusybox(), layer).run().refusal())
                .isEqualTo(cannotExecute(program, reason)));
    assertThat(
            bed.job("folder")
                .layers(Layers.withBusybox(), layer)
                .environment(Map.of("PATH", "/bin"))
                .run()
                .refusal())
        .isEqualTo(cannotExecute("folder", EACCES));
  }

  @Test
  void moreArgumentsThanTheKernelTakesAreRefused() {
    String[] many =
        Collections.nCopies(
                100_000, "0123456789012345678901234567890123456789012345678901234567890123456789")
            .toArray(String[]::new);
    assertThat(bed.job("/bin/true", many).run().refusal())
        .isEqualTo(cannotExecute("/bin/true", E2BIG));
    assertThat(bed.job("/bin/true", "x".repeat(200_000)).run().refusal())
        .as("one argument")
        .isEqualTo(cannotExecute("/bin/true", E2BIG));
    assertThat(bed.job("/bin/true", "x".repeat(20 << 20)).run().refusal())
        .as("more than a frame holds")
        .isEqualTo(cannotExecute("/bin/true", E2BIG));
    assertThat(bed.job("/bin/true").run().exitCode()).isZero();
  }

  @Test
  void manyArgumentsThatTheKernelTakesArrive() {
    String[] many = Collections.nCopies(100_000, "12345").toArray(String[]::new);
    many[0] = "-c";
    many[1] = "echo $#";
    assertThat(bed.job("/bin/sh", many).run().printed()).isEqualTo("99997\n");
  }

  @Test
  void aNulCharacterIsRefusedAndHarmsNoOtherTask() {
    Path layer = Layers.empty();
    Layers.file(layer, "mnt/word", "fresh");
    Job job = bed.job("/bin/cat", "/mnt/word").layers(Layers.withBusybox(), layer);
    SetupFailure failure =
        bed.job("/bin/echo", "a\0b").layers(Layers.withBusybox(), layer).run().refusal();
    assertThat(failure.errno()).isEqualTo(EINVAL);
    assertThat(failure.subject()).contains("NUL").contains("a\\0b");
    assertThat(job.run().printed()).isEqualTo("fresh");
    assertThat(job.run().printed()).isEqualTo("fresh");
  }

  @Test
  void theDirectoryIsThatOfTheTask() {
    assertThat(bed.job("pwd").directory("/mnt").run().printed()).isEqualTo("/mnt\n");
    assertThat(bed.job("pwd").directory("/mnt/nope").run().refusal())
        .isEqualTo(
            new SetupFailure(SetupFailure.Call.CHANGE_DIRECTORY, "/mnt/nope", "/mnt/nope", ENOENT));
    assertThat(bed.job("pwd").directory("/bin/sh").run().refusal().errno()).isEqualTo(ENOTDIR);
  }

  @Test
  void theDirectoryMustBeOneThatTheTaskMayEnter() throws IOException {
    Needs.root(); // else there is nobody whose folder it could be
    Path layer = Layers.empty();
    Path closed = Files.createDirectories(layer.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Files.setAttribute(closed, "unix:uid", 12345);
    assertThat(
            bed.job("pwd")
                .layers(Layers.withBusybox(), layer)
                .directory("/closed")
                .run()
                .refusal()
                .errno())
        .isEqualTo(EACCES);
  }

  @Test
  void theTaskHasTheIdsItAsksFor() {
    for (long[] ids : new long[][] {{0, 0}, {1000, 1000}, {7, 11}, {4294967294L, 4294967294L}}) {
      assertThat(bed.script("id -u; id -g").ids(ids[0], ids[1]).run().printed())
          .isEqualTo(ids[0] + "\n" + ids[1] + "\n");
    }
  }

  @Test
  void manyDifferentIdsWork() {
    try (TestBed single = TestBed.start(1)) {
      for (int round = 0; round < 2; round++) {
        for (int id = 0; id < 70; id++) {
          assertThat(single.script("id -u").ids(id, 5).run().printed()).isEqualTo(id + "\n");
        }
      }
    }
  }

  @Test
  void theHostSeesOneUnprivilegedId() throws IOException {
    int user = Needs.isRoot() ? TestBed.HOST_ID : Capabilities.id("uid");
    int group = Needs.isRoot() ? TestBed.HOST_ID : Capabilities.id("gid");
    for (long id : new long[] {0, 1000}) {
      Job.Collected collected = new Job.Collected();
      RunningTask task = bed.script("echo ready; exec sleep 1000").ids(id, id).start(collected);
      collected.awaitOut("ready");
      assertThat(bed.taskProcesses()).hasSize(1);
      List<String> status =
          Files.readAllLines(Path.of("/proc/" + bed.taskProcesses().getFirst() + "/status"));
      assertThat(status)
          .contains("Uid:\t" + (user + "\t").repeat(3) + user)
          .contains("Gid:\t" + (group + "\t").repeat(3) + group);
      if (Needs.isRoot()) {
        assertThat(status).contains("Groups:\t ");
      }
      task.signal(SIGKILL);
      Job.await(task);
    }
  }

  @Test
  void filesBelongToTheTaskAndNewOnesToo() {
    assertThat(
            bed.script("stat -c '%u %g' /bin/busybox; touch /new; stat -c '%u %g' /new")
                .writable()
                .ids(1000, 1001)
                .run()
                .printed())
        .isEqualTo("1000 1001\n1000 1001\n");
  }

  @Test
  void openFilesAndCoreFilesAreLimited() {
    assertThat(bed.script("ulimit -Sn; ulimit -Sc").run().printed()).isEqualTo("1024\n0\n");
  }

  @Test
  void noSignalIsBlockedOrIgnored() {
    assertThat(bed.job("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status").proc().run().printed())
        .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  }

  @Test
  void onlyTheStandardStreamsAreOpen() {
    assertThat(bed.script("ls /proc/1/fd; true").proc().run().printed()).isEqualTo("0\n1\n2\n");
  }

  @Test
  void whatTheTaskUsedIsTold() {
    LaunchReport.Ended ended =
        bed.script("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done").run().ended();
    assertThat(ended.usage().userMicros() + ended.usage().systemMicros()).isPositive();
    assertThat(ended.usage().wallMicros()).isPositive();
    assertThat(ended.usage().peakBytes()).isGreaterThan(100_000);
  }
}
