package waybill.sandbox;

/**
 * What the launcher was doing when the kernel refused: {@code enum call} of {@code protocol.h}, in
 * its order.
 */
enum Call {
  NONE,
  PROTOCOL,
  CLONE,
  PIPE,
  OPEN,
  WRITE,
  DUP,
  UNSHARE,
  SETNS,
  OPEN_TREE,
  MOUNT_SETATTR,
  FSOPEN,
  FSCONFIG,
  FSCREATE,
  FSMOUNT,
  MOVE_MOUNT,
  MOUNT,
  MKDIR,
  CHOWN,
  CHROOT,
  SETSID,
  TERMINAL,
  SETRLIMIT,
  SETGROUPS,
  SETID,
  NO_NEW_PRIVS,
  CAPSET,
  CHDIR,
  CLOSE_RANGE,
  SECCOMP,
  EXECVE,
  MAP_IDS,
  READ,
  MKNOD,
  LINK,
  REMOVE,
  CHMOD,
  SET_TIME,
  SETXATTR,
  SYNC,
  FORMAT,
  LOOP;

  private static final Call[] VALUES = values();

  static Call of(int number) {
    return number >= 0 && number < VALUES.length ? VALUES[number] : PROTOCOL;
  }
}
