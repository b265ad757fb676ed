package waybill.cli;

/** The time a {@link ProgressArea} goes by. */
interface ProgressClock {

  /** The machine's own. */
  ProgressClock SYSTEM = System::nanoTime;

  /** Nanoseconds since any fixed moment. */
  long nanos();
}
