package waybill.dialects.bacalhau.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.bacalhau.template.Expression.Value;
import waybill.dialects.bacalhau.template.ExpressionReader.NoExpressionException;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/**
 * Fills a job file's template: the part of Go's {@code text/template} that job files use. {@code
 * {{.name}}}, {@code index . "name"}, {@code or}, {@code and}, {@code not}, {@code eq}, {@code ne},
 * {@code if}, {@code else}, {@code end}, comments, and marks that trim white space. What stands in
 * a comment of the file is filled if it can be, and else left alone.
 */
public final class Template {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_ACTIONS = 10_000;
  private static final int MAX_PROBLEMS = 50;

  private final Source source;
  private final String text;
  private final TemplateValues values;
  private final Filled.Writer out;
  private final Problems problems = new Problems();
  private final List<Branch> open = new ArrayList<>();

  /** Where names that were not given are wanted, in the order of the file. */
  private final Map<String, Action> unknown = new LinkedHashMap<>();

  /**
   * An {@code if} that has not ended.
   *
   * @param action it began with
   * @param taken whether one of its branches was
   * @param writes whether this branch is written
   * @param around whether what is around it is written
   */
  private record Branch(Action action, boolean taken, boolean writes, boolean around) {}

  private Template(Source source, TemplateValues values) {
    this.source = source;
    this.text = source.text();
    this.values = values;
    this.out = new Filled.Writer(source);
  }

  /**
   * The file with every hole filled.
   *
   * @throws ProblemsException with all holes that cannot be, names that are missing in one problem
   */
  public static Filled fill(Source source, TemplateValues values) {
    if (source.text().indexOf("{{") < 0) {
      return Filled.unchanged(source);
    }
    return new Template(source, values).fill();
  }

  private Filled fill() {
    int at = 0;
    boolean trim = false;
    int actions = 0;
    while (at < text.length() && problems.list().size() < MAX_PROBLEMS) {
      if (actions++ > MAX_ACTIONS) {
        problems.add(TemplateProblems.tooMany(source, MAX_ACTIONS));
        break;
      }
      Action action = Action.next(text, at);
      boolean comment = action.start() < text.length() && action.isInComment(text);
      if (comment && !isFillable(action)) {
        literal(at, action.end(), trim, false);
        trim = false;
      } else {
        literal(at, action.start(), trim, action.trimsBefore());
        if (action.start() < text.length()) {
          act(action);
        }
        trim = action.trimsAfter();
      }
      at = action.end();
    }
    for (Branch branch : open) {
      problems.add(TemplateProblems.notEnded(source, branch.action()));
    }
    if (!unknown.isEmpty()) {
      problems.add(TemplateProblems.unknown(source, unknown));
    }
    if (out.isFull()) {
      problems.add(TemplateProblems.tooLong(source));
    }
    problems.throwIfAnyError(source);
    return out.filled();
  }

  private boolean isWriting() {
    return open.isEmpty() || open.getLast().writes();
  }

  private void literal(int from, int to, boolean trimStart, boolean trimEnd) {
    int start = from;
    int end = to;
    while (trimStart && start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (trimEnd && end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (isWriting()) {
      out.copy(start, end);
    }
  }

  /** In a comment only what needs nothing that is not there, and stays on its line. */
  private boolean isFillable(Action action) {
    Optional<Expression> expression = expression(action.inside());
    if (expression.isEmpty() || action.isOpen(text)) {
      return false;
    }
    Map<String, Action> missing = new LinkedHashMap<>();
    Value value = value(expression.get(), action, missing);
    return missing.isEmpty() && value.text().indexOf('\n') < 0;
  }

  private static Optional<Expression> expression(String inside) {
    try {
      return Optional.of(ExpressionReader.read(inside));
    } catch (NoExpressionException none) {
      return Optional.empty();
    }
  }

  private void act(Action action) {
    String inside = action.inside();
    if (action.isOpen(text)) {
      problems.add(TemplateProblems.notClosed(source, action));
    } else if (inside.startsWith("/*") && inside.endsWith("*/")) {
      return;
    } else if (word(inside).equals("if")) {
      begin(action, inside.substring(2));
    } else if (word(inside).equals("else")) {
      otherwise(action, inside.substring(4).strip());
    } else if (inside.equals("end")) {
      end(action);
    } else {
      Value value = value(action, inside);
      if (isWriting()) {
        out.replace(action.start(), action.end(), value.text());
      }
    }
  }

  private static String word(String inside) {
    int end = 0;
    while (end < inside.length() && Character.isLetter(inside.charAt(end))) {
      end++;
    }
    return inside.substring(0, end);
  }

  private void begin(Action action, String condition) {
    if (open.size() == MAX_DEPTH) {
      problems.add(TemplateProblems.tooDeep(source, action, MAX_DEPTH));
      problems.throwIfAnyError(source);
    }
    boolean holds = value(action, condition).holds();
    open.add(new Branch(action, holds, isWriting() && holds, isWriting()));
  }

  private void otherwise(Action action, String rest) {
    if (open.isEmpty()) {
      problems.add(TemplateProblems.nothingOpen(source, action));
      return;
    }
    Branch last = open.removeLast();
    boolean holds = !last.taken();
    if (word(rest).equals("if")) {
      holds &= value(action, rest.substring(2)).holds();
    } else if (!rest.isEmpty()) {
      problems.add(TemplateProblems.notUnderstood(source, action, "`else` takes nothing but `if`"));
    }
    boolean writes = last.around() && holds;
    open.add(new Branch(last.action(), last.taken() || holds, writes, last.around()));
  }

  private void end(Action action) {
    if (open.isEmpty()) {
      problems.add(TemplateProblems.nothingOpen(source, action));
    } else {
      open.removeLast();
    }
  }

  private Value value(Action action, String inside) {
    try {
      return value(ExpressionReader.read(inside), action, unknown);
    } catch (NoExpressionException none) {
      String why = String.valueOf(none.getMessage());
      problems.add(TemplateProblems.notUnderstood(source, action, why));
      return Value.of("");
    }
  }

  /** What is not given is empty, and told later. */
  private Value value(Expression expression, Action action, Map<String, Action> missing) {
    return switch (expression) {
      case Expression.Literal literal -> Value.of(literal.text());
      case Expression.Optionally(String name) -> Value.of(values.values().getOrDefault(name, ""));
      case Expression.Variable(String name) -> {
        if (!values.values().containsKey(name)) {
          missing.putIfAbsent(name, action);
        }
        yield Value.of(values.values().getOrDefault(name, ""));
      }
      case Expression.Call call -> call(call, action, missing);
    };
  }

  private Value call(Expression.Call call, Action action, Map<String, Action> missing) {
    List<Value> arguments = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      arguments.add(value(argument, action, missing));
    }
    return switch (call.function()) {
      case OR -> first(arguments, true);
      case AND -> first(arguments, false);
      case NOT -> Value.of(!arguments.getFirst().holds());
      case EQ -> Value.of(isAmongOthers(arguments));
      case NE -> Value.of(!isAmongOthers(arguments));
    };
  }

  private static Value first(List<Value> values, boolean that) {
    for (Value value : values) {
      if (value.holds() == that) {
        return value;
      }
    }
    return values.getLast();
  }

  private static boolean isAmongOthers(List<Value> values) {
    String first = values.getFirst().text();
    return values.subList(1, values.size()).stream().anyMatch(v -> v.text().equals(first));
  }
}
