package waybill.backends.local;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import waybill.engine.AttemptId;
import waybill.engine.AttemptReport;
import waybill.engine.Backend;
import waybill.engine.OutputReceiver;
import waybill.model.failure.FailureException;
import waybill.model.task.Outcome;
import waybill.model.task.Task;
import waybill.sandbox.PlanBuilder;

/** Runs attempts in sandboxes on this machine. Safe for all threads. */
public final class LocalBackend implements Backend {
  private final LocalSettings settings;
  private final RootPreparer roots;
  private final PlanBuilder plans;
  private final LauncherHolder launchers;
  private final GpuPool gpus;
  private final Map<AttemptId, LocalAttempt> attempts = new ConcurrentHashMap<>();

  /** A backend that starts nothing before it has to, or is told to {@link #warmUp}. */
  public LocalBackend(LocalSettings settings) {
    this.settings = settings;
    this.roots = new RootPreparer(settings.store());
    this.plans = new PlanBuilder(settings.hidden(), settings.disks());
    this.launchers = new LauncherHolder(settings.launcher());
    this.gpus = new GpuPool(settings.gpus());
  }

  /**
   * Begins to start the launcher, so that it gets ready while the caller still reads what it is to
   * run.
   */
  public void warmUp() {
    Thread.ofPlatform()
        .daemon()
        .name("waybill-warm-up")
        .start(
            () -> {
              try {
                launchers.get();
              } catch (FailureException e) {
                return; // told by the first task, which meets it too
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public AttemptReport run(AttemptId id, Task task, OutputReceiver output)
      throws InterruptedException {
    var attempt = new LocalAttempt(output);
    attempts.put(id, attempt);
    try {
      return task.limits().gpus() == 0
          ? attempt.run(task, List.of(), roots, plans, launchers, settings)
          : runWithGpus(attempt, task);
    } catch (FailureException e) {
      return LocalAttempt.nothingRan(new Outcome.Failed(e.failure()));
    } finally {
      attempts.remove(id);
    }
  }

  private AttemptReport runWithGpus(LocalAttempt attempt, Task task) throws InterruptedException {
    try (GpuPool.Lease lease = gpus.take(task.limits().gpus())) {
      return attempt.run(lease.edited(task), lease.devices(), roots, plans, launchers, settings);
    }
  }

  @Override
  public void kill(AttemptId id) {
    LocalAttempt attempt = attempts.get(id);
    if (attempt != null) {
      attempt.kill();
    }
  }

  @Override
  public void close() {
    launchers.close();
  }
}
