package waybill.cli;

/** The thread behind an open progress area. It never keeps the process alive. */
final class ProgressTimer {
  private ProgressTimer() {}

  /** What has to be called now and then. */
  interface Driven {
    /** How often. */
    long periodMillis();

    /** Does what is due; false when there is nothing more to come. */
    boolean tick();
  }

  static <T extends Driven> T drive(T driven) {
    Thread thread = new Thread(() -> run(driven), "progress");
    thread.setDaemon(true);
    thread.start();
    return driven;
  }

  private static void run(Driven driven) {
    try {
      do {
        Thread.sleep(driven.periodMillis());
      } while (driven.tick());
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a process that is about to end.
      Thread.currentThread().interrupt();
    }
  }
}
