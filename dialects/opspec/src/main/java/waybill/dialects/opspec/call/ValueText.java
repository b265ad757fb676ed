package waybill.dialects.opspec.call;

import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Values as texts, by the rules of expressions. */
final class ValueText {
  private static final String NAME = "value";

  private ValueText() {}

  static String of(
      Value value, Expressions expressions, Scratch scratch, Scope scope, SpecValue written) {
    return value instanceof Value.StringValue(String text)
        ? text
        : expressions.string(
            new SpecString("$(" + NAME + ")", written.span()), scope.with(NAME, value), scratch);
  }
}
