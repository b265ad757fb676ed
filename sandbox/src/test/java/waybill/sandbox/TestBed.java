package waybill.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waybill.model.failure.FailureException;
import waybill.testing.Needs;

/** A real launcher for one test. */
final class TestBed implements AutoCloseable {
  /** Nobody's. */
  static final int HOST_ID = 300_000;

  static final Path BINARIES =
      Path.of(System.getProperty("launcher.binaries", "target/launcher")).toAbsolutePath();

  private final Launcher launcher;

  private TestBed(Launcher launcher) {
    this.launcher = launcher;
  }

  static TestBed start(LauncherSettings.Kernel kernel) {
    return start(settings(kernel));
  }

  /** With that many workers. */
  static TestBed start(int workers) {
    return start(
        settings("waybill-launcher", workers, Optional.empty(), LauncherSettings.Kernel.PROBED));
  }

  /** Skips the test where the kernel refuses a sandbox to whoever runs the tests. */
  static TestBed start(LauncherSettings settings) {
    Launcher started = Launcher.start(settings);
    try {
      started.awaitReady();
      return new TestBed(started);
    } catch (FailureException e) {
      started.close();
      Needs.need(Capabilities.callerWord(), false, e.failure().message());
      throw e;
    } catch (InterruptedException e) {
      started.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static LauncherSettings settings(LauncherSettings.Kernel kernel) {
    return settings("waybill-launcher", 2, Optional.empty(), kernel);
  }

  static LauncherSettings settings(
      String binary, int workers, Optional<ControlGroups> groups, LauncherSettings.Kernel kernel) {
    return settings(BINARIES.resolve(binary), workers, groups, kernel);
  }

  static LauncherSettings settings(
      Path program, int workers, Optional<ControlGroups> groups, LauncherSettings.Kernel kernel) {
    return new LauncherSettings(
        program, Layers.SOCKETS, workers, Needs.isRoot() ? HOST_ID : 0, groups, kernel);
  }

  /** A launcher whose tasks may have a range of ids. */
  static TestBed withRange(String binary, int workers, LauncherSettings.Kernel kernel) {
    needRange();
    LauncherSettings plain = settings(binary, workers, Optional.empty(), kernel);
    return start(
        new LauncherSettings(
            plain.program(),
            plain.socketFolder(),
            plain.workers(),
            plain.hostId(),
            subordinateIds(),
            Optional.empty(),
            kernel));
  }

  static void needRange() {
    Needs.need(
        "range",
        Needs.isRoot() || subordinateIds().isPresent(),
        "no 65,535 subordinate ids in /etc/subuid and /etc/subgid, or no newuidmap");
  }

  /** An ordinary user's; root needs none. */
  static Optional<SubordinateIds> subordinateIds() {
    if (Needs.isRoot() || !Files.isExecutable(Path.of("/usr/bin/newuidmap"))) {
      return Optional.empty();
    }
    int user = firstId(Path.of("/etc/subuid"), Capabilities.id("uid"));
    int group = firstId(Path.of("/etc/subgid"), Capabilities.id("uid"));
    return user == 0 || group == 0
        ? Optional.empty()
        : Optional.of(new SubordinateIds(user, group));
  }

  private static int firstId(Path file, int uid) {
    try {
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.split(":", -1);
        boolean ours =
            fields[0].equals(System.getProperty("user.name")) || fields[0].equals("" + uid);
        if (ours && fields.length == 3 && Integer.parseInt(fields[2]) >= 65535) {
          return Integer.parseInt(fields[1]);
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  Launcher launcher() {
    return launcher;
  }

  Job job(String program, String... arguments) {
    return new Job(launcher, program, arguments);
  }

  /** A shell script. */
  Job script(String text) {
    return job("/bin/sh", "-c", text);
  }

  /**
   * The pids, as we see them, of everything that runs in tasks: all processes below the launcher
   * but its own.
   */
  List<Long> taskProcesses() {
    return launcher
        .handle()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> !name(pid).startsWith("waybill-"))
        .toList();
  }

  /**
   * The pids of the launcher's own processes of that name: {@code launcher}, for outer and main,
   * {@code opener} or {@code worker}.
   */
  List<Long> ownProcesses(String name) {
    return Stream.concat(Stream.of(launcher.handle()), launcher.handle().descendants())
        .map(ProcessHandle::pid)
        .filter(pid -> name(pid).equals(kernelName("waybill-" + name)))
        .toList();
  }

  /** The kernel keeps 15 characters. */
  private static String kernelName(String name) {
    return name.substring(0, Math.min(15, name.length()));
  }

  /** Empty when it is gone. */
  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
    } catch (IOException e) {
      return "";
    }
  }

  /** What the launcher's own processes hold: descriptors, mounts and children of each. */
  List<String> holdings() {
    return Stream.of("launcher", "opener", "worker")
        .flatMap(name -> ownProcesses(name).stream().map(pid -> holdings(name, pid)))
        .toList();
  }

  private String holdings(String name, long pid) {
    Path proc = Path.of("/proc/" + pid);
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      long children = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).count();
      String held = "%s %d descriptors, %d children".formatted(name, descriptors.count(), children);
      return seesTheHostsMounts(name, pid) ? held : held + ", " + mounts(proc) + " mounts";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Then what it sees comes and goes with whatever this machine mounts meanwhile. */
  private boolean seesTheHostsMounts(String name, long pid) {
    return name.equals("opener") || pid == launcher.handle().pid();
  }

  private static long mounts(Path proc) throws IOException {
    try (Stream<String> mounts = Files.lines(proc.resolve("mountinfo"))) {
      return mounts.count();
    }
  }

  @Override
  public void close() {
    launcher.close();
  }
}
