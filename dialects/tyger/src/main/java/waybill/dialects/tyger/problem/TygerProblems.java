package waybill.dialects.tyger.problem;

import waybill.model.document.Span;
import waybill.model.problem.Problem;

/** Problems of this language: its codes begin with {@code tyger/}. */
public final class TygerProblems {
  private TygerProblems() {}

  public static Problem error(String code, String message, Span span) {
    return Problem.error("tyger/" + code, message, span);
  }

  public static Problem warning(String code, String message, Span span) {
    return Problem.warning("tyger/" + code, message, span);
  }
}
