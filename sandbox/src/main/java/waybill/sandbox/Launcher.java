package waybill.sandbox;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * A running launcher. It is started once and makes any number of tasks; when it is closed, or when
 * this process dies in whatever way, the kernel ends all of them. Safe for all threads.
 */
public final class Launcher implements AutoCloseable {
  private static final int CONNECT_SECONDS = 10;
  private static final int EXIT_SECONDS = 10;

  private final Process process;
  private final ControlLink control;
  private final List<WorkerLink> workers;

  private Launcher(Process process, ControlLink control, List<WorkerLink> workers) {
    this.process = process;
    this.control = control;
    this.workers = workers;
  }

  /**
   * Starts a launcher; its workers go on getting ready after this returns, and plans sent meanwhile
   * wait for them.
   *
   * @throws FailureException when the program cannot be started or does not connect
   */
  public static Launcher start(LauncherSettings settings) {
    Path socket =
        settings
            .socketFolder()
            .resolve(
                "launcher-"
                    + ProcessHandle.current().pid()
                    + "-"
                    + Long.toHexString(System.nanoTime()));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), settings.workers() + 1);
      Process process =
          new ProcessBuilder(settings.program().toString(), socket.toString()).inheritIO().start();
      Thread watchdog = closeWhenItEnds(process, server);
      try {
        return connect(settings, process, server);
      } finally {
        watchdog.interrupt();
      }
    } catch (IOException e) {
      throw new FailureException(cannotStart(settings, String.valueOf(e.getMessage())), e);
    } finally {
      deleteSocket(socket);
    }
  }

  /** Accepting must not wait for what is dead already, or for a program that is none of ours. */
  private static Thread closeWhenItEnds(Process process, ServerSocketChannel server) {
    return Thread.ofPlatform()
        .daemon()
        .name("waybill-launcher-start")
        .start(
            () -> {
              try {
                process.waitFor(CONNECT_SECONDS, TimeUnit.SECONDS);
                server.close();
              } catch (InterruptedException e) {
                return; // it connected: nothing to watch any more
              } catch (IOException e) {
                process.destroyForcibly();
              }
            });
  }

  private static Launcher connect(
      LauncherSettings settings, Process process, ServerSocketChannel server) {
    ControlLink control;
    try {
      control = new ControlLink(server.accept());
    } catch (IOException e) {
      throw new FailureException(didNotConnect(settings, process, e), e);
    }
    var workers = new ArrayList<WorkerLink>(settings.workers());
    var launcher = new Launcher(process, control, workers);
    try {
      control.configure(settings);
      for (int i = 0; i < settings.workers(); i++) {
        workers.add(
            new WorkerLink(server.accept(), settings.controlGroups(), i, control::startFailure));
      }
      return launcher;
    } catch (IOException e) {
      Failure why = didNotConnect(settings, process, e);
      Failure told = control.startFailure().orElse(why); // written before its end, if at all
      launcher.close();
      throw new FailureException(told, e);
    }
  }

  /** Looks at what became of the program, and ends it. */
  private static Failure didNotConnect(
      LauncherSettings settings, Process process, IOException reason) {
    String why =
        process.isAlive()
            ? reason instanceof ClosedByInterruptException
                ? "interrupted while it was starting"
                : "it did not connect within " + CONNECT_SECONDS + " seconds"
            : "it ended with status " + process.exitValue() + " before it had connected";
    process.destroyForcibly();
    return cannotStart(settings, why);
  }

  private static Failure cannotStart(LauncherSettings settings, String why) {
    return Failure.of(
            FailureCode.SANDBOX_REFUSED,
            "the launcher " + settings.program() + " could not be started: " + why)
        .withHelp("Build it again with `./waybill`, or look at `waybill doctor`.");
  }

  private static void deleteSocket(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      // It lies in a folder of ours that every start sweeps; a second message would only hide the
      // first.
      return;
    }
  }

  /**
   * Waits until every worker takes tasks.
   *
   * @throws FailureException with the reason and its cure when the kernel refuses the sandbox
   */
  public void awaitReady() throws InterruptedException {
    for (WorkerLink worker : workers) {
      worker.awaitReady();
    }
  }

  /** Whether it can take more tasks. */
  public boolean isAlive() {
    for (WorkerLink worker : workers) {
      if (worker.lost().isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Starts a task on the worker that has least to do. Does not wait for it. */
  public RunningTask launch(LaunchPlan plan, OutputListener output) {
    return launchWithFault(plan, output, 0);
  }

  /**
   * For tests: on a launcher built with faults, the call of that number on the way to the program
   * fails.
   */
  RunningTask launchWithFault(LaunchPlan plan, OutputListener output, int fault) {
    @Nullable WorkerLink idlest = null;
    int fewest = Integer.MAX_VALUE;
    for (WorkerLink worker : workers) {
      int tasks = worker.runningTasks();
      if (tasks < fewest) {
        fewest = tasks;
        idlest = worker;
      }
    }
    if (idlest == null) {
      throw new IllegalStateException("a launcher has at least one worker");
    }
    return idlest.launch(plan, output, fault);
  }

  /**
   * Puts the terminal on our standard input into raw mode, or back; it is put back however we die.
   */
  public void setRawTerminal(boolean raw) throws IOException {
    control.setRawTerminal(raw);
  }

  /** The process that would have to die for all tasks to die; for tests and `doctor`. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends every task and waits until nothing is left of the launcher. */
  @Override
  public void close() {
    for (WorkerLink worker : workers) {
      worker.expectEnd();
    }
    try {
      control.close();
    } catch (IOException e) {
      process.destroyForcibly(); // then main notices that outer is gone
    }
    try {
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (WorkerLink worker : workers) {
      worker.close();
    }
  }
}
