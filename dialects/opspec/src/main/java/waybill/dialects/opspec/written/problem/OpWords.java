package waybill.dialects.opspec.written.problem;

import java.util.List;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.shape.Shape;
import waybill.model.shape.ShapeWords;
import waybill.model.shape.ShortText;

/** What is said of an op.yml that has not the shape of one. */
public final class OpWords implements ShapeWords {

  @Override
  public Problem unknownKey(String where, Shape.Fields fields, SpecObject.Member member) {
    String key = member.key();
    return Problem.error(
            "opspec/unknown-key",
            subject(where, fields.what()) + " has no key `" + ShortText.of(key) + "`",
            member.keySpan())
        .withHelp(ShapeWords.unknownHelp(fields, key));
  }

  /** What a sentence is about. */
  private static String subject(String where, String what) {
    return where.isEmpty() ? what : "`" + where + "`, " + what + ",";
  }

  @Override
  public Problem badKey(String where, String key, String wanted, Span span) {
    return Problem.error(
        "opspec/bad-key",
        "a key of `" + where + "` must be " + wanted + ", not `" + key + "`",
        span);
  }

  @Override
  public Problem badText(String where, String wanted, String text, Span span) {
    return Problem.error(
        "opspec/bad-value", "`" + where + "` must be " + wanted + ", not `" + text + "`", span);
  }

  @Override
  public Problem wrongKind(String where, String wanted, SpecValue value, String written) {
    String subject = where.isEmpty() ? "an op.yml" : "`" + where + "`";
    return Problem.error(
        "opspec/wrong-type",
        subject + " must be " + wanted + ", not " + ShapeWords.kind(value, written),
        value.span());
  }

  @Override
  public Problem missing(String where, Shape.Fields fields, Shape.Field field, SpecObject object) {
    return Problem.error(
        "opspec/missing-key",
        subject(where, fields.what()) + " needs `" + field.name() + "`",
        ShapeWords.firstPlace(object));
  }

  @Override
  public Problem noneOf(String where, Shape.Fields fields, List<String> names, SpecObject object) {
    return Problem.error(
        "opspec/missing-key",
        subject(where, fields.what()) + " needs " + ShapeWords.oneOf(names),
        object.span());
  }

  @Override
  public Problem severalOf(
      String where, Shape.Fields fields, List<String> names, List<SpecObject.Member> present) {
    SpecObject.Member second = present.get(1);
    return Problem.error(
            "opspec/several-kinds",
            subject(where, fields.what())
                + " has both `"
                + present.getFirst().key()
                + "` and `"
                + second.key()
                + "`",
            second.keySpan())
        .withHelp("it has exactly " + ShapeWords.oneOf(names))
        .withRelated(present.getFirst().keySpan(), "the other one");
  }
}
