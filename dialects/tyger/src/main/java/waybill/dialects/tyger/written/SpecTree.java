package waybill.dialects.tyger.written;

import java.util.Optional;
import waybill.dialects.tyger.problem.SpecWords;
import waybill.model.document.Document;
import waybill.model.document.SpecObject;
import waybill.model.problem.Problems;
import waybill.model.shape.Shape;
import waybill.model.shape.ShapeChecker;

/** From a document to a tree in the table's spelling. */
final class SpecTree {
  private SpecTree() {}

  /**
   * The tree; nothing where the document is no object.
   *
   * @param ofFile see {@link Tidy}
   * @param problems gets everything that has not the shape
   */
  static Optional<Part> of(
      Document document, Shape.Fields shape, SpecWords words, boolean ofFile, Problems problems) {
    var root = new Tidy(problems, words, ofFile).tidy(document.root(), shape);
    new ShapeChecker(problems, words).check(root, shape);
    return root instanceof SpecObject object
        ? Optional.of(new Part(object, "", words, problems))
        : Optional.empty();
  }
}
