package waybill.dialects.tyger.problem;

import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.problem.Problem;
import waybill.model.shape.ShapeWords;

/** How something that cannot be understood is told: to an author of a file, or of a request. */
public interface SpecWords extends ShapeWords {

  /** A number or text that is no quantity. */
  Problem badQuantity(String where, String text, Span span);

  /** A number that is not whole, or too large. */
  Problem badNumber(String where, String text, Span span);

  /** A key that is there already, maybe in another case. */
  Problem repeatedKey(String where, SpecObject.Member second, Span first);
}
