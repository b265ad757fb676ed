package waybill.cli;

import java.util.Map;

/** How progress is shown. */
public enum ProgressMode {
  /** Rows at the bottom of the screen. */
  LIVE,
  /** Lines with the time since the start. */
  PLAIN,
  /** Not at all. */
  OFF;

  /**
   * What suits the place where our remarks go: rows need a screen whose cursor can be moved, and
   * somebody who watches it.
   */
  public static ProgressMode suiting(Terminal terminal, Map<String, String> environment) {
    boolean screen = terminal.errIsTerminal() && !SystemTerminal.isDumb(environment);
    return screen && !SystemTerminal.isSet(environment, "CI") ? LIVE : PLAIN;
  }
}
