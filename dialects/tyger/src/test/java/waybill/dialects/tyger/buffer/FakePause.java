package waybill.dialects.tyger.buffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only in pauses, which take none. */
final class FakePause implements Pause {
  private final int last;
  private final Runnable then;
  private final List<Duration> rests = new ArrayList<>();
  private long nanos;

  FakePause() {
    this(Integer.MAX_VALUE, () -> {});
  }

  /** Does something in the pause of that number, from 1 on. */
  FakePause(int last, Runnable then) {
    this.last = last;
    this.then = then;
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void rest(Duration duration) {
    rests.add(duration);
    nanos += duration.toNanos();
    if (rests.size() == last) {
      then.run();
    }
  }

  synchronized List<Duration> rests() {
    return List.copyOf(rests);
  }
}
