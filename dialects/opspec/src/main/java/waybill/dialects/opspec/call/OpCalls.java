package waybill.dialects.opspec.call;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.parameter.ParametersException;
import waybill.dialects.opspec.reference.Expressions.Missing;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.model.document.SpecString;

/**
 * Calls of other ops. What the called op sees is its inputs, and what comes back are the outputs
 * that the call binds; nothing else passes.
 */
final class OpCalls {
  private final RunTools tools;
  private final OpBody body;
  private final OpInputs inputs;
  private final OpOutputs outputs;

  OpCalls(RunTools tools, Calls calls) {
    this.tools = tools;
    this.body = new OpBody(tools, calls);
    this.inputs = new OpInputs(tools);
    this.outputs = new OpOutputs(tools);
  }

  CallEnd run(WrittenCall.OpCall call, Scope scope, CallPlace at, CallNews news) {
    String ref = call.ref();
    news.started(ref, detail -> detail.string("ref", ref));
    LoadedOp called = tools.ops().load(folder(call, scope, at));
    ActiveOp active = at.op().calls(called, ref, at.certain());
    var bindings = outputs.bindings(call, called, at);
    SequencedMap<String, Value> bound = bind(call, active, inputs.given(call, called, scope, at));
    CallEnd end = body.run(active, bound, Optional.empty(), at);
    return switch (end) {
      case CallEnd.Failed(CallFailure failure) ->
          new CallEnd.Failed(failure.calledBy(ref, at.op().loaded().place(call.common().span())));
      case CallEnd.Succeeded(var given) -> {
        Map<String, Value> assigned = new LinkedHashMap<>();
        for (OpOutputs.Bound binding : bindings) {
          Value value = given.get(binding.output());
          if (value != null) {
            assigned.put(binding.variable(), value);
          }
        }
        yield new CallEnd.Succeeded(assigned);
      }
      case CallEnd.Killed killed -> killed;
      case CallEnd.Skipped skipped -> skipped;
    };
  }

  private SequencedMap<String, Value> bind(
      WrittenCall.OpCall call, ActiveOp active, Map<String, Value> given) {
    try {
      return body.inputs(active, given, Optional.empty());
    } catch (ParametersException wrong) {
      throw new InterpretationException(
          "unable to interpret call to " + call.ref() + ": " + wrong.getMessage(), call.refSpan());
    }
  }

  private Path folder(WrittenCall.OpCall call, Scope scope, CallPlace at) {
    var written = new SpecString(call.ref(), call.refSpan());
    if (call.ref().startsWith("$(") && call.ref().endsWith(")")) {
      return tools
          .expressions()
          .dir(written, scope, tools.scratch(), Missing.REFUSED)
          .path()
          .normalize();
    }
    return tools.ops().resolve(call.ref(), at.op().loaded().folder());
  }
}
