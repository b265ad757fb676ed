package waybill.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waybill.model.failure.FailureException;

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
      Capabilities.need(Capabilities.callerWord(), false, e.failure().message());
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
    return new LauncherSettings(
        BINARIES.resolve(binary),
        Layers.SOCKETS,
        workers,
        Capabilities.isRoot() ? HOST_ID : 0,
        groups,
        kernel);
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
        .filter(pid -> name(pid).startsWith("waybill-" + name))
        .toList();
  }

  /** Empty when it is gone. */
  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    launcher.close();
  }
}
