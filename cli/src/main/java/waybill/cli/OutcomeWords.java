package waybill.cli;

import java.util.Locale;
import java.util.Optional;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;

/**
 * How our own verbs speak of the end of a task, and what they end with: the task's own status, 124
 * for a deadline, 126 and 127 for a program that cannot be executed or found, 128 and the signal's
 * number, 137 for a limit, 125 for what is ours. So do env(1), timeout(1) and shells.
 */
public final class OutcomeWords {
  private static final int DEADLINE = 124;
  private static final int OURS = 125;
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int SIGNALED = 128;
  private static final int INTERRUPTED = 130;
  private static final int KILLED = 137;

  private OutcomeWords() {}

  /** What a verb ends with whose one task ended so. */
  public static Exit exit(Outcome outcome) {
    return new Exit.Status(
        switch (outcome) {
          case Outcome.Exited(int code) -> code;
          case Outcome.Signaled(int signal) -> SIGNALED + signal;
          case Outcome.TimedOut _ -> DEADLINE;
          case Outcome.OutOfMemory _ -> KILLED;
          case Outcome.Cancelled _ -> INTERRUPTED;
          case Outcome.NotStarted(SetupFailure failure) -> exitOf(failure);
          case Outcome.Failed(var failure) -> failure.code().exitStatus();
        });
  }

  private static int exitOf(SetupFailure failure) {
    if (failure.call() != SetupFailure.Call.EXECUTE) {
      return OURS;
    }
    return failure.errno().symbol().equals("ENOENT") ? NOT_FOUND : NOT_EXECUTABLE;
  }

  /**
   * How it ended, in a few words. One that we or a limit ended is not said to have failed by
   * itself.
   */
  public static String verdict(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited(int code) -> "exit " + code;
      case Outcome.Signaled(int signal) -> "killed by signal " + signal;
      case Outcome.TimedOut _ -> "timed out";
      case Outcome.OutOfMemory _ -> "killed (memory limit)";
      case Outcome.Cancelled(Outcome.Canceller by) ->
          "cancelled (" + by.name().toLowerCase(Locale.ROOT) + ")";
      case Outcome.NotStarted(SetupFailure failure) -> "not started: " + reason(failure);
      case Outcome.Failed(var failure) -> failure.message();
    };
  }

  private static String reason(SetupFailure failure) {
    String why = ": " + failure.errno().text();
    return switch (failure.call()) {
      case EXECUTE -> "executing `" + failure.subject() + "`" + why;
      case CHANGE_DIRECTORY -> "entering the directory `" + failure.subject() + "`" + why;
      case OPEN_BIND_SOURCE -> "opening `" + failure.subject() + "` to bind it" + why;
      case ATTACH_BIND -> "binding `" + failure.subject() + "` at `" + failure.target() + "`" + why;
      case OPEN_DEVICE -> "finding the device /dev/" + failure.subject() + why;
      case ATTACH_DEVICE -> "attaching a device at `" + failure.target() + "`" + why;
      case OPEN_FILE_SYSTEM, CREATE_FILE_SYSTEM, MOUNT_FILE_SYSTEM ->
          "making a " + failure.subject() + " for `" + failure.target() + "`" + why;
      case ATTACH_FILE_SYSTEM ->
          "mounting a " + failure.subject() + " at `" + failure.target() + "`" + why;
      case PREPARE_ROOT -> "preparing the root (" + failure.subject() + ")" + why;
      case OTHER -> failure.subject() + why;
    };
  }

  /** What most likely is the matter; only what follows from the facts of the end. */
  public static Optional<String> hint(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited(int code) when code == NOT_FOUND ->
          Optional.of(
              "shells end with 127 when a command is not found: is it in a layer, and in PATH?");
      case Outcome.Exited(int code) when code == NOT_EXECUTABLE ->
          Optional.of("shells end with 126 when a file cannot be executed: has it the right mode?");
      case Outcome.Signaled(int signal) when signal == 31 ->
          Optional.of(
              "signal 31 (SIGSYS): the program made a system call for another architecture");
      case Outcome.NotStarted(SetupFailure failure) -> hint(failure);
      case Outcome.Failed(var failure) -> failure.help();
      case Outcome.Exited _,
          Outcome.Signaled _,
          Outcome.TimedOut _,
          Outcome.OutOfMemory _,
          Outcome.Cancelled _ ->
          Optional.empty();
    };
  }

  private static Optional<String> hint(SetupFailure failure) {
    String errno = failure.errno().symbol();
    return switch (failure.call()) {
      case EXECUTE ->
          switch (errno) {
            case "ENOENT" ->
                Optional.of("the file, its `#!` interpreter or its dynamic loader is in no layer");
            case "EACCES" -> Optional.of("the file has no execute permission, or is a folder");
            case "ENOEXEC" ->
                Optional.of("the file is of another architecture, or a script without `#!`");
            default -> Optional.empty(); // other reasons speak for themselves
          };
      case ATTACH_BIND, ATTACH_DEVICE, ATTACH_FILE_SYSTEM ->
          switch (errno) {
            case "ENOENT" ->
                Optional.of(
                    "mount points must exist in the root: add a stub for `"
                        + failure.target()
                        + "`");
            case "ENOTDIR" ->
                Optional.of("a folder cannot be attached to a file, nor be below one");
            case "EISDIR" -> Optional.of("a file cannot be attached to a folder");
            case "EROFS" ->
                Optional.of(
                    "`"
                        + failure.target()
                        + "` is not there, and cannot be made in what is read-only");
            default -> Optional.empty(); // other reasons speak for themselves
          };
      case OPEN_BIND_SOURCE ->
          errno.equals("EINVAL")
              ? Optional.of("this file system has no id-mapped mounts, which a root caller needs")
              : Optional.empty();
      case OPEN_DEVICE,
          OPEN_FILE_SYSTEM,
          CREATE_FILE_SYSTEM,
          MOUNT_FILE_SYSTEM,
          PREPARE_ROOT,
          CHANGE_DIRECTORY,
          OTHER ->
          Optional.empty();
    };
  }
}
