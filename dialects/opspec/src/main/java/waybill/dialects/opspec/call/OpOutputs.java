package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * Which output of a called op becomes which variable. Older ops write the variable first, newer
 * ones the output: the side that names a declared output of the called op is the output. Where both
 * sides do, the newer reading counts, and a remark says so.
 */
final class OpOutputs {
  private final RunTools tools;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  OpOutputs(RunTools tools) {
    this.tools = tools;
  }

  /** An output of the called op, and the variable it is assigned to. */
  record Bound(String output, String variable) {}

  /**
   * All that a call binds, in written order.
   *
   * @throws InterpretationException when it binds what the called op does not have
   */
  List<Bound> bindings(WrittenCall.OpCall call, LoadedOp called, CallPlace at) {
    if (call.outputs().isEmpty()) {
      return List.of();
    }
    Set<String> declared =
        called.op().outputs().stream().map(WrittenParameter::name).collect(Collectors.toSet());
    List<Bound> bound = new ArrayList<>();
    for (Binding binding : call.outputs()) {
      bound.add(bound(binding, called, declared, at));
    }
    return bound;
  }

  private Bound bound(Binding binding, LoadedOp called, Set<String> declared, CallPlace at) {
    String left = binding.name();
    if (binding.expression().isEmpty()) {
      if (!declared.contains(left)) {
        throw unknown(binding, called);
      }
      return new Bound(left, left);
    }
    SpecValue written = binding.expression().get();
    boolean bare = References.inside(written).isEmpty();
    String right =
        References.variable(written)
            .orElseGet(() -> written instanceof SpecString text ? text.value() : "");
    boolean leftDeclared = declared.contains(left);
    boolean rightDeclared = declared.contains(right);
    if (right.isEmpty() || (!bare && References.variable(written).isEmpty())) {
      throw new InterpretationException(
          "an output is bound to a variable, like `" + left + ": $(name)`", written.span());
    }
    if (leftDeclared && rightDeclared && !left.equals(right)) {
      return both(binding, left, right, bare, at);
    }
    if (leftDeclared) {
      return new Bound(left, right);
    }
    if (rightDeclared) {
      return new Bound(right, left);
    }
    throw unknown(binding, called);
  }

  private Bound both(Binding binding, String left, String right, boolean bare, CallPlace at) {
    // A bare name on the right was never anything but an output.
    var bound = bare ? new Bound(right, left) : new Bound(left, right);
    String place = at.op().loaded().place(binding.nameSpan());
    if (warned.add(place)) {
      tools.remark(
          at.path(),
          "warning: "
              + place
              + ": `"
              + left
              + "` and `"
              + right
              + "` are both outputs of the called op; read as output `"
              + bound.output()
              + "` assigned to variable `"
              + bound.variable()
              + "`");
    }
    return bound;
  }

  private static InterpretationException unknown(Binding binding, LoadedOp called) {
    List<String> names = called.op().outputs().stream().map(WrittenParameter::name).toList();
    String expected =
        switch (names.size()) {
          case 0 -> "";
          case 1 -> ", expected '" + names.getFirst() + "'";
          default -> ", expected one of [" + String.join(", ", names) + "]"; // any larger number
        };
    return new InterpretationException(
        "unknown output '" + binding.name() + "'" + expected, binding.nameSpan());
  }
}
