package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Expressions.Missing;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.ParameterType;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.Span;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;

/** What a call gives to the inputs of the op it calls. */
final class OpInputs {
  private final RunTools tools;
  private final Expressions expressions;
  private final Scratch scratch;

  OpInputs(RunTools tools) {
    this.tools = tools;
    this.expressions = tools.expressions();
    this.scratch = tools.scratch();
  }

  /**
   * The values that are given, by input.
   *
   * @throws InterpretationException with all that cannot be given
   */
  Map<String, Value> given(WrittenCall.OpCall call, LoadedOp called, Scope scope, CallPlace at) {
    List<String> wrong = new ArrayList<>();
    Optional<Span> firstWrong = Optional.empty();
    Map<String, Value> given = new LinkedHashMap<>();
    for (Binding binding : call.inputs()) {
      try {
        given.put(binding.name(), value(binding, parameter(binding, called), scope, at));
      } catch (InterpretationException no) {
        wrong.add(String.valueOf(no.getMessage()));
        firstWrong = firstWrong.or(() -> no.span().or(() -> Optional.of(binding.nameSpan())));
      }
    }
    if (!wrong.isEmpty()) {
      throw new InterpretationException(
          "unable to interpret call to " + call.ref() + ": " + String.join("; ", wrong),
          firstWrong.orElse(call.refSpan()));
    }
    return given;
  }

  private static WrittenParameter parameter(Binding binding, LoadedOp called) {
    for (WrittenParameter parameter : called.op().inputs()) {
      if (parameter.name().equals(binding.name())) {
        return parameter;
      }
    }
    Optional<String> meant =
        NearestNames.help(
            binding.name(), called.op().inputs().stream().map(WrittenParameter::name).toList());
    throw new InterpretationException(
        "'" + binding.name() + "' not a defined input" + meant.map(m -> " (" + m + ")").orElse(""),
        binding.nameSpan());
  }

  private Value value(Binding binding, WrittenParameter parameter, Scope scope, CallPlace at) {
    String name = binding.name();
    if (binding.expression().isEmpty()) {
      return scope
          .variable(name)
          .orElseThrow(
              () ->
                  new InterpretationException(
                      "unable to bind to '"
                          + name
                          + "' via implicit ref: '"
                          + name
                          + "' not in scope",
                      binding.nameSpan()));
    }
    SpecValue written = binding.expression().get();
    try {
      return typed(written, parameter.type(), scope, at);
    } catch (InterpretationException no) {
      throw new InterpretationException(
          "unable to bind '" + name + "'" + to(written) + ": " + no.getMessage(),
          no.span().orElse(written.span()));
    }
  }

  private static String to(SpecValue written) {
    return written instanceof SpecScalar scalar && scalar.written().length() < 200
        ? " to '" + scalar.written() + "'"
        : "";
  }

  private Value typed(SpecValue written, ParameterType type, Scope scope, CallPlace at) {
    return switch (type) {
      case ARRAY -> expressions.array(written, scope, scratch);
      case BOOLEAN -> expressions.bool(written, scope, scratch);
      case DIR -> {
        Value.DirValue dir = expressions.dir(written, scope, scratch, Missing.CREATED);
        tools.warnIfMade(at, written, dir.path());
        yield dir;
      }
      case FILE -> {
        Value.FileValue file = expressions.file(written, scope, scratch, Missing.CREATED);
        tools.warnIfMade(at, written, file.path());
        yield file;
      }
      case NUMBER -> expressions.number(written, scope, scratch);
      case OBJECT -> expressions.object(written, scope, scratch);
      case SOCKET -> expressions.socket(written, scope, scratch);
      case STRING -> new Value.StringValue(expressions.string(written, scope, scratch));
    };
  }
}
