package waybill.engine;

import java.io.IOException;

/** Joins an exception and what caused it into one text. */
final class Causes {
  /** No honest chain is longer, and one that bites its tail must end. */
  private static final int DEPTH = 100;

  private Causes() {}

  /**
   * Outermost first, the root cause last; a cause that the text before it already quotes is not
   * said again.
   */
  static String joined(Throwable outermost) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable t = outermost; t != null && depth < DEPTH; t = t.getCause(), depth++) {
      String words = words(t);
      if (text.indexOf(words) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(words);
      }
    }
    return text.toString();
  }

  private static String words(Throwable t) {
    String message = t.getMessage();
    Throwable cause = t.getCause();
    if (message == null
        || message.isBlank()
        || (cause != null && message.equals(cause.toString()))) {
      return name(t);
    }
    return t.getClass() == IOException.class ? message : name(t) + ": " + message;
  }

  private static String name(Throwable t) {
    String name = t.getClass().getSimpleName();
    return name.isEmpty() ? t.getClass().getName() : name;
  }
}
