package waybill.sandbox;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A task in the launcher's hands. Safe for all threads. */
public final class RunningTask {
  final LaunchPlan plan;
  final int id;

  /** The worker's number for its root; set before it is sent. */
  int root;

  private final OutputListener output;
  private final WorkerLink link;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable LaunchReport report;
  private volatile @Nullable RuntimeException listenerFailure;

  RunningTask(int id, WorkerLink link, LaunchPlan plan, OutputListener output) {
    this.id = id;
    this.link = link;
    this.plan = plan;
    this.output = output;
  }

  /**
   * Waits until the program and all it started are gone, and everything it wrote was passed on.
   *
   * @throws RuntimeException whatever the task's output listener threw; it got nothing after that
   */
  public LaunchReport await() throws InterruptedException {
    over.await();
    RuntimeException failure = listenerFailure;
    if (failure != null) {
      throw failure;
    }
    LaunchReport given = report;
    if (given == null) {
      throw new IllegalStateException("ended without a report");
    }
    return given;
  }

  /** Sends a signal to the program; ignored when it is over. */
  public void signal(int number) {
    link.signal(id, number);
  }

  /** Types into the task's terminal. */
  public void input(byte[] bytes, int offset, int length) {
    link.input(id, bytes, offset, length);
  }

  /** Tells the task's terminal its new size. */
  public void resize(int columns, int rows) {
    link.resize(id, columns, rows);
  }

  /** A listener that fails must not take the connection, and with it every other task, along. */
  void passOn(int stream, byte[] bytes, int offset, int length) {
    if (listenerFailure != null) {
      return;
    }
    try {
      output.accept(stream, bytes, offset, length);
    } catch (RuntimeException e) {
      listenerFailure = e;
    }
  }

  void end(LaunchReport given) {
    report = given;
    over.countDown();
  }
}
