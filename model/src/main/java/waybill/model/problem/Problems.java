package waybill.model.problem;

import java.util.ArrayList;
import java.util.List;
import waybill.model.document.Source;

/**
 * Collects what is wrong in one document, so that its author learns all of it at once. For one
 * thread.
 */
public final class Problems {
  /**
   * How many are kept in full: nobody reads more, and a hostile document can have one per few
   * bytes.
   */
  public static final int MAX_KEPT = 1000;

  private final List<Problem> kept = new ArrayList<>();
  private int leftOut;
  private boolean anyError;

  public void add(Problem problem) {
    anyError |= problem.severity() == Severity.ERROR;
    if (kept.size() < MAX_KEPT) {
      kept.add(problem);
    } else {
      leftOut++;
    }
  }

  /** The same with every warning as an error, for those who want none. */
  public Problems strictly() {
    Problems strict = new Problems();
    for (Problem problem : kept) {
      strict.add(problem.as(Severity.ERROR));
    }
    strict.leftOut = leftOut;
    return strict;
  }

  /** Whether the document cannot be used. */
  public boolean anyError() {
    return anyError;
  }

  /** What was kept, in the order of adding. */
  public List<Problem> list() {
    return List.copyOf(kept);
  }

  /** How many came after {@link #MAX_KEPT}. */
  public int leftOut() {
    return leftOut;
  }

  /**
   * Ends the reading of a document that cannot be used, with everything collected so far.
   *
   * @param source the text of the document
   */
  public void throwIfAnyError(Source source) {
    if (anyError) {
      throw exception(source);
    }
  }

  /** Everything collected so far, of which there must be something, as an exception. */
  public ProblemsException exception(Source source) {
    return new ProblemsException(source, kept, leftOut);
  }
}
