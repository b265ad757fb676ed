package waybill.dialects.opspec.written;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.model.document.Source;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/** Makes the records of a document that has its shape. */
final class OpBuilder {
  private final Source source;
  private final CallBuilder calls;

  OpBuilder(Source source, OlderForms older, Problems problems) {
    this.source = source;
    this.calls = new CallBuilder(older, problems);
  }

  WrittenOp op(SpecObject op) {
    List<WrittenParameter> inputs = parameters(op, "inputs");
    Set<String> scope = new LinkedHashSet<>();
    inputs.forEach(input -> scope.add(input.name()));
    Member name = op.member("name").orElseThrow();
    return new WrittenOp(
        source,
        text(name.value()),
        text(op, "description"),
        inputs,
        parameters(op, "outputs"),
        object(op, "run").map(run -> calls.call(run, scope)),
        text(op, "version"),
        text(op, "opspec"),
        name.value().span());
  }

  private static List<WrittenParameter> parameters(SpecObject op, String key) {
    List<WrittenParameter> parameters = new ArrayList<>();
    for (Member member : members(op, key)) {
      parameters.add(parameter(member.key(), member.keySpan(), (SpecObject) member.value()));
    }
    return parameters;
  }

  private static WrittenParameter parameter(String name, Span span, SpecObject parameter) {
    for (ParameterType type : ParameterType.values()) {
      Optional<SpecObject> said = object(parameter, type.word());
      if (said.isPresent()) {
        SpecObject inside = said.get();
        return new WrittenParameter(
            name,
            type,
            text(parameter, "description").or(() -> text(inside, "description")),
            inside.member("default").map(Member::value),
            object(inside, "constraints"),
            inside.member("isSecret").map(OpBuilder::isTrue).orElse(false),
            span);
      }
    }
    throw new IllegalStateException("a parameter without type was not refused: " + name);
  }

  private static boolean isTrue(Member member) {
    return member.value() instanceof SpecBoolean flag && flag.value();
  }

  static List<Member> members(SpecObject object, String key) {
    return object(object, key).map(SpecObject::members).orElse(List.of());
  }

  static Optional<SpecObject> object(SpecObject object, String key) {
    return object
        .member(key)
        .map(Member::value)
        .filter(SpecObject.class::isInstance)
        .map(SpecObject.class::cast);
  }

  static Optional<List<SpecValue>> elements(SpecObject object, String key) {
    return object
        .member(key)
        .map(Member::value)
        .filter(SpecArray.class::isInstance)
        .map(array -> ((SpecArray) array).elements());
  }

  static Optional<String> text(SpecObject object, String key) {
    return object.member(key).map(member -> text(member.value()));
  }

  static String text(SpecValue value) {
    return ((SpecString) value).value();
  }
}
