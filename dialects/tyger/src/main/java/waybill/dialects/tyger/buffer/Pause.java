package waybill.dialects.tyger.buffer;

import java.time.Duration;

/** Time, as whoever tries again sees it. */
public interface Pause {

  /** The machine's. */
  Pause REAL =
      new Pause() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void rest(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /** Nanoseconds since any fixed moment. */
  long nanos();

  /** Returns after so long. */
  void rest(Duration duration) throws InterruptedException;
}
