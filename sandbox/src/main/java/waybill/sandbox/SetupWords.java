package waybill.sandbox;

import waybill.model.task.Errno;
import waybill.model.task.SetupFailure;

/** Reads a refusal of the launcher, which is numbers, by the plan that it was about. */
final class SetupWords {
  private SetupWords() {}

  static SetupFailure of(LaunchPlan plan, int stepIndex, Call call, int errno) {
    var reason = new Errno(errno);
    if (stepIndex < 0 || stepIndex >= plan.steps().size()) {
      return other(outsideOfSteps(call), call, reason);
    }
    Step step = plan.steps().get(stepIndex);
    return switch (step) {
      case Step.Bind bind ->
          new SetupFailure(
              call == Call.MOVE_MOUNT
                  ? SetupFailure.Call.ATTACH_BIND
                  : SetupFailure.Call.OPEN_BIND_SOURCE,
              bind.written(),
              bind.target(),
              reason);
      case Step.Device device ->
          new SetupFailure(
              call == Call.MOVE_MOUNT
                  ? SetupFailure.Call.ATTACH_DEVICE
                  : SetupFailure.Call.OPEN_DEVICE,
              device.name(),
              device.target(),
              reason);
      case Step.FileSystem fs ->
          new SetupFailure(fileSystemCall(call), fs.type(), fs.target(), reason);
      case Step.Directory directory ->
          new SetupFailure(
              SetupFailure.Call.CHANGE_DIRECTORY, directory.path(), directory.path(), reason);
      case Step.Folder folder ->
          new SetupFailure(
              SetupFailure.Call.CHANGE_DIRECTORY, folder.path(), folder.path(), reason);
      case Step.Link link -> other("making the link " + link.path(), call, reason);
      case Step.File file -> other("writing " + file.path(), call, reason);
      case Step.Execute execute when call == Call.EXECVE ->
          new SetupFailure(SetupFailure.Call.EXECUTE, execute.arguments().getFirst(), "", reason);
      case Step.Execute ignored -> other("starting the program", call, reason);
      case Step.Root root when root.files().isPresent() && isOfFile(call) ->
          other("making its disk in " + root.files().get().folder(), call, reason);
      case Step.Root ignored ->
          new SetupFailure(SetupFailure.Call.PREPARE_ROOT, name(call), "/", reason);
      case Step.ControlGroup ignored -> other("setting limits", call, reason);
      case Step.Network ignored -> other("entering the network", call, reason);
      case Step.Mask mask -> other("masking " + mask.target(), call, reason);
      case Step.Session ignored -> other("starting a session", call, reason);
      case Step.ResourceLimit ignored -> other("lowering a resource limit", call, reason);
      case Step.Identity ignored -> other("taking the task's identity", call, reason);
      case Step.Filter ignored -> other("installing the system call filter", call, reason);
    };
  }

  private static boolean isOfFile(Call call) {
    return call == Call.OPEN || call == Call.WRITE || call == Call.FORMAT || call == Call.LOOP;
  }

  private static String outsideOfSteps(Call call) {
    return switch (call) {
      case PROTOCOL -> "reading the plan";
      case PIPE, TERMINAL, DUP, OPEN -> "opening the standard streams";
      default -> "starting the sandbox"; // all others belong to a step, or come before the first
    };
  }

  private static SetupFailure.Call fileSystemCall(Call call) {
    if (call == Call.FSOPEN) {
      return SetupFailure.Call.OPEN_FILE_SYSTEM;
    }
    if (call == Call.FSCONFIG || call == Call.FSCREATE) {
      return SetupFailure.Call.CREATE_FILE_SYSTEM;
    }
    return call == Call.MOVE_MOUNT
        ? SetupFailure.Call.ATTACH_FILE_SYSTEM
        : SetupFailure.Call.MOUNT_FILE_SYSTEM;
  }

  private static SetupFailure other(String what, Call call, Errno reason) {
    return new SetupFailure(SetupFailure.Call.OTHER, what + " (" + name(call) + ")", "", reason);
  }

  private static String name(Call call) {
    return call.name().toLowerCase(java.util.Locale.ROOT);
  }
}
