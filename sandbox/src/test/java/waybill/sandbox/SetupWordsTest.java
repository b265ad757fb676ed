package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.model.task.Errno;
import waybill.model.task.Ids;
import waybill.model.task.Network;
import waybill.model.task.SetupFailure;
import waybill.model.task.Streams;

/** The launcher's numbers, told by the plan that they are about. */
class SetupWordsTest {
  private static final Errno EPERM = new Errno(1);

  private static final List<Step> STEPS =
      List.of(
          new Step.ControlGroup(1, 2, 3),
          new Step.Network(Network.LOOPBACK),
          new Step.Root(true, true, 0),
          new Step.FileSystem("tmpfs", "/tmp", 0, true),
          new Step.Device("null", "/dev/null"),
          new Step.Bind(Path.of("/real/source"), "./source", "/mnt", Step.Bind.Manner.READ_ONLY),
          new Step.Mask("/proc/keys", false),
          new Step.Session(),
          new Step.ResourceLimit(7, 1024),
          new Step.Identity(1, 2, Ids.SINGLE, true, List.of()),
          new Step.Directory("/work"),
          new Step.Filter(false),
          new Step.Execute(List.of(), List.of("tool", "x"), List.of()),
          new Step.Folder("/made"),
          new Step.Link("/link", "target"),
          new Step.File("/file", "content"));

  private static final LaunchPlan PLAN =
      new LaunchPlan(List.of(Path.of("/layer")), Optional.empty(), new Streams.Captured(1), STEPS);

  private static SetupFailure failure(int step, Call call) {
    return SetupWords.of(PLAN, step, call, EPERM.number());
  }

  private static SetupFailure of(SetupFailure.Call call, String subject, String target) {
    return new SetupFailure(call, subject, target, EPERM);
  }

  @Test
  void aDiskThatCannotBeMadeIsToldApartFromTheRootThatItIsFor() {
    var files = new DiskFiles(Path.of("/cache/disks"), Path.of("/sbin/mkfs.ext4"));
    var plan =
        new LaunchPlan(
            List.of(Path.of("/layer")),
            Optional.empty(),
            new Streams.Captured(1),
            List.of(new Step.Root(true, false, 9, Optional.of(files))));
    assertThat(SetupWords.of(plan, 0, Call.LOOP, EPERM.number()))
        .isEqualTo(of(SetupFailure.Call.OTHER, "making its disk in /cache/disks (loop)", ""));
    assertThat(SetupWords.of(plan, 0, Call.MOVE_MOUNT, EPERM.number()))
        .isEqualTo(of(SetupFailure.Call.PREPARE_ROOT, "move_mount", "/"));
  }

  @Test
  void everyStepIsToldByWhatItIsAbout() {
    assertThat(failure(0, Call.WRITE))
        .isEqualTo(of(SetupFailure.Call.OTHER, "setting limits (write)", ""));
    assertThat(failure(1, Call.SETNS))
        .isEqualTo(of(SetupFailure.Call.OTHER, "entering the network (setns)", ""));
    assertThat(failure(2, Call.FSCREATE))
        .isEqualTo(of(SetupFailure.Call.PREPARE_ROOT, "fscreate", "/"));
    assertThat(failure(6, Call.OPEN_TREE))
        .isEqualTo(of(SetupFailure.Call.OTHER, "masking /proc/keys (open_tree)", ""));
    assertThat(failure(7, Call.SETSID))
        .isEqualTo(of(SetupFailure.Call.OTHER, "starting a session (setsid)", ""));
    assertThat(failure(8, Call.SETRLIMIT))
        .isEqualTo(of(SetupFailure.Call.OTHER, "lowering a resource limit (setrlimit)", ""));
    assertThat(failure(9, Call.CAPSET))
        .isEqualTo(of(SetupFailure.Call.OTHER, "taking the task's identity (capset)", ""));
    assertThat(failure(10, Call.CHDIR))
        .isEqualTo(of(SetupFailure.Call.CHANGE_DIRECTORY, "/work", "/work"));
    assertThat(failure(11, Call.SECCOMP))
        .isEqualTo(of(SetupFailure.Call.OTHER, "installing the system call filter (seccomp)", ""));
    assertThat(failure(13, Call.MKDIR))
        .isEqualTo(of(SetupFailure.Call.CHANGE_DIRECTORY, "/made", "/made"));
    assertThat(failure(14, Call.LINK))
        .isEqualTo(of(SetupFailure.Call.OTHER, "making the link /link (link)", ""));
    assertThat(failure(15, Call.WRITE))
        .isEqualTo(of(SetupFailure.Call.OTHER, "writing /file (write)", ""));
    assertThat(failure(12, Call.EXECVE)).isEqualTo(of(SetupFailure.Call.EXECUTE, "tool", ""));
  }

  @Test
  void aFileSystemIsToldByTheStageItReached() {
    assertThat(failure(3, Call.FSOPEN))
        .isEqualTo(of(SetupFailure.Call.OPEN_FILE_SYSTEM, "tmpfs", "/tmp"));
    assertThat(failure(3, Call.FSCONFIG))
        .isEqualTo(of(SetupFailure.Call.CREATE_FILE_SYSTEM, "tmpfs", "/tmp"));
    assertThat(failure(3, Call.FSCREATE))
        .isEqualTo(of(SetupFailure.Call.CREATE_FILE_SYSTEM, "tmpfs", "/tmp"));
    assertThat(failure(3, Call.FSMOUNT))
        .isEqualTo(of(SetupFailure.Call.MOUNT_FILE_SYSTEM, "tmpfs", "/tmp"));
    assertThat(failure(3, Call.MOVE_MOUNT))
        .isEqualTo(of(SetupFailure.Call.ATTACH_FILE_SYSTEM, "tmpfs", "/tmp"));
  }

  @Test
  void sourcesAndMountPointsAreToldApart() {
    assertThat(failure(4, Call.OPEN_TREE))
        .isEqualTo(of(SetupFailure.Call.OPEN_DEVICE, "null", "/dev/null"));
    assertThat(failure(4, Call.MOVE_MOUNT))
        .isEqualTo(of(SetupFailure.Call.ATTACH_DEVICE, "null", "/dev/null"));
    assertThat(failure(5, Call.OPEN_TREE))
        .isEqualTo(of(SetupFailure.Call.OPEN_BIND_SOURCE, "./source", "/mnt"));
    assertThat(failure(5, Call.MOUNT_SETATTR))
        .isEqualTo(of(SetupFailure.Call.OPEN_BIND_SOURCE, "./source", "/mnt"));
    assertThat(failure(5, Call.MOVE_MOUNT))
        .isEqualTo(of(SetupFailure.Call.ATTACH_BIND, "./source", "/mnt"));
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void whatIsOutsideOfAllStepsIsToldToo(Call call) {
    for (int step : new int[] {-1, STEPS.size(), Integer.MAX_VALUE}) {
      SetupFailure failure = failure(step, call);
      assertThat(failure.call()).isEqualTo(SetupFailure.Call.OTHER);
      assertThat(failure.subject())
          .matches(
              "(reading the plan|opening the standard streams|starting the sandbox) \\(\\w+\\)");
    }
    assertThat(failure(STEPS.size(), Call.PIPE).subject())
        .isEqualTo("opening the standard streams (pipe)");
    assertThat(failure(STEPS.size(), Call.CLONE).subject())
        .isEqualTo("starting the sandbox (clone)");
    assertThat(failure(0, Call.PROTOCOL).subject()).isEqualTo("setting limits (protocol)");
  }
}
