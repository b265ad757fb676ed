package waybill.dialects.opspec.written;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waybill.dialects.opspec.written.shape.ShapeChecker;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.ReadLimits;
import waybill.model.reader.YamlReader;

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
    try {
      return read(source, document(source), found);
    } catch (ProblemsException e) {
      found = new Problems();
      e.problems().forEach(found::add);
      tell(found, problems);
      throw problems.exception(e.source());
    } finally {
      if (!found.anyError()) {
        tell(found, problems);
      }
    }
  }

  private static Document document(Source source) {
    return YAML.read(source.name(), source.text().getBytes(StandardCharsets.UTF_8));
  }

  private static WrittenOp read(Source source, Document document, Problems found) {
    SpecValue plain = new PlainTree(found).of(document.root());
    OlderForms older = new OlderForms();
    SpecValue root = older.modern(plain);
    new ShapeChecker(found).check(root, OpShapes.OP);
    if (root instanceof SpecObject object && !found.anyError()) {
      WrittenOp op = new OpBuilder(document.source(), older, found).op(object);
      older.tell(found);
      found.throwIfAnyError(source);
      return op;
    }
    older.tell(found);
    throw found.exception(document.source());
  }

  private static void tell(Problems found, Problems problems) {
    List<Problem> sorted = new ArrayList<>(found.list());
    sorted.sort(Comparator.comparingLong(problem -> problem.span().startOffset()));
    sorted.forEach(problems::add);
  }
}
