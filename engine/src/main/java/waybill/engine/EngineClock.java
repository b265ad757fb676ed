package waybill.engine;

import java.time.Instant;

/** The time, as the engine sees it. */
public interface EngineClock {

  /** The machine's clocks. */
  EngineClock SYSTEM = new MachineClock();

  /**
   * Nanoseconds since a moment before the first call; never negative, never goes back. For
   * durations.
   */
  long nanos();

  /** The wall clock, for people. May jump. */
  Instant now();

  /** See {@link #SYSTEM}. */
  final class MachineClock implements EngineClock {
    private final long origin = System.nanoTime();

    private MachineClock() {}

    @Override
    public long nanos() {
      return System.nanoTime() - origin;
    }

    @Override
    public Instant now() {
      return Instant.now();
    }
  }
}
