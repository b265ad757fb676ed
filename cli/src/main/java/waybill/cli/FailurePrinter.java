package waybill.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import waybill.model.document.Source;
import waybill.model.failure.Failure;

/**
 * Tells what went wrong at run time, on the stream of our remarks. Each block is written in one
 * piece, so that nothing gets between its lines.
 */
public final class FailurePrinter {
  /** Enough to recognise a line; a job may write one of megabytes. */
  private static final int MAX_COLUMNS_OF_TAIL = 1000;

  private static final int MAX_COLUMNS_OF_PLACE = 120;

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
    failed.place().ifPresent(place -> place(block, place));
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

  /** The line with the one before it, so that one recognises it. */
  private void place(StringBuilder block, FailureBlock.Place place) {
    boolean unicode = terminal.unicode();
    place(block, unicode ? "┌─ " : ",- ", DisplayText.safe(place.source().name()));
    for (int number = place.line() - 1; number <= place.line(); number++) {
      Optional<Source.Line> line = place.source().line(number);
      if (line.isPresent()) {
        int gutter = Integer.toString(place.line()).length();
        String shown = Integer.toString(number);
        String text = DisplayText.safe(line.get().text().replace("\t", "    "));
        String bar = unicode ? " │ " : " | ";
        String left = " ".repeat(gutter - shown.length()) + shown + bar;
        String cut = DisplayText.cut(text, MAX_COLUMNS_OF_PLACE).stripTrailing();
        boolean marked = number == place.line();
        place(block, unicode ? "│ " : "| ", left + cut);
        if (marked) {
          String under = " ".repeat(gutter) + bar + " ".repeat(markColumn(line.get(), place));
          place(block, unicode ? "│ " : "| ", under + Tone.BAD.of("^", terminal.colours()));
        }
      }
    }
    place(block, unicode ? "└─" : "`-", "");
  }

  private void place(StringBuilder block, String edge, String text) {
    block.append("  ").append(Tone.PLACE.of(edge, terminal.colours())).append(text).append('\n');
  }

  private static int markColumn(Source.Line line, FailureBlock.Place place) {
    String text = line.text();
    int points = Math.min(place.column() - 1, text.codePointCount(0, text.length()));
    String before = text.substring(0, text.offsetByCodePoints(0, Math.max(0, points)));
    int columns = DisplayText.width(DisplayText.safe(before.replace("\t", "    ")));
    return Math.min(columns, MAX_COLUMNS_OF_PLACE);
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
