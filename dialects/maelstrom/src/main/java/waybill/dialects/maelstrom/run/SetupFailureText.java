package waybill.dialects.maelstrom.run;

import waybill.model.task.SetupFailure;

/** Why a program was not started, in the older program's words. */
final class SetupFailureText {
  private static final String DEVPTS = "devpts";

  private SetupFailureText() {}

  static String of(SetupFailure failure) {
    return (isForTheAuthor(failure) ? "execution error: " : "system error: ")
        + what(failure)
        + ": "
        + failure.errno().text();
  }

  /** Whether it is the fault of what was written rather than of the machine. */
  private static boolean isForTheAuthor(SetupFailure failure) {
    return switch (failure.call()) {
      case OPEN_BIND_SOURCE, ATTACH_BIND, ATTACH_DEVICE, CHANGE_DIRECTORY, EXECUTE -> true;
      case OPEN_DEVICE,
          OPEN_FILE_SYSTEM,
          CREATE_FILE_SYSTEM,
          MOUNT_FILE_SYSTEM,
          ATTACH_FILE_SYSTEM,
          PREPARE_ROOT,
          OTHER ->
          false;
    };
  }

  private static String what(SetupFailure failure) {
    String subject = failure.subject();
    String target = failure.target();
    return switch (failure.call()) {
      case EXECUTE -> "execvc";
      case CHANGE_DIRECTORY -> "chdir";
      case OPEN_BIND_SOURCE -> "opening local path " + subject + " for bind mount";
      case ATTACH_BIND -> "move_mount for bind mount of " + subject + " to " + target;
      case OPEN_DEVICE -> "opening local path for bind mount of device /dev/" + subject;
      case ATTACH_DEVICE -> "move_mount for bind mount of device /dev/" + subject;
      case OPEN_FILE_SYSTEM -> "fsopen for mount of " + subject;
      case CREATE_FILE_SYSTEM -> "fsconfig(CMD_CREATE) for mount of " + subject;
      case MOUNT_FILE_SYSTEM -> mount("fsmount for mount of " + subject, subject, target);
      case ATTACH_FILE_SYSTEM ->
          mount("move_mount for mount of " + subject + " to " + target, subject, target);
      case PREPARE_ROOT, OTHER -> subject;
    };
  }

  /** The older program mounts this one type by an older call, and has other words for it. */
  private static String mount(String words, String subject, String target) {
    return subject.equals(DEVPTS) ? "mount of devpts to " + target : words;
  }
}
