package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.parameter.ParametersException;
import waybill.dialects.opspec.parameter.SecretTexts;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenOp;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.Span;

/** What an op does, whoever calls it: in a scope of its own, from its inputs to its outputs. */
final class OpBody {
  private final RunTools tools;
  private final Calls calls;

  OpBody(RunTools tools, Calls calls) {
    this.tools = tools;
    this.calls = calls;
  }

  /**
   * Gives the inputs their values; the secret ones are secret from then on.
   *
   * @throws ParametersException when there are none that are right
   */
  SequencedMap<String, Value> inputs(
      ActiveOp op, Map<String, Value> given, Optional<Path> callersDirectory) {
    WrittenOp written = op.loaded().op();
    SequencedMap<String, Value> bound =
        tools
            .parameters()
            .bind(written.inputs(), given, op.loaded().folder(), callersDirectory, tools.scratch());
    keepSecret(written.inputs(), bound);
    return bound;
  }

  private void keepSecret(Iterable<WrittenParameter> declared, Map<String, Value> bound) {
    for (WrittenParameter parameter : declared) {
      Value value = bound.get(parameter.name());
      if (parameter.secret() && value != null) {
        SecretTexts.in(value).forEach(tools.secrets()::add);
      }
    }
  }

  /**
   * Runs the op.
   *
   * @param at of the call of the op
   * @return with success: all outputs by their own names
   */
  CallEnd run(
      ActiveOp op,
      SequencedMap<String, Value> inputs,
      Optional<Path> callersDirectory,
      CallPlace at) {
    WrittenOp written = op.loaded().op();
    Map<String, Value> assigned = CallEnd.NOTHING;
    if (written.run().isPresent()) {
      WrittenCall run = written.run().get();
      Scope scope = new Scope(op.loaded().folder(), inputs);
      CallEnd end = calls.run(run, scope, at.inside(op, Segments.of(run)));
      if (end instanceof CallEnd.Failed) {
        return end;
      }
      if (end instanceof CallEnd.Killed(var by, var _)) {
        return new CallEnd.Killed(by, CallEnd.NOTHING);
      }
      assigned = end.assigned();
    }
    return outputs(op, inputs, assigned, callersDirectory);
  }

  private CallEnd outputs(
      ActiveOp op,
      Map<String, Value> inputs,
      Map<String, Value> assigned,
      Optional<Path> callersDirectory) {
    WrittenOp written = op.loaded().op();
    if (written.outputs().isEmpty()) {
      return new CallEnd.Succeeded(CallEnd.NOTHING);
    }
    Map<String, Value> given = new LinkedHashMap<>();
    for (WrittenParameter output : written.outputs()) {
      Value value = assigned.getOrDefault(output.name(), inputs.get(output.name()));
      if (value != null) {
        given.put(output.name(), value);
      }
    }
    try {
      SequencedMap<String, Value> bound =
          tools
              .parameters()
              .bind(
                  written.outputs(),
                  given,
                  op.loaded().folder(),
                  callersDirectory,
                  tools.scratch());
      keepSecret(written.outputs(), bound);
      return new CallEnd.Succeeded(bound);
    } catch (ParametersException wrong) {
      return new CallEnd.Failed(
          CallFailure.at(op.loaded(), span(written, wrong), "outputs: " + wrong.getMessage()));
    }
  }

  private static Span span(WrittenOp written, ParametersException wrong) {
    for (WrittenParameter output : written.outputs()) {
      if (!wrong.wrong().isEmpty() && wrong.wrong().getFirst().name().equals(output.name())) {
        return output.span();
      }
    }
    return written.nameSpan();
  }
}
