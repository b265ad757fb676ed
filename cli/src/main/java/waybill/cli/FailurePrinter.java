package waybill.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import waybill.model.failure.Failure;

/**
 * Tells what went wrong at run time, on the stream of our remarks. Each block is written in one
 * piece, so that nothing gets between its lines.
 */
public final class FailurePrinter {
  /** Enough to recognise a line; a job may write one of megabytes. */
  private static final int MAX_COLUMNS_OF_TAIL = 1000;

  private final PrintStream err;
  private final Terminal terminal;

  public FailurePrinter(PrintStream err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** What happened and why, and what to do where we know. */
  public void print(Failure failure) {
    StringBuilder block = new StringBuilder();
    block.append(Tone.BAD.of("error", terminal.colours())).append(": ");
    lines(block, failure.message(), "  ");
    help(block, failure.help(), terminal.colours());
    write(block);
  }

  /** One job that did not succeed, with the facts one looks for first. */
  public void print(FailureBlock failed) {
    StringBuilder block = new StringBuilder();
    String mark = terminal.unicode() ? "✘ FAILED" : "FAILED";
    block.append(Tone.BAD.of(mark, terminal.colours())).append("  ");
    block.append(Tone.STRONG.of(DisplayText.safe(failed.subject()), terminal.colours()));
    block.append("  ").append(DisplayText.safe(failed.verdict())).append('\n');
    for (FailureBlock.Fact fact : failed.facts()) {
      fact(block, fact.label(), fact.text());
    }
    failed.tail().ifPresent(tail -> tail(block, tail));
    failed.hint().ifPresent(hint -> fact(block, "hint", hint));
    if (!failed.next().isEmpty()) {
      fact(block, "next", String.join("        ", failed.next()));
    }
    write(block);
  }

  private void fact(StringBuilder block, String label, String text) {
    String padded = label + " ".repeat(Math.max(1, 10 - label.length()));
    block.append("  ").append(Tone.DIM.of(padded, terminal.colours()));
    lines(block, text, " ".repeat(12));
  }

  private void tail(StringBuilder block, FailureBlock.Tail tail) {
    if (tail.last().isEmpty()) {
      fact(block, tail.stream(), "(wrote nothing)");
      return;
    }
    block.append("  last ").append(tail.last().size()).append(" of ").append(tail.lines());
    block.append(" lines (").append(tail.stream()).append("):\n");
    String bar = Tone.DIM.of(terminal.unicode() ? "│ " : "| ", terminal.colours());
    for (String line : tail.last()) {
      block.append("    ").append(bar);
      block.append(DisplayText.cut(DisplayText.safe(line), MAX_COLUMNS_OF_TAIL)).append('\n');
    }
  }

  /** The help's lines, as they look below a problem too. */
  static void help(StringBuilder block, Optional<String> help, boolean colours) {
    if (help.isPresent()) {
      block.append("  ").append(Tone.STRONG.of("help", colours)).append(": ");
      lines(block, help.get(), " ".repeat(8));
    }
  }

  /** The text's lines made safe, all but the first after an indent. */
  private static void lines(StringBuilder block, String text, String indent) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      block.append(i == 0 ? "" : indent).append(DisplayText.safe(lines.get(i))).append('\n');
    }
    if (lines.isEmpty()) {
      block.append('\n');
    }
  }

  private void write(StringBuilder block) {
    err.print(block);
    err.flush();
  }
}
