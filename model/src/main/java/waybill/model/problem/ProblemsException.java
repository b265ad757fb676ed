package waybill.model.problem;

import java.util.List;
import waybill.model.document.Source;

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
}
