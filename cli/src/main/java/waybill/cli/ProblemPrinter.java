package waybill.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;
import waybill.model.problem.Related;
import waybill.model.problem.Severity;

/**
 * Tells what is wrong in a document, each problem with the lines it is about and a mark under the
 * words:
 *
 * <pre>
 * job.json:3:3: error: the key `user` is written twice [json/duplicate-key]
 *     2 |   "user": 1,
 *       |   ------ first here
 *     3 |   "user": 2
 *       |   ^^^^^^
 *   help: leave one of them out
 * </pre>
 */
public final class ProblemPrinter {
  /** A person mends a few and looks again; the rest is counted. */
  private static final int MAX_TOLD = 50;

  /** Width of a line that is not shown on a terminal. */
  private static final int COLUMNS_OF_A_FILE = 160;

  /** Lines up to here are shown without asking how wide the screen is, which takes long. */
  private static final int COLUMNS_OF_ANY_SCREEN = 72;

  private static final int MIN_COLUMNS_OF_TEXT = 20;

  private final PrintStream err;
  private final Terminal terminal;

  public ProblemPrinter(PrintStream err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Everything that made a document unusable. */
  public void print(ProblemsException problems) {
    print(problems.source(), problems.problems(), problems.leftOut());
  }

  /**
   * Problems of one text.
   *
   * @param leftOut how many more there are
   */
  public void print(Source source, List<Problem> problems, int leftOut) {
    int told = Math.min(problems.size(), MAX_TOLD);
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems.subList(0, told)) {
      problem(text, source, problem);
    }
    int more = leftOut + problems.size() - told;
    if (more > 0) {
      text.append("and ").append(more).append(more == 1 ? " more problem" : " more problems");
      text.append(" in ").append(DisplayText.safe(source.name())).append('\n');
    }
    err.print(text);
    err.flush();
  }

  private void problem(StringBuilder text, Source source, Problem problem) {
    Span span = problem.span();
    String place = source.name() + ":" + span.startLine() + ":" + span.startColumn();
    text.append(Tone.STRONG.of(DisplayText.safe(place), terminal.colours())).append(": ");
    text.append(
        switch (problem.severity()) {
          case ERROR -> Tone.BAD.of("error", terminal.colours());
          case WARNING -> Tone.WARNING.of("warning", terminal.colours());
        });
    text.append(": ").append(DisplayText.safe(problem.message()));
    text.append(" [").append(problem.code()).append("]\n");
    frame(text, source, problem);
    FailurePrinter.help(text, problem.help(), terminal.colours());
  }

  /** A place to mark, with what stands behind the mark. */
  private record Mark(Span span, char sign, String word, Tone tone) {}

  private void frame(StringBuilder text, Source source, Problem problem) {
    List<Mark> marks = marks(problem);
    int digits = 0;
    for (Mark mark : marks) {
      digits = Math.max(digits, Integer.toString(mark.span().startLine()).length());
    }
    int gutter = Math.max(5, digits);
    int shown = 0;
    boolean shownWhole = false;
    for (Mark mark : marks) {
      int number = mark.span().startLine();
      Optional<Source.Line> line = source.line(number);
      if (line.isEmpty()) {
        continue;
      }
      int width = width(line.get(), gutter);
      Excerpt excerpt = Excerpt.of(line.get(), mark.span(), width, terminal.unicode());
      if (shown != number || !shownWhole) {
        if (shown != 0 && number > shown + 1) {
          text.append(" ".repeat(gutter - 3)).append("...\n");
        }
        row(text, gutter, Integer.toString(number), excerpt.text());
      }
      String signs = String.valueOf(mark.sign()).repeat(excerpt.markColumns());
      String words = mark.word().isEmpty() ? signs : signs + " " + DisplayText.safe(mark.word());
      String under = mark.tone().of(words, terminal.colours());
      row(text, gutter, "", " ".repeat(excerpt.columnsBefore()) + under);
      shown = number;
      shownWhole = excerpt.whole();
    }
  }

  private int width(Source.Line line, int gutter) {
    if (line.text().length() <= COLUMNS_OF_ANY_SCREEN) {
      return COLUMNS_OF_ANY_SCREEN;
    }
    int columns = terminal.errIsTerminal() ? terminal.columns() : COLUMNS_OF_A_FILE;
    return Math.max(MIN_COLUMNS_OF_TEXT, columns - gutter - 4);
  }

  private void row(StringBuilder text, int gutter, String number, String content) {
    String left = " ".repeat(gutter - number.length()) + number + " |";
    text.append(Tone.PLACE.of(left, terminal.colours()));
    text.append((" " + content).stripTrailing()).append('\n');
  }

  /** The marks in the order of the text; the problem's own before others of the same place. */
  private static List<Mark> marks(Problem problem) {
    Tone tone = problem.severity() == Severity.ERROR ? Tone.BAD : Tone.WARNING;
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark(problem.span(), '^', "", tone));
    for (Related related : problem.related()) {
      marks.add(new Mark(related.span(), '-', related.word(), Tone.PLACE));
    }
    marks.sort(Comparator.comparingLong(mark -> mark.span().startOffset()));
    return marks;
  }
}
