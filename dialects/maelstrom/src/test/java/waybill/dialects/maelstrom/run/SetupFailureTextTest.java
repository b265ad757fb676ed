package waybill.dialects.maelstrom.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;

class SetupFailureTextTest {

  @ParameterizedTest
  @CsvSource({
    "EXECUTE, /x, '', execution error: execvc",
    "CHANGE_DIRECTORY, '', /nope, execution error: chdir",
    "OPEN_BIND_SOURCE, nope, /m, execution error: opening local path nope for bind mount",
    "ATTACH_BIND, o, /m, execution error: move_mount for bind mount of o to /m",
    "ATTACH_DEVICE, null, /dev/null,"
        + " execution error: move_mount for bind mount of device /dev/null",
    "OPEN_DEVICE, fuse, /dev/fuse,"
        + " system error: opening local path for bind mount of device /dev/fuse",
    "OPEN_FILE_SYSTEM, proc, /proc, system error: fsopen for mount of proc",
    "CREATE_FILE_SYSTEM, sysfs, /s, system error: fsconfig(CMD_CREATE) for mount of sysfs",
    "MOUNT_FILE_SYSTEM, tmpfs, /t, system error: fsmount for mount of tmpfs",
    "ATTACH_FILE_SYSTEM, tmpfs, /nope, system error: move_mount for mount of tmpfs to /nope",
    "ATTACH_FILE_SYSTEM, devpts, /dev/pts, system error: mount of devpts to /dev/pts",
    "MOUNT_FILE_SYSTEM, devpts, /dev/pts, system error: mount of devpts to /dev/pts",
    "PREPARE_ROOT, overlay, '', system error: overlay",
    "OTHER, setsid, '', system error: setsid",
  })
  void eachStepHasTheOlderProgramsWords(
      SetupFailure.Call call, String subject, String target, String words) {
    SetupFailure failure = new SetupFailure(call, subject, target, new Errno(2));

    assertThat(SetupFailureText.of(failure)).isEqualTo(words + ": No such file or directory");
  }
}
