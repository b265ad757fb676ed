package waybill.sandbox;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A task in the launcher's hands. Safe for all threads. */
public final class RunningTask {
  final LaunchPlan plan;
  final OutputListener output;
  final int id;
  private final WorkerLink link;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable LaunchReport report;

  RunningTask(int id, WorkerLink link, LaunchPlan plan, OutputListener output) {
    this.id = id;
    this.link = link;
    this.plan = plan;
    this.output = output;
  }

  /** Waits until the program and all it started are gone, and everything it wrote was passed on. */
  public LaunchReport await() throws InterruptedException {
    over.await();
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

  void end(LaunchReport given) {
    report = given;
    over.countDown();
  }
}
