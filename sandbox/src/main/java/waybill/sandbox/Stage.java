package waybill.sandbox;

import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;

/**
 * Where a process of the launcher could not start: {@code enum stage} of {@code protocol.h}, from
 * 1.
 */
enum Stage {
  CONNECT("connecting to the command", ""),
  CONFIGURE("reading its configuration", ""),
  NAMESPACES(
      "making namespaces",
      "User namespaces may be forbidden: see `waybill doctor` for the setting and its cure."),
  ID_MAPS(
      "mapping user ids",
      "User namespaces may be restricted: see `waybill doctor` for the setting and its cure."),
  PROPAGATION("separating its mounts from the host's", ""),
  PROC("mounting proc", "Something covers parts of /proc; run outside of that container."),
  SYSFS("mounting sysfs", "Something covers parts of /sys; run outside of that container."),
  USER_NAMESPACE(
      "making a user namespace for tasks",
      "The limit user.max_user_namespaces may be reached: see `waybill doctor`."),
  OPENER("starting the opener", ""),
  EMPTY_ROOT("making an empty root", ""),
  WORKER("starting a worker", ""),
  DEVICES("collecting devices", "The host's /dev must have `null`."),
  MASKS("preparing masks", ""),
  NETWORK(
      "making a network namespace",
      "The limit user.max_net_namespaces may be reached: see `waybill doctor`."),
  FILTER("installing the system call filter", "The kernel must be built with seccomp filters."),
  MEMORY("finding memory", "");

  private static final Stage[] VALUES = values();

  private final String doing;

  /** What may help, or empty. */
  private final String cure;

  Stage(String doing, String cure) {
    this.doing = doing;
    this.cure = cure;
  }

  static Stage of(int number) {
    return number >= 1 && number <= VALUES.length ? VALUES[number - 1] : MEMORY;
  }

  /** What a process of the launcher reported before it ended, for a person. */
  static Failure failure(int number, int errno) {
    Stage stage = of(number);
    var failure =
        Failure.of(
            FailureCode.SANDBOX_REFUSED,
            "the sandbox could not be set up: " + stage.doing + ": " + new Errno(errno).text());
    return stage.cure.isEmpty() ? failure : failure.withHelp(stage.cure);
  }
}
