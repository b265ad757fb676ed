package waybill.backends.local;

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
  private final Map<AttemptId, LocalAttempt> attempts = new ConcurrentHashMap<>();

  /** A backend that starts nothing before it has to, or is told to {@link #warmUp}. */
  public LocalBackend(LocalSettings settings) {
    this.settings = settings;
    this.roots = new RootPreparer(settings.store());
    this.plans = new PlanBuilder(settings.hidden());
    this.launchers = new LauncherHolder(settings.launcher());
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
    var attempt = new LocalAttempt(task, output);
    attempts.put(id, attempt);
    try {
      return attempt.run(roots, plans, launchers, settings);
    } catch (FailureException e) {
      return LocalAttempt.nothingRan(new Outcome.Failed(e.failure()));
    } finally {
      attempts.remove(id);
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
