package waybill.dialects.opspec.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.explain.ExplainedCall.Fact;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.source.OpSource;
import waybill.dialects.opspec.written.WrittenCall;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenCall.Common;
import waybill.dialects.opspec.written.WrittenCall.ContainerCall;
import waybill.dialects.opspec.written.WrittenCall.LoopVariables;
import waybill.dialects.opspec.written.WrittenCall.OpCall;
import waybill.dialects.opspec.written.WrittenCall.Parallel;
import waybill.dialects.opspec.written.WrittenCall.ParallelLoop;
import waybill.dialects.opspec.written.WrittenCall.Serial;
import waybill.dialects.opspec.written.WrittenCall.SerialLoop;
import waybill.dialects.opspec.written.WrittenContainer;
import waybill.dialects.opspec.written.WrittenPredicate;
import waybill.model.document.SpecValue;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/**
 * Puts calls into words, and those of called ops below the calls, where it is written which op that
 * is. An op that is called more than once is told the first time only, so that a few ops which call
 * each other do not become a million lines.
 */
final class CallExplainer {
  private final OpSource ops;
  private final Set<Path> told = new HashSet<>();

  CallExplainer(OpSource ops) {
    this.ops = ops;
  }

  /** What an op does; nothing where it does nothing. */
  Optional<ExplainedCall> explain(LoadedOp op) {
    told.add(op.folder().normalize());
    return op.op().run().map(call -> explain(call, op.folder()));
  }

  private ExplainedCall explain(WrittenCall call, Path folder) {
    List<Fact> facts = common(call.common());
    return switch (call) {
      case ContainerCall container -> {
        container(container.container(), facts);
        yield leaf(call, "container", Expression.text(container.container().imageRef()), facts);
      }
      case OpCall op -> {
        bindings("inputs", op.inputs(), facts);
        bindings("outputs", op.outputs(), facts);
        List<ExplainedCall> calls = called(op, folder, facts);
        yield new ExplainedCall("op", op.ref(), op.common().span().startLine(), facts, calls);
      }
      case Serial serial -> of(call, "serial", facts, serial.calls(), folder);
      case Parallel parallel -> of(call, "parallel", facts, parallel.calls(), folder);
      case SerialLoop loop -> {
        value("range", loop.range(), facts);
        loop.until().ifPresent(until -> predicates("until", until, facts));
        variables(loop.variables(), facts);
        yield of(call, "serialLoop", facts, List.of(loop.run()), folder);
      }
      case ParallelLoop loop -> {
        value("range", Optional.of(loop.range()), facts);
        variables(loop.variables(), facts);
        yield of(call, "parallelLoop", facts, List.of(loop.run()), folder);
      }
    };
  }

  private static ExplainedCall leaf(WrittenCall call, String kind, String title, List<Fact> facts) {
    return new ExplainedCall(kind, title, call.common().span().startLine(), facts, List.of());
  }

  /** What the called op does, as far as that can be known before its time. */
  private List<ExplainedCall> called(OpCall call, Path folder, List<Fact> facts) {
    if (call.ref().startsWith("$(")) {
      return List.of();
    }
    try {
      Path called = ops.resolve(call.ref(), folder);
      if (told.contains(called)) {
        facts.add(new Fact("runs", List.of("what is told above of " + called)));
        return List.of();
      }
      return explain(ops.load(called)).map(List::of).orElse(List.of());
    } catch (FailureException missing) {
      facts.add(new Fact("problem", List.of(missing.failure().message())));
    } catch (ProblemsException wrong) {
      facts.add(new Fact("problem", List.of(String.valueOf(wrong.getMessage()))));
    }
    return List.of();
  }

  private ExplainedCall of(
      WrittenCall call, String kind, List<Fact> facts, List<WrittenCall> calls, Path folder) {
    return new ExplainedCall(
        kind,
        call.common().name().orElse(""),
        call.common().span().startLine(),
        facts,
        calls.stream().map(child -> explain(child, folder)).toList());
  }

  private static List<Fact> common(Common common) {
    List<Fact> facts = new ArrayList<>();
    common.name().ifPresent(name -> facts.add(new Fact("name", List.of(name))));
    if (!common.conditions().isEmpty()) {
      predicates("if", common.conditions(), facts);
    }
    if (!common.needs().isEmpty()) {
      facts.add(new Fact("needs", common.needs()));
    }
    return facts;
  }

  private static void container(WrittenContainer container, List<Fact> facts) {
    value("platform", container.platformArchitecture(), facts);
    container
        .pullCredentials()
        .ifPresent(
            credentials ->
                facts.add(new Fact("pullCreds", List.of(Expression.text(credentials.username())))));
    value("cmd", container.command(), facts);
    bindings("dirs", container.dirs(), facts);
    bindings("files", container.files(), facts);
    bindings("sockets", container.sockets(), facts);
    value("envVars", container.environment(), facts);
    bindings("ports", container.ports(), facts);
    value("alias", container.name(), facts);
    value("workDir", container.workDir(), facts);
  }

  private static void value(String key, Optional<SpecValue> value, List<Fact> facts) {
    value.ifPresent(present -> facts.add(new Fact(key, List.of(Expression.text(present)))));
  }

  private static void predicates(String key, List<WrittenPredicate> predicates, List<Fact> facts) {
    facts.add(new Fact(key, predicates.stream().map(Expression::text).toList()));
  }

  private static void bindings(String key, List<Binding> bindings, List<Fact> facts) {
    if (!bindings.isEmpty()) {
      facts.add(new Fact(key, bindings.stream().map(CallExplainer::binding).toList()));
    }
  }

  private static String binding(Binding binding) {
    return binding
        .expression()
        .map(expression -> binding.name() + ": " + Expression.text(expression))
        .orElse(binding.name());
  }

  private static void variables(LoopVariables variables, List<Fact> facts) {
    List<String> words = new ArrayList<>();
    variables.index().ifPresent(name -> words.add("index: $(" + name + ")"));
    variables.key().ifPresent(name -> words.add("key: $(" + name + ")"));
    variables.value().ifPresent(name -> words.add("value: $(" + name + ")"));
    if (!words.isEmpty()) {
      facts.add(new Fact("vars", words));
    }
  }
}
