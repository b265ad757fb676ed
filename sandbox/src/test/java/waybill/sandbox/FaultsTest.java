package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.SetupFailure;
import waybill.model.task.Streams;
import waybill.testing.Needs;

/** Whatever call on the way to a program fails is told, leaves nothing, and harms no other task. */
class FaultsTest {
  private static final Errno EIO = new Errno(5);
  private static final Errno EMFILE = new Errno(24);

  private static TestBed start(LauncherSettings.Kernel kernel, Optional<ControlGroups> groups) {
    return TestBed.start(TestBed.settings("waybill-launcher-faults", 1, groups, kernel));
  }

  /** Every kind of step but control groups. */
  private static Job everything(TestBed bed) {
    return bed.script("echo reached")
        .network(Network.LOOPBACK)
        .mounts(
            new Mount.Proc("/proc", Mount.View.MASKED),
            new Mount.Sys("/sys"),
            new Mount.Tmp("/tmp"),
            new Mount.DevPts("/dev/pts"),
            new Mount.MessageQueue("/dev/mqueue"),
            new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.SHM)))
        .bind(Layers.withBusybox(), "/mnt", Mount.BindAccess.READ_WRITE)
        .directory("/tmp")
        .ids(1000, 1000);
  }

  /** The refusals of a job as its calls fail one after the other, until none does. */
  private static List<String> walk(TestBed bed, Job job) {
    var refusals = new ArrayList<String>();
    assertThat(job.run().printed()).contains("reached");
    List<String> before = bed.holdings();
    for (int fault = 1; ; fault++) {
      Job.Result result = job.fault(fault).run();
      if (result.report() instanceof LaunchReport.Ended) {
        assertThat(result.printed()).contains("reached");
        return refusals;
      }
      SetupFailure failure = result.refusal();
      assertThat(failure.errno()).isEqualTo(EIO);
      assertThat(result.out() + result.err()).isEmpty();
      refusals.add(failure.call() + " " + failure.subject() + " " + failure.target());
      assertThat(bed.holdings())
          .as("after a fault in call %d: %s", fault, failure)
          .isEqualTo(before);
      assertThat(job.fault(0).run().printed()).contains("reached");
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void everyCallOnTheWayOfATaskWithARange(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.withRange("waybill-launcher-faults", 1, kernel)) {
      assertThat(walk(bed, everything(bed).range(Layers.withBusybox()).writable()))
          .contains(
              "OTHER taking the task's identity (setgroups) ",
              "OTHER taking the task's identity (capset) ",
              "OTHER installing the system call filter (capset) ",
              "OTHER installing the system call filter (seccomp) ");
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void everyCallOnTheWayOfAWholeImage(LauncherSettings.Kernel kernel) {
    try (TestBed bed = TestBed.withRange("waybill-launcher-faults", 1, kernel)) {
      Job job =
          bed.script("echo reached")
              .range(Layers.withBusybox())
              .makesMissing()
              .files(new Step.File("/etc/made", "content"))
              .mounts(new Mount.ContainerSystem())
              .bind(Layers.withBusybox(), "/made/here", Mount.BindAccess.READ_WRITE)
              .directory("/made/directory")
              .ids(1000, 1000)
              .moreGroups(7L);
      assertThat(walk(bed, job))
          .contains(
              "OTHER writing /etc/made (write) ",
              "ATTACH_FILE_SYSTEM sysfs /sys",
              "CREATE_FILE_SYSTEM tmpfs /dev",
              "ATTACH_DEVICE urandom /dev/urandom",
              "OTHER making the link /dev/fd (link) ",
              "ATTACH_BIND " + Layers.withBusybox() + " /made/here",
              "CHANGE_DIRECTORY /made/directory /made/directory");
    }
  }

  /** Masks depend on what the kernel's proc has. */
  private static List<String> known(List<String> refusals) {
    return refusals.stream().filter(line -> !line.contains("masking")).distinct().toList();
  }

  /** What is refused, in the order of the calls; several calls may be told alike. */
  private static List<String> expected(List<String> first, String root, boolean terminal) {
    var all = new ArrayList<>(first);
    all.addAll(
        List.of(
            "OTHER opening the standard streams (dup) ",
            "OTHER entering the network (setns) ",
            root,
            "PREPARE_ROOT move_mount /",
            "PREPARE_ROOT chdir /",
            "PREPARE_ROOT chroot /"));
    for (String fs : List.of("proc /proc", "sysfs /sys", "tmpfs /tmp")) {
      addFileSystem(all, fs);
    }
    if (terminal) { // its devpts is there already
      all.add("ATTACH_FILE_SYSTEM devpts /dev/pts");
    } else {
      addFileSystem(all, "devpts /dev/pts");
    }
    addFileSystem(all, "mqueue /dev/mqueue");
    all.addAll(List.of("OPEN_DEVICE null /dev/null", "ATTACH_DEVICE null /dev/null"));
    addFileSystem(all, "tmpfs /dev/shm");
    all.add("ATTACH_BIND " + Layers.withBusybox() + " /mnt");
    all.add("OTHER starting a session (setsid) ");
    if (terminal) {
      all.add("OTHER starting a session (terminal) ");
    }
    all.add("OTHER lowering a resource limit (setrlimit) ");
    if (Needs.isRoot()) {
      all.add("OTHER taking the task's identity (setgroups) ");
    }
    for (String call : List.of("setns", "close_range", "setid", "no_new_privs", "capset")) {
      all.add("OTHER taking the task's identity (" + call + ") ");
    }
    all.add("CHANGE_DIRECTORY /tmp /tmp");
    all.add("OTHER installing the system call filter (seccomp) ");
    return all;
  }

  private static void addFileSystem(List<String> all, String typeAndTarget) {
    for (String call : List.of("OPEN", "CREATE", "MOUNT", "ATTACH")) {
      all.add(call + "_FILE_SYSTEM " + typeAndTarget);
    }
  }

  /** A classic kernel first finds its own copies of what was prepared. */
  private static List<String> first(LauncherSettings.Kernel kernel) {
    return kernel == LauncherSettings.Kernel.CLASSIC
        ? List.of("OTHER opening the standard streams (open) ")
        : List.of();
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void everyCallOnTheWayToAReadOnlyRoot(LauncherSettings.Kernel kernel) {
    try (TestBed bed = start(kernel, Optional.empty())) {
      assertThat(known(walk(bed, everything(bed))))
          .isEqualTo(expected(first(kernel), "PREPARE_ROOT open_tree /", false));
    }
  }

  @ParameterizedTest
  @EnumSource(LauncherSettings.Kernel.class)
  void everyCallOnTheWayToAWritableRootAndATerminal(LauncherSettings.Kernel kernel) {
    String root =
        kernel == LauncherSettings.Kernel.CLASSIC
            ? "PREPARE_ROOT open_tree /"
            : "PREPARE_ROOT fsmount /";
    try (TestBed bed = start(kernel, Optional.empty())) {
      Job job = everything(bed).writable().streams(new Streams.Terminal(80, 24));
      assertThat(known(walk(bed, job))).isEqualTo(expected(first(kernel), root, true));
    }
  }

  @Test
  void everyCallOnTheWayIntoAControlGroup() {
    try (TestBed bed =
        start(LauncherSettings.Kernel.PROBED, Optional.of(Capabilities.needControlGroups()))) {
      assertThat(known(walk(bed, everything(bed).limits(Job.processes(10)))))
          .startsWith(
              "OTHER opening the standard streams (dup) ",
              "OTHER setting limits (write) ",
              "OTHER setting limits (unshare) ",
              "OTHER entering the network (setns) ");
    }
  }

  @Test
  void descriptorsThatRunOutAreToldAndComeBack() {
    Path few =
        Layers.program(
            Layers.empty(),
            "few",
            "#!/bin/sh\nulimit -n 60\nexec "
                + TestBed.BINARIES.resolve("waybill-launcher")
                + " \"$@\"\n");
    try (TestBed bed =
        TestBed.start(TestBed.settings(few, 1, Optional.empty(), LauncherSettings.Kernel.PROBED))) {
      var running = new ArrayList<RunningTask>();
      Optional<LaunchReport> refused = Optional.empty();
      while (refused.isEmpty()) {
        Job.Collected collected = new Job.Collected();
        RunningTask task =
            bed.script("echo ready; exec sleep 1000")
                .bind(Layers.withBusybox(), "/mnt", Mount.BindAccess.READ_ONLY)
                .start(collected);
        running.add(task);
        refused = collected.awaitOutOrEnd("ready", task);
      }
      assertThat(refusal(refused.get()).errno()).isEqualTo(EMFILE);
      assertThat(running).hasSizeGreaterThan(5);
      for (RunningTask task : running) {
        task.signal(9);
        Job.await(task);
      }
      assertThat(bed.script("echo fine").run().printed()).isEqualTo("fine\n");
    }
  }

  private static SetupFailure refusal(LaunchReport report) {
    return new Job.Result(report, "", "").refusal();
  }
}
