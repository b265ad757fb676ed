package waybill.backends.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.engine.AttemptReport;
import waybill.engine.OutputReceiver;
import waybill.engine.event.Phases;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Mount;
import waybill.model.task.Outcome;
import waybill.model.task.StandardStream;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.model.task.Usage;
import waybill.sandbox.LaunchPlan;
import waybill.sandbox.LaunchReport;
import waybill.sandbox.Launcher;
import waybill.sandbox.OutputListener;
import waybill.sandbox.PlanBuilder;
import waybill.sandbox.RootFolders;
import waybill.sandbox.RunningTask;
import waybill.sandbox.Step;

/**
 * The life of one attempt on this machine: find the layers, decide the plan, have the launcher
 * carry it out, wait, and say how it ended. {@link #run} is called once, by the attempt's own
 * thread; {@link #kill} by any.
 */
final class LocalAttempt {
  private static final int SIGKILL = 9;
  private static final int STDOUT = 1;

  private final OutputReceiver output;
  private boolean killed;
  private @Nullable RunningTask running;

  LocalAttempt(OutputReceiver output) {
    this.output = output;
  }

  /**
   * Once.
   *
   * @param devices of the host that only this task has
   */
  AttemptReport run(
      Task task,
      List<Step.Bind> devices,
      RootPreparer roots,
      PlanBuilder plans,
      LauncherHolder launchers,
      LocalSettings settings)
      throws InterruptedException {
    long begun = System.nanoTime();
    Task wanted = withRealSources(task);
    for (Mount mount : wanted.mounts()) {
      if (mount instanceof Mount.Bind bind && settings.hides(bind.source())) {
        return nothingRan(new Outcome.Failed(hiddenSource(bind)));
      }
    }
    RootFolders root = roots.prepare(wanted).withDevices(devices);
    LaunchPlan plan = plans.build(wanted, root);
    long layersMicros = (System.nanoTime() - begun) / 1000;
    Launcher launcher = launchers.get();
    Optional<RunningTask> started =
        task.streams() instanceof Streams.Terminal
            ? launchOnTerminal(plan, launcher)
            : launch(plan, launcher, this::passOn);
    if (started.isEmpty()) {
      return nothingRan(new Outcome.Signaled(SIGKILL));
    }
    return told(await(started.get()), layersMicros);
  }

  private Optional<RunningTask> launchOnTerminal(LaunchPlan plan, Launcher launcher) {
    var terminal = new LocalTerminal(launcher, output);
    synchronized (terminal) {
      Optional<RunningTask> started = launch(plan, launcher, terminal);
      started.ifPresent(terminal::attach);
      return started;
    }
  }

  /** Never while waiting for the launcher: a kill must not wait either. */
  private synchronized Optional<RunningTask> launch(
      LaunchPlan plan, Launcher launcher, OutputListener listener) {
    if (killed) {
      return Optional.empty();
    }
    RunningTask started = launcher.launch(plan, listener);
    running = started;
    return Optional.of(started);
  }

  private void passOn(int stream, byte[] bytes, int offset, int length) {
    output.accept(
        stream == STDOUT ? StandardStream.STDOUT : StandardStream.STDERR, bytes, offset, length);
  }

  synchronized void kill() {
    killed = true;
    RunningTask current = running;
    if (current != null) {
      current.signal(SIGKILL);
    }
  }

  /** An interrupt means that nobody waits any more: the program goes first. */
  private static LaunchReport await(RunningTask started) throws InterruptedException {
    try {
      return started.await();
    } catch (InterruptedException e) {
      started.signal(SIGKILL);
      throw e;
    }
  }

  private static AttemptReport told(LaunchReport report, long layersMicros) {
    return switch (report) {
      case LaunchReport.Ended ended ->
          new AttemptReport(
              outcome(ended),
              ended.usage(),
              ended.stdoutBytes(),
              ended.stderrBytes(),
              new Phases(0, 0, layersMicros, 0, ended.usage().wallMicros(), 0, List.of()));
      case LaunchReport.Refused refused -> nothingRan(new Outcome.NotStarted(refused.failure()));
      case LaunchReport.Lost lost -> nothingRan(new Outcome.Failed(lost.failure()));
    };
  }

  private static Outcome outcome(LaunchReport.Ended ended) {
    if (ended.outOfMemory() && diedOfSigkill(ended)) {
      return new Outcome.OutOfMemory();
    }
    return ended.signal() != 0
        ? new Outcome.Signaled(ended.signal())
        : new Outcome.Exited(ended.exitCode());
  }

  /**
   * Itself, or what it ran: a shell whose program was killed goes on, and ends with 128 and the
   * number of the signal.
   */
  private static boolean diedOfSigkill(LaunchReport.Ended ended) {
    return ended.signal() == 0 ? ended.exitCode() == 128 + SIGKILL : ended.signal() == SIGKILL;
  }

  static AttemptReport nothingRan(Outcome outcome) {
    return new AttemptReport(outcome, Usage.NONE, 0, 0, Phases.NONE);
  }

  /**
   * A link to a folder that we hide would lead past the masks; a missing source is left for the
   * launcher to tell.
   */
  private static Task withRealSources(Task task) {
    boolean unchanged = true;
    var mounts = new ArrayList<Mount>(task.mounts().size());
    for (Mount mount : task.mounts()) {
      if (mount instanceof Mount.Bind bind) {
        mounts.add(
            new Mount.Bind(real(bind.source()), bind.written(), bind.target(), bind.access()));
        unchanged = false;
      } else {
        mounts.add(mount);
      }
    }
    return unchanged
        ? task
        : new Task(
            task.root(),
            task.ids(),
            task.program(),
            mounts,
            task.network(),
            task.limits(),
            task.timeout(),
            task.streams());
  }

  private static Path real(Path source) {
    try {
      return source.toRealPath();
    } catch (IOException e) {
      return source;
    }
  }

  private static Failure hiddenSource(Mount.Bind bind) {
    return Failure.of(
            FailureCode.INPUT_MISSING,
            "`" + bind.written() + "` lies in a folder of Waybill's own, which no task may see")
        .withHelp("bind a folder outside of it");
  }
}
