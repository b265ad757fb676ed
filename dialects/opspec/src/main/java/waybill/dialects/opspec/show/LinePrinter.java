package waybill.dialects.opspec.show;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import waybill.cli.DisplayText;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.Terminal;
import waybill.cli.Tone;

/**
 * Writes the lines of runs: what programs wrote and what changes to standard output, failures and
 * remarks to standard error. Lines are gathered until {@link #flush}, in their order. For one
 * thread.
 */
final class LinePrinter {
  private static final int MOST_GATHERED = 64 << 10;

  private final Invocation invocation;
  private final ProgressArea progress;
  private final boolean answersToErr;
  private final boolean changes;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private boolean forErr;

  /**
   * @param answersToErr whether standard output is kept free for something else
   * @param changes whether changes of state are written, or are seen elsewhere
   */
  LinePrinter(Invocation invocation, ProgressArea progress, boolean answersToErr, boolean changes) {
    this.invocation = invocation;
    this.progress = progress;
    this.answersToErr = answersToErr;
    this.changes = changes;
  }

  void print(ShownLine line) {
    if (line instanceof ShownLine.Change change && !changes && !change.remark()) {
      return;
    }
    boolean err = line.remark() || answersToErr;
    if (err != forErr || gathered.size() > MOST_GATHERED) {
      flush();
      forErr = err;
    }
    Terminal terminal = invocation.terminal();
    boolean screen = err ? terminal.errIsTerminal() : terminal.outIsTerminal();
    boolean colours = screen && terminal.colours();
    if (!line.prefix().isEmpty()) {
      add(Tone.DIM.of(DisplayText.safe(line.prefix()), colours));
      add(" ");
    }
    switch (line) {
      case ShownLine.Change(var _, var _, String text) -> add(DisplayText.safe(firstLine(text)));
      case ShownLine.Trouble(var _, String text) ->
          add(Tone.BAD.of(DisplayText.safe(firstLine(text)), colours));
      case ShownLine.Output output -> {
        if (screen) {
          add(TerminalText.of(output.line(), colours));
        } else {
          // A pipe or a file gets what was written, byte for byte.
          gathered.writeBytes(output.line());
        }
      }
    }
    gathered.write('\n');
  }

  /** A message of many lines is told whole at the end of the run. */
  private static String firstLine(String text) {
    int end = text.strip().indexOf('\n');
    return end < 0 ? text.strip() : text.strip().substring(0, end).stripTrailing() + " …";
  }

  private void add(String text) {
    gathered.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes what was gathered. */
  void flush() {
    if (gathered.size() > 0) {
      PrintStream stream = forErr ? invocation.err() : invocation.out();
      progress.above(
          () -> {
            stream.writeBytes(gathered.toByteArray());
            stream.flush();
            return true;
          });
      gathered.reset();
    }
  }
}
