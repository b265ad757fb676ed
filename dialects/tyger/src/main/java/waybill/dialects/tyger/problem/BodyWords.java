package waybill.dialects.tyger.problem;

import java.util.List;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.shape.Shape;
import waybill.model.shape.ShapeWords;
import waybill.model.shape.ShortText;

/** What a program is told whose request has a body that cannot be understood. */
public final class BodyWords implements SpecWords {

  private static Problem told(String what, String where, Span span) {
    return TygerProblems.error("bad-body", RuleTexts.notUnderstood(what, where), span);
  }

  @Override
  public Problem unknownKey(String where, Shape.Fields fields, SpecObject.Member member) {
    return told(RuleTexts.unrecognized(member.key()), where, member.keySpan());
  }

  @Override
  public Problem badKey(String where, String key, String wanted, Span span) {
    return told("A key must be " + wanted + ", not '" + key + "'.", where, span);
  }

  @Override
  public Problem badText(String where, String wanted, String text, Span span) {
    return told("The value must be " + wanted + ", not '" + text + "'.", where, span);
  }

  @Override
  public Problem wrongKind(String where, String wanted, SpecValue value, String written) {
    String kind = ShapeWords.kind(value, written);
    return told("The JSON value must be " + wanted + ", not " + kind + ".", where, value.span());
  }

  @Override
  public Problem missing(String where, Shape.Fields fields, Shape.Field field, SpecObject object) {
    return told(RuleTexts.missing(field.name()), where, object.span());
  }

  @Override
  public Problem noneOf(String where, Shape.Fields fields, List<String> names, SpecObject object) {
    return told(RuleTexts.missing(String.join("', '", names)), where, object.span());
  }

  @Override
  public Problem severalOf(
      String where, Shape.Fields fields, List<String> names, List<SpecObject.Member> present) {
    String all = ShapeWords.oneOf(names);
    return told("There may be only " + all + ".", where, present.get(1).keySpan());
  }

  @Override
  public Problem badQuantity(String where, String text, Span span) {
    return told("The quantity is invalid: " + RuleTexts.badQuantity(text) + ".", where, span);
  }

  @Override
  public Problem badNumber(String where, String text, Span span) {
    return badText(where, "a whole number below 2147483648", ShortText.of(text), span);
  }

  @Override
  public Problem repeatedKey(String where, SpecObject.Member second, Span first) {
    return told(
        "The key '" + ShortText.of(second.key()) + "' is there twice.", where, second.keySpan());
  }
}
