package waybill.images.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Does not wait, but notes how long it would have, and lets that time pass. */
public final class NoPauses implements Pauses {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong();

  @Override
  public void pause(Duration time) {
    pauses.add(time);
    pass(time);
  }

  @Override
  public long nanos() {
    return now.get();
  }

  public void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  public List<Duration> pauses() {
    return pauses;
  }
}
