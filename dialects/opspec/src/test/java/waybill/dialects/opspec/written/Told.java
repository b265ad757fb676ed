package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.List;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.problem.Severity;

/** What is said of an op.yml, in lines. */
final class Told {
  private Told() {}

  /** {@code LINE:COLUMN CODE: MESSAGE | HELP}, warnings with a question mark before them. */
  static List<String> of(String text) {
    Problems problems = new Problems();
    try {
      var _ = OpReader.read(new Source("op.yml", text), problems);
    } catch (ProblemsException e) {
      // All are in the problems.
    }
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems.list()) {
      lines.add(
          (problem.severity() == Severity.WARNING ? "?" : "")
              + problem.span().startLine()
              + ":"
              + problem.span().startColumn()
              + " "
              + problem.code()
              + ": "
              + problem.message()
              + problem.help().map(help -> " | " + help).orElse(""));
    }
    return lines;
  }

  /** The op, without a warning. */
  static WrittenOp op(String text) {
    Problems problems = new Problems();
    WrittenOp op = OpReader.read(new Source("op.yml", text), problems);
    if (!problems.list().isEmpty()) {
      throw new AssertionError(problems.list().toString());
    }
    return op;
  }
}
