package waybill.dialects.tyger.command;

import waybill.model.problem.ProblemsException;

/** What stands in a file is no specification; the cause says all that is wrong in it. */
final class UnparsableFile extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final ProblemsException problems;

  UnparsableFile(String file, ProblemsException problems) {
    super(problems);
    this.file = file;
    this.problems = problems;
  }

  String file() {
    return file;
  }

  ProblemsException problems() {
    return problems;
  }
}
