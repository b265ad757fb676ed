package waybill.dialects.opspec.written;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waybill.dialects.opspec.written.problem.OpWords;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.ReadLimits;
import waybill.model.reader.YamlReader;
import waybill.model.shape.ShapeChecker;

/**
 * Reads an op.yml: text, tree, today's form of it, checks against the table of {@link OpShapes},
 * records. All problems come at once, in the order of their places. For any number of threads.
 */
public final class OpReader {
  /** An op.yml is written by hand, though it may hold scripts. */
  private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 200, 1 << 20, 200_000);

  private static final YamlReader YAML =
      new YamlReader(LIMITS).inVersion11().keepingRepeatedKeys().onlyFirstDocument();

  private OpReader() {}

  /**
   * Reads one, not minding what only deserves a warning.
   *
   * @throws ProblemsException if it is not right
   */
  public static WrittenOp read(Source source) {
    return read(source, new Problems());
  }

  /**
   * Reads one.
   *
   * @param problems gets everything that is wrong, or worth a warning
   * @throws ProblemsException with all of that, if the op is not right
   */
  public static WrittenOp read(Source source, Problems problems) {
    Problems found = new Problems();
    Optional<WrittenOp> op = Optional.empty();
    Source text = source;
    try {
      Document document = document(source);
      text = document.source();
      op = op(document, found);
    } catch (ProblemsException unreadable) {
      text = unreadable.source();
      found.addAll(unreadable);
    }
    problems.addInOrder(found);
    if (op.isEmpty() || found.anyError()) {
      throw problems.exception(text);
    }
    return op.get();
  }

  private static Document document(Source source) {
    return YAML.read(source.name(), source.text().getBytes(StandardCharsets.UTF_8));
  }

  /** Nothing for what has not the shape of an op. */
  private static Optional<WrittenOp> op(Document document, Problems found) {
    SpecValue plain = new PlainTree(found).of(document.root());
    OlderForms older = new OlderForms();
    SpecValue root = older.modern(plain);
    new ShapeChecker(found, new OpWords()).check(root, OpShapes.OP);
    Optional<WrittenOp> op =
        root instanceof SpecObject object && !found.anyError()
            ? Optional.of(new OpBuilder(document.source(), older, found).op(object))
            : Optional.empty();
    older.tell(found);
    return op;
  }
}
