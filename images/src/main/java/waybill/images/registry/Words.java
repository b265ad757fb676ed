package waybill.images.registry;

import java.time.Duration;

/** Small texts for messages. */
final class Words {
  private static final int LONGEST = 300;

  private Words() {}

  /** For example {@code 30 s} or {@code 200 ms}. */
  static String time(Duration time) {
    return time.toMillis() < 1000 || time.toMillisPart() != 0
        ? time.toMillis() + " ms"
        : time.toSeconds() + " s";
  }

  /** A text of somebody else in one short line, without characters that could move a terminal. */
  static String foreign(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c);
    }
    return line.toString().strip() + (text.length() > LONGEST ? "…" : "");
  }
}
