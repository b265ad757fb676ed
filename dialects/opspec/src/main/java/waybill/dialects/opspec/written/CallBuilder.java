package waybill.dialects.opspec.written;

import static waybill.dialects.opspec.written.OpBuilder.elements;
import static waybill.dialects.opspec.written.OpBuilder.members;
import static waybill.dialects.opspec.written.OpBuilder.object;
import static waybill.dialects.opspec.written.OpBuilder.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.written.WrittenCall.Binding;
import waybill.dialects.opspec.written.WrittenCall.Common;
import waybill.dialects.opspec.written.WrittenCall.LoopVariables;
import waybill.dialects.opspec.written.WrittenCall.WrittenCredentials;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecObject.Member;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/**
 * Makes the records of calls. A scope here is the set of names that have, or may have, a value when
 * the call begins; building a call adds those that it may give one.
 */
final class CallBuilder {
  private final OlderForms older;
  private final ContainerBuilder containers;
  private final NeedsCheck needs;

  CallBuilder(OlderForms older, Problems problems) {
    this.older = older;
    this.containers = new ContainerBuilder(older, problems);
    this.needs = new NeedsCheck(problems);
  }

  WrittenCall call(SpecObject call, Set<String> scope) {
    return call(call, scope, false);
  }

  private WrittenCall call(SpecObject call, Set<String> scope, boolean inParallel) {
    if (!inParallel) {
      needs.outsideOfParallel(call);
    }
    for (Member member : call.members()) {
      Optional<WrittenCall> made = call(call, member, scope);
      if (made.isPresent()) {
        return made.get();
      }
    }
    throw new IllegalStateException("a call of no kind was not refused");
  }

  private Optional<WrittenCall> call(SpecObject call, Member kind, Set<String> scope) {
    return switch (kind.key()) {
      case "container" ->
          Optional.of(
              new WrittenCall.ContainerCall(
                  common(call, kind), containers.container((SpecObject) kind.value(), scope)));
      case "op" -> Optional.of(opCall(common(call, kind), (SpecObject) kind.value(), scope));
      case "serial" ->
          Optional.of(
              new WrittenCall.Serial(common(call, kind), serial(elements(call, "serial"), scope)));
      case "parallel" ->
          Optional.of(
              new WrittenCall.Parallel(
                  common(call, kind), parallel(elements(call, "parallel"), scope)));
      case "serialLoop" ->
          Optional.of(serialLoop(common(call, kind), (SpecObject) kind.value(), scope));
      case "parallelLoop" ->
          Optional.of(parallelLoop(common(call, kind), (SpecObject) kind.value(), scope));
      default -> Optional.empty(); // a key that every call may have
    };
  }

  private static Common common(SpecObject call, Member kind) {
    List<String> needs = new ArrayList<>();
    elements(call, "needs").orElse(List.of()).forEach(need -> needs.add(text(need)));
    return new Common(
        text(call, "name"),
        text(call, "description"),
        Predicates.of(elements(call, "if").orElse(List.of())),
        needs,
        kind.keySpan());
  }

  private List<WrittenCall> serial(Optional<List<SpecValue>> written, Set<String> scope) {
    List<WrittenCall> calls = new ArrayList<>();
    for (SpecValue child : written.orElse(List.of())) {
      calls.add(call((SpecObject) child, scope));
    }
    return calls;
  }

  private List<WrittenCall> parallel(Optional<List<SpecValue>> written, Set<String> scope) {
    List<SpecValue> children = written.orElse(List.of());
    needs.inParallel(children);
    List<WrittenCall> calls = new ArrayList<>();
    Set<String> assigned = new LinkedHashSet<>();
    for (SpecValue child : children) {
      Set<String> inside = new LinkedHashSet<>(scope);
      calls.add(call((SpecObject) child, inside, true));
      assigned.addAll(inside);
    }
    scope.addAll(assigned);
    return calls;
  }

  private WrittenCall serialLoop(Common common, SpecObject loop, Set<String> scope) {
    LoopVariables variables = variables(loop);
    return new WrittenCall.SerialLoop(
        common,
        loop.member("range").map(Member::value),
        elements(loop, "until").map(Predicates::of),
        variables,
        body(loop, variables, scope));
  }

  private WrittenCall parallelLoop(Common common, SpecObject loop, Set<String> scope) {
    LoopVariables variables = variables(loop);
    return new WrittenCall.ParallelLoop(
        common,
        loop.member("range").orElseThrow().value(),
        variables,
        body(loop, variables, scope));
  }

  /** Loop variables end with their loop. */
  private WrittenCall body(SpecObject loop, LoopVariables variables, Set<String> scope) {
    Set<String> names = new LinkedHashSet<>();
    variables.index().ifPresent(names::add);
    variables.key().ifPresent(names::add);
    variables.value().ifPresent(names::add);
    Set<String> inside = new LinkedHashSet<>(scope);
    inside.addAll(names);
    WrittenCall run = call(object(loop, "run").orElseThrow(), inside);
    names.removeAll(scope);
    inside.removeAll(names);
    scope.addAll(inside);
    return run;
  }

  private static LoopVariables variables(SpecObject loop) {
    Optional<SpecObject> vars = object(loop, "vars");
    return new LoopVariables(
        vars.flatMap(all -> text(all, "index")).map(CallBuilder::variable),
        vars.flatMap(all -> text(all, "key")).map(CallBuilder::variable),
        vars.flatMap(all -> text(all, "value")).map(CallBuilder::variable));
  }

  /** The name of a variable, however it was written. */
  static String variable(String written) {
    return written.startsWith("$(") && written.endsWith(")")
        ? written.substring("$(".length(), written.length() - 1)
        : written;
  }

  private WrittenCall opCall(Common common, SpecObject op, Set<String> scope) {
    Member ref = op.member("ref").orElseThrow();
    List<Binding> inputs = new ArrayList<>();
    for (Member member : members(op, "inputs")) {
      inputs.add(input(member, scope));
    }
    List<Binding> outputs = new ArrayList<>();
    for (Member member : members(op, "outputs")) {
      Binding output = binding(member);
      outputs.add(output);
      // Which side is the variable is known only when the called op is.
      scope.add(output.name());
      output.expression().ifPresent(expression -> scope.add(variable(text(expression))));
    }
    return new WrittenCall.OpCall(
        common, text(ref.value()), ref.value().span(), credentials(op), inputs, outputs);
  }

  private Binding input(Member member, Set<String> scope) {
    if (member.value() instanceof SpecString string && scope.contains(string.value())) {
      SpecValue reference = older.reference(OlderForms.Form.BARE_INPUT, string);
      return new Binding(member.key(), member.keySpan(), Optional.of(reference));
    }
    return binding(member);
  }

  static Binding binding(Member member) {
    return new Binding(
        member.key(),
        member.keySpan(),
        member.value() instanceof SpecNull ? Optional.empty() : Optional.of(member.value()));
  }

  static Optional<WrittenCredentials> credentials(SpecObject owner) {
    return object(owner, "pullCreds")
        .map(
            credentials ->
                new WrittenCredentials(
                    credentials.member("username").orElseThrow().value(),
                    credentials.member("password").orElseThrow().value()));
  }
}
