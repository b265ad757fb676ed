package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.written.WrittenCall.LoopVariables;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/**
 * What a loop goes over: an array, or an object in the alphabetical order of its keys, or a text or
 * file that holds one. It is looked at anew before each iteration, unless nothing can have changed
 * it. For one thread.
 */
final class LoopRange {
  private final SpecValue expression;
  private final Expressions expressions;
  private final Scratch scratch;
  private final Optional<String> variable;
  private final boolean constant;
  private boolean stale = true;
  private boolean inMemory;
  private List<Entry> entries = List.of();

  /** What there is for one iteration. */
  record Entry(Value key, Value value) {}

  LoopRange(SpecValue expression, Expressions expressions, Scratch scratch) {
    this.expression = expression;
    this.expressions = expressions;
    this.scratch = scratch;
    this.variable = expression instanceof SpecString s ? References.variable(s) : Optional.empty();
    this.constant = !mentionsReference(expression);
  }

  /** All entries, as they are now. */
  List<Entry> entries(Scope scope) {
    if (stale) {
      entries = entriesOf(evaluate(scope));
      Optional<Value> held = variable.flatMap(scope::variable);
      inMemory =
          held.isPresent()
              && (held.get() instanceof Value.ArrayValue
                  || held.get() instanceof Value.ObjectValue
                  || held.get() instanceof Value.StringValue);
      stale = false;
    }
    return entries;
  }

  /** An iteration is over. It may have written files, and has assigned these variables. */
  void after(Set<String> assigned) {
    boolean changed =
        inMemory ? variable.isPresent() && assigned.contains(variable.get()) : !constant;
    stale |= changed;
  }

  private Value evaluate(Scope scope) {
    Value value = expressions.value(expression, scope, scratch);
    return switch (value) {
      case Value.ArrayValue array -> array;
      case Value.ObjectValue object -> object;
      case Value.StringValue(String text) -> parsed(text, scope);
      case Value.FileValue _ -> parsed(expressions.string(expression, scope, scratch), scope);
      case Value.BooleanValue _,
          Value.NumberValue _,
          Value.DirValue _,
          Value.SocketValue _,
          Value.NullValue _ ->
          expressions.array(expression, scope, scratch); // says what is wrong with it
    };
  }

  /** A text is the one or the other by how it begins. */
  private Value parsed(String text, Scope scope) {
    return text.stripLeading().startsWith("{")
        ? expressions.object(expression, scope, scratch)
        : expressions.array(expression, scope, scratch);
  }

  private List<Entry> entriesOf(Value value) {
    List<Entry> all = new ArrayList<>();
    switch (value) {
      case Value.ArrayValue(List<Value> items) -> {
        for (int i = 0; i < items.size(); i++) {
          all.add(new Entry(new Value.NumberValue(i), items.get(i)));
        }
      }
      case Value.ObjectValue(var properties) ->
          properties.entrySet().stream()
              .sorted(Map.Entry.comparingByKey(JsonText.KEY_ORDER))
              .forEach(p -> all.add(new Entry(new Value.StringValue(p.getKey()), p.getValue())));
      case Value.StringValue _,
          Value.FileValue _,
          Value.BooleanValue _,
          Value.NumberValue _,
          Value.DirValue _,
          Value.SocketValue _,
          Value.NullValue _ ->
          throw new InterpretationException(
              "a range must be an array or object", expression.span());
    }
    return all;
  }

  private static boolean mentionsReference(SpecValue value) {
    return switch (value) {
      case SpecScalar scalar -> scalar.written().contains("$(");
      case SpecArray array -> array.elements().stream().anyMatch(LoopRange::mentionsReference);
      case SpecObject object ->
          object.members().stream()
              .anyMatch(
                  member ->
                      member.key().contains("$(")
                          || member.value() instanceof SpecNull
                          || mentionsReference(member.value()));
    };
  }

  /** What an iteration knows of itself. */
  static Map<String, Value> variables(LoopVariables names, int index, Optional<Entry> entry) {
    Map<String, Value> variables = new HashMap<>();
    names.index().ifPresent(name -> variables.put(name, new Value.NumberValue(index)));
    entry.ifPresent(
        of -> {
          names.key().ifPresent(name -> variables.put(name, of.key()));
          names.value().ifPresent(name -> variables.put(name, of.value()));
        });
    return variables;
  }

  /** What is left of what an iteration assigned when its own variables are gone. */
  static Map<String, Value> withoutVariables(LoopVariables names, Map<String, Value> assigned) {
    if (assigned.isEmpty()) {
      return assigned;
    }
    var left = new LinkedHashMap<>(assigned);
    names.index().ifPresent(left::remove);
    names.key().ifPresent(left::remove);
    names.value().ifPresent(left::remove);
    return left;
  }
}
