package waybill.dialects.tyger.problem;

import java.util.List;
import waybill.model.document.Span;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.shape.Shape;
import waybill.model.shape.ShapeWords;
import waybill.model.shape.ShortText;

/** What the author of a file is told. */
public final class FileWords implements SpecWords {

  @Override
  public Problem unknownKey(String where, Shape.Fields fields, SpecObject.Member member) {
    return TygerProblems.error(
            "unknown-key",
            "unknown field \"" + ShortText.of(member.key()) + "\" in " + subject(where, fields),
            member.keySpan())
        .withHelp(ShapeWords.unknownHelp(fields, member.key()));
  }

  private static String subject(String where, Shape.Fields fields) {
    return where.isEmpty() ? fields.what() : "`" + where + "`";
  }

  @Override
  public Problem badKey(String where, String key, String wanted, Span span) {
    return TygerProblems.error(
        "bad-key", "a key of `" + where + "` must be " + wanted + ", not `" + key + "`", span);
  }

  @Override
  public Problem badText(String where, String wanted, String text, Span span) {
    return TygerProblems.error(
        "bad-value", "`" + where + "` must be " + wanted + ", not `" + text + "`", span);
  }

  @Override
  public Problem wrongKind(String where, String wanted, SpecValue value, String written) {
    String subject = where.isEmpty() ? "the file" : "`" + where + "`";
    return TygerProblems.error(
        "wrong-type",
        subject + " must be " + wanted + ", not " + ShapeWords.kind(value, written),
        value.span());
  }

  @Override
  public Problem missing(String where, Shape.Fields fields, Shape.Field field, SpecObject object) {
    return TygerProblems.error(
        "missing-key",
        subject(where, fields) + " needs `" + field.name() + "`",
        ShapeWords.firstPlace(object));
  }

  @Override
  public Problem noneOf(String where, Shape.Fields fields, List<String> names, SpecObject object) {
    return TygerProblems.error(
        "missing-key",
        subject(where, fields) + " needs " + ShapeWords.oneOf(names),
        ShapeWords.firstPlace(object));
  }

  @Override
  public Problem severalOf(
      String where, Shape.Fields fields, List<String> names, List<SpecObject.Member> present) {
    return TygerProblems.error(
        "several-kinds",
        subject(where, fields) + " has several of " + ShapeWords.oneOf(names),
        present.get(1).keySpan());
  }

  @Override
  public Problem badQuantity(String where, String text, Span span) {
    return TygerProblems.error(
        "bad-quantity", "`" + where + "`: " + RuleTexts.badQuantity(text), span);
  }

  @Override
  public Problem badNumber(String where, String text, Span span) {
    return badText(where, "a whole number below 2147483648", ShortText.of(text), span);
  }

  @Override
  public Problem repeatedKey(String where, SpecObject.Member second, Span first) {
    return TygerProblems.error(
            "repeated-key",
            "the key \"" + ShortText.of(second.key()) + "\" is already set" + in(where),
            second.keySpan())
        .withRelated(first, "first here");
  }

  private static String in(String where) {
    return where.isEmpty() ? "" : " in `" + where + "`";
  }
}
