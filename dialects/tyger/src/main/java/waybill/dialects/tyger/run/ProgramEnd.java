package waybill.dialects.tyger.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the program of a run is over, and how. For any number of threads. */
final class ProgramEnd {
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean well;

  /** Called once. */
  void told(boolean itEndedWell) {
    well = itEndedWell;
    over.countDown();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Whether it is over and did not end well. Waits so long for its end. */
  boolean failsWithin(Duration patience) throws InterruptedException {
    return over.await(patience.toNanos(), TimeUnit.NANOSECONDS) && !well;
  }
}
