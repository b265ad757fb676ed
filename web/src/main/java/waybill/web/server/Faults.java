package waybill.web.server;

/** Faults of ours, in one line. */
final class Faults {
  private static final int FRAMES = 6;

  private Faults() {}

  static String text(Throwable fault) {
    var text = new StringBuilder(fault.toString().replace('\n', ' '));
    StackTraceElement[] frames = fault.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      text.append(i == 0 ? " at " : " < ").append(frames[i]);
    }
    return text.toString();
  }
}
