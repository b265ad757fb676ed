package waybill.model.problem;

import java.util.List;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * A document cannot be used. Carries all its problems, and the text they point into, up to the
 * place that tells them. Never logged on its way.
 */
public final class ProblemsException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Source source;
  private final transient List<Problem> problems;
  private final int leftOut;

  /**
   * @param problems at least one
   * @param leftOut how many more there were
   */
  public ProblemsException(Source source, List<Problem> problems, int leftOut) {
    super(problems.getFirst().message(), null, false, false);
    this.source = source;
    this.problems = List.copyOf(problems);
    this.leftOut = leftOut;
  }

  /** With the one problem that made further reading senseless. */
  public ProblemsException(Source source, Problem problem) {
    this(source, List.of(problem), 0);
  }

  /** The text, as far as it was read. */
  public Source source() {
    return source;
  }

  /** At least one, errors and warnings. */
  public List<Problem> problems() {
    return problems;
  }

  /** How many more there were than {@link #problems} holds. */
  public int leftOut() {
    return leftOut;
  }

  /**
   * This as one failure, for whoever wanted something else and met a file that cannot be used on
   * the way, one of settings for example: the first problem with its place, how many more there
   * are, and this as the cause.
   *
   * @param wanted what cannot be done for it; may be empty
   */
  public FailureException asFailure(String wanted) {
    Problem first = problems.getFirst();
    int more = problems.size() + leftOut - 1;
    String place =
        source.name() + ':' + first.span().startLine() + ':' + first.span().startColumn() + ": ";
    Failure failure =
        Failure.of(
            FailureCode.SPEC_INVALID,
            wanted + place + first.message() + (more == 0 ? "" : " (and " + more + " more)"));
    return new FailureException(first.help().map(failure::withHelp).orElse(failure), this);
  }
}
