package waybill.model.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
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

  /** Of these at most so many are warnings, so that the errors among many are seen. */
  private static final int MAX_WARNINGS = 500;

  private final List<Problem> kept = new ArrayList<>();
  private int warnings;
  private int leftOut;
  private boolean anyError;

  public void add(Problem problem) {
    boolean warning = problem.severity() == Severity.WARNING;
    anyError |= !warning;
    if (kept.size() < MAX_KEPT && !(warning && warnings == MAX_WARNINGS)) {
      kept.add(problem);
      warnings += warning ? 1 : 0;
    } else {
      leftOut++;
    }
  }

  /** Adds all that another one found, in the order of their places. */
  public void addInOrder(Problems other) {
    List<Problem> sorted = new ArrayList<>(other.kept);
    sorted.sort(Comparator.comparingLong(problem -> problem.span().startOffset()));
    sorted.forEach(this::add);
    leftOut += other.leftOut;
    anyError |= other.anyError;
  }

  /** Adds all that ended the reading of a document. */
  public void addAll(ProblemsException exception) {
    exception.problems().forEach(this::add);
    leftOut += exception.leftOut();
  }

  /** The same with every warning as an error, for those who want none. */
  public Problems strictly() {
    return each(problem -> problem.as(Severity.ERROR));
  }

  /** The same, each of those that were kept with that change. */
  public Problems each(UnaryOperator<Problem> change) {
    Problems changed = new Problems();
    for (Problem problem : kept) {
      changed.add(change.apply(problem));
    }
    changed.leftOut += leftOut;
    changed.anyError |= anyError;
    return changed;
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
