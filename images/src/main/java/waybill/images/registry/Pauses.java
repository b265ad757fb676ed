package waybill.images.registry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits between two attempts, and knows the time. Tests have one that does not wait. */
public interface Pauses {

  /** The machine's. */
  Pauses REAL =
      new Pauses() {
        @Override
        public void pause(Duration time) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  void pause(Duration time) throws InterruptedException;

  /** A time that only grows. */
  long nanos();
}
