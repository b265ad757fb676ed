package waybill.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that stand at the bottom of the screen: puts them there and takes them away. Each change
 * is one write between the codes for a synchronized update, so a terminal that knows them never
 * shows half of it. The cursor rests behind the last row.
 */
final class LiveRows {
  private static final int MAX_ROWS = 12;
  private static final String BEGIN_UPDATE = "\u001b[?2026h";
  private static final String END_UPDATE = "\u001b[?2026l";
  private static final String ERASE_BELOW = "\u001b[J";

  private final PrintStream err;
  private final Terminal terminal;
  private final ProgressView view;

  /** What the view said last, safe and cut. */
  private List<ProgressView.Row> rows = List.of();

  private boolean standing;

  LiveRows(PrintStream err, Terminal terminal, ProgressView view) {
    this.err = err;
    this.terminal = terminal;
    this.view = view;
  }

  /** Puts the view's newest rows in place of those that stand. */
  void refresh() {
    StringBuilder codes = new StringBuilder(BEGIN_UPDATE);
    erase(codes);
    ask();
    put(codes);
    write(codes.append(END_UPDATE));
  }

  /** Takes the rows away; the cursor is then where they began. An update stays open. */
  void beginOutput() {
    StringBuilder codes = new StringBuilder(BEGIN_UPDATE);
    erase(codes);
    write(codes);
  }

  /** Puts the same rows back, below what was written meanwhile, and closes the update. */
  void endOutput(boolean atLineStart) {
    StringBuilder codes = new StringBuilder(atLineStart ? "" : "\n");
    put(codes);
    write(codes.append(END_UPDATE));
  }

  /** Writes a line that stays above the rows. */
  void insert(Tone tone, String line) {
    StringBuilder codes = new StringBuilder(BEGIN_UPDATE);
    erase(codes);
    codes.append(tone.of(DisplayText.safe(line), terminal.colours())).append('\n');
    put(codes);
    write(codes.append(END_UPDATE));
  }

  /** Takes the rows away for good. */
  void remove() {
    StringBuilder codes = new StringBuilder(BEGIN_UPDATE);
    erase(codes);
    write(codes.append(END_UPDATE));
    rows = List.of();
  }

  /** Leaves the rows where they are and goes below them. */
  void leave() {
    if (standing) {
      write(new StringBuilder("\n"));
      standing = false;
    }
  }

  private void ask() {
    int columns = terminal.columns();
    int most = Math.max(1, Math.min(MAX_ROWS, terminal.rows() - 1));
    List<ProgressView.Row> asked = view.rows(columns, most);
    rows = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      boolean last = i == asked.size() - 1;
      if (last || rows.size() < most - 1) {
        ProgressView.Row row = asked.get(i);
        // The last column stays free: in it, terminals disagree about where the cursor is.
        String text = DisplayText.cut(DisplayText.safe(row.text()), columns - 1);
        rows.add(new ProgressView.Row(row.tone(), text));
      }
    }
  }

  private void put(StringBuilder codes) {
    for (int i = 0; i < rows.size(); i++) {
      ProgressView.Row row = rows.get(i);
      codes.append(i == 0 ? "" : "\n").append(row.tone().of(row.text(), terminal.colours()));
    }
    standing = !rows.isEmpty();
  }

  private void erase(StringBuilder codes) {
    if (!standing) {
      return;
    }
    // A screen that became narrower has broken the rows into more lines.
    int columns = terminal.columns();
    int lines = 0;
    for (ProgressView.Row row : rows) {
      lines += Math.max(1, Math.ceilDiv(DisplayText.width(row.text()), columns));
    }
    codes.append('\r');
    if (lines > 1) {
      codes.append("\u001b[").append(lines - 1).append('A');
    }
    codes.append(ERASE_BELOW);
    standing = false;
  }

  private void write(StringBuilder codes) {
    err.print(codes);
    err.flush();
  }
}
