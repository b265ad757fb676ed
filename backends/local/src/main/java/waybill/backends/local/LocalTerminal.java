package waybill.backends.local;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import waybill.engine.OutputReceiver;
import waybill.engine.TaskTerminal;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.StandardStream;
import waybill.sandbox.Launcher;
import waybill.sandbox.OutputListener;
import waybill.sandbox.RunningTask;

/**
 * The terminal of a task in the launcher's hands. Whoever launches the task holds this object's
 * monitor until {@link #attach} has returned: what the task writes waits for that.
 */
final class LocalTerminal implements TaskTerminal, OutputListener {
  private final Launcher launcher;
  private final OutputReceiver output;
  private volatile @Nullable RunningTask running;

  LocalTerminal(Launcher launcher, OutputReceiver output) {
    this.launcher = launcher;
    this.output = output;
  }

  void attach(RunningTask task) {
    running = task;
    output.attached(this);
  }

  @Override
  public synchronized void accept(int stream, byte[] bytes, int offset, int length) {
    output.accept(StandardStream.STDOUT, bytes, offset, length);
  }

  @Override
  public void type(byte[] bytes, int offset, int length) {
    RunningTask task = running;
    if (task != null) {
      task.input(bytes, offset, length);
    }
  }

  @Override
  public void resize(int columns, int rows) {
    RunningTask task = running;
    if (task != null) {
      task.resize(columns, rows);
    }
  }

  @Override
  public void passKeysOn(boolean on) {
    try {
      launcher.setRawTerminal(on);
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.LAUNCHER_LOST,
              "the launcher cannot change the terminal: " + e.getMessage()),
          e);
    }
  }
}
