package waybill.backends.local;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.sandbox.ControlGroups;
import waybill.sandbox.Launcher;
import waybill.sandbox.LauncherSettings;

/**
 * The one launcher of a backend: started when first wanted, and again when it was lost. Safe for
 * all threads.
 */
final class LauncherHolder implements AutoCloseable {
  private final LauncherSettings settings;
  private final ReentrantLock starting = new ReentrantLock();
  private @Nullable Launcher launcher;
  private boolean closed;

  LauncherHolder(LauncherSettings settings) {
    this.settings = settings;
  }

  /**
   * A launcher that takes tasks.
   *
   * @throws waybill.model.failure.FailureException when the kernel refuses the sandbox, with the
   *     cure
   */
  Launcher get() throws InterruptedException {
    starting.lockInterruptibly();
    try {
      if (closed) {
        throw Failure.of(FailureCode.LAUNCHER_LOST, "the launcher was closed").asException();
      }
      Launcher current = launcher;
      if (current != null && current.isAlive()) {
        return current;
      }
      if (current != null) {
        current.close();
        launcher = null;
      }
      return start();
    } finally {
      starting.unlock();
    }
  }

  private Launcher start() throws InterruptedException {
    Launcher started = Launcher.start(settings.withControlGroups(ControlGroups.find()));
    boolean ready = false;
    try {
      started.awaitReady();
      ready = true;
    } finally {
      if (!ready) {
        started.close();
      }
    }
    launcher = started;
    return started;
  }

  @Override
  public void close() {
    starting.lock();
    try {
      closed = true;
      Launcher current = launcher;
      if (current != null) {
        current.close();
      }
    } finally {
      starting.unlock();
    }
  }
}
