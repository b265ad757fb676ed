package waybill.model.task;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Something attached inside the root. Targets are paths inside it. */
public sealed interface Mount {

  /**
   * A fresh proc of the task's own PID namespace.
   *
   * @param view whether the kernel's files that an unprivileged id can still read are hidden
   */
  record Proc(String target, View view) implements Mount {}

  /** What of proc is shown. */
  enum View {
    /** All of it, with the rights of an unprivileged id. */
    PLAIN,
    /** Without {@code keys}, {@code kallsyms} and their like, which leak facts about the host. */
    MASKED
  }

  /** A fresh sysfs of the task's network namespace; not possible with the host's network. */
  record Sys(String target) implements Mount {}

  /** An empty file system in memory. */
  record Tmp(String target) implements Mount {}

  /** A fresh devpts, with a {@code ptmx} that anyone may open. */
  record DevPts(String target) implements Mount {}

  /** A fresh POSIX message queue file system. */
  record MessageQueue(String target) implements Mount {}

  /**
   * Devices of the host, each on {@code /dev/NAME}; {@code shm} is a fresh one of the task's own.
   */
  record Devices(List<Device> devices) implements Mount {
    public Devices {
      devices = List.copyOf(devices);
    }
  }

  /**
   * What programs of a whole image expect of the system, as container engines give it: a proc that
   * is {@link View#MASKED}; a sysfs that is read-only, with the host's network the host's; a {@code
   * /dev} in memory with the six devices that every Unix has, terminals, shared memory, message
   * queues and the usual links; with the host's network, copies of its {@code /etc/hosts}, {@code
   * /etc/hostname} and {@code /etc/resolv.conf}. Needs a root where what is missing is made.
   *
   * @param sharedMemoryBytes that {@code /dev/shm} takes, 1 or more; a quarter of the machine's
   *     memory when nobody says it
   */
  record ContainerSystem(OptionalLong sharedMemoryBytes) implements Mount {

    /** Where nobody says how much shared memory there is. */
    public ContainerSystem() {
      this(OptionalLong.empty());
    }
  }

  /**
   * A file or folder of the host.
   *
   * @param source absolute
   * @param written as the author wrote it, for messages
   * @param access whether the task may write through it
   */
  record Bind(Path source, String written, String target, BindAccess access) implements Mount {}

  /** Whether a task may write through a bind. */
  enum BindAccess {
    READ_ONLY,
    READ_WRITE
  }

  /** A device that a task may be given, by its name below {@code /dev}. */
  enum Device {
    FULL,
    FUSE,
    NULL,
    RANDOM,
    SHM,
    TTY,
    URANDOM,
    ZERO;

    /** The name below {@code /dev}. */
    public String fileName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
