package waybill.engine.testing;

import java.time.Duration;
import java.time.Instant;
import waybill.engine.EngineClock;

/** A clock that stands still until it is told otherwise. */
public final class FakeClock implements EngineClock {
  private static final Instant START = Instant.parse("2026-11-21T18:00:20.402Z");
  private long nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos);
  }

  public synchronized void advance(Duration time) {
    nanos += time.toNanos();
  }
}
