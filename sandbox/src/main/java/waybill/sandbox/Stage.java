package waybill.sandbox;

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
  private final String cure;

  Stage(String doing, String cure) {
    this.doing = doing;
    this.cure = cure;
  }

  String doing() {
    return doing;
  }

  /** What may help, or empty. */
  String cure() {
    return cure;
  }

  static Stage of(int number) {
    return number >= 1 && number <= VALUES.length ? VALUES[number - 1] : MEMORY;
  }
}
