package waybill.app.verb;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import waybill.cli.DisplayText;
import waybill.cli.Invocation;
import waybill.cli.Tone;

/** Writes lines of logs. */
final class LogPrinter {
  /** Wider names move their own lines only. */
  private static final int NAME_COLUMNS = 20;

  private static final Tone[] TONES = {Tone.PLACE, Tone.GOOD, Tone.WARNING, Tone.STRONG, Tone.DIM};

  private final PrintStream out;
  private final PrintStream err;
  private final Look look;
  private final boolean safe;
  private final boolean colours;
  private final String bar;

  /** How lines look. */
  record Look(boolean prefix, boolean timestamps) {}

  LogPrinter(Invocation invocation, Look look) {
    this.out = invocation.out();
    this.err = invocation.err();
    this.look = look;
    this.safe = invocation.terminal().outIsTerminal();
    this.colours = safe && invocation.terminal().colours();
    this.bar = invocation.terminal().unicode() ? " │ " : " | ";
  }

  /**
   * Writes a line.
   *
   * @param line without its end; to a terminal it goes without what a terminal would obey
   */
  void line(Instant at, String path, byte[] line, String text) {
    var head = new StringBuilder();
    if (look.timestamps()) {
      head.append(at.truncatedTo(ChronoUnit.MILLIS)).append(' ');
    }
    if (look.prefix()) {
      String name = DisplayText.safe(path);
      String padded = name + " ".repeat(Math.max(0, NAME_COLUMNS - DisplayText.width(name)));
      Tone tone = TONES[Math.floorMod(path.hashCode(), TONES.length)];
      head.append(tone.of(padded, colours)).append(bar);
    }
    out.print(head);
    if (safe) {
      out.print(DisplayText.safe(text));
    } else {
      out.write(line, 0, line.length);
    }
    out.print("\n");
  }

  /** Says something of ours. */
  void remark(String text) {
    out.flush();
    err.print(text + "\n");
    err.flush();
  }

  /** Lets everything be seen; false when nobody looks any more. */
  boolean flush() {
    return !out.checkError();
  }
}
