package waybill.dialects.tyger.run;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls when times are over. Its one thread is there from the first deadline on. */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("run deadlines").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Calls it after so many seconds; it must return at once. */
  ScheduledFuture<?> set(int seconds, Runnable call) {
    return timer.schedule(call, seconds, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
