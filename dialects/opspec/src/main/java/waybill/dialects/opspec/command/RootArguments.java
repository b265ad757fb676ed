package waybill.dialects.opspec.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import waybill.cli.DisplayText;
import waybill.cli.Invocation;
import waybill.dialects.opspec.parameter.ArgumentReader;
import waybill.dialects.opspec.parameter.Parameters;
import waybill.dialects.opspec.parameter.ParametersException;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.SpecValue;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Finds the inputs of the op that is named on the command line. For each, in alphabetical order,
 * the first source that has a right value gives it: command line, arguments' file, variable of that
 * name, default, and at last the person at the terminal. A wrong value is told and the next source
 * asked.
 */
final class RootArguments {
  private final Parameters parameters;
  private final LoadedOp op;
  private final Invocation invocation;
  private final ArgumentReader reader;
  private final Prompt prompt;

  RootArguments(Parameters parameters, LoadedOp op, Invocation invocation) {
    this.parameters = parameters;
    this.op = op;
    this.reader = new ArgumentReader(invocation.directory());
    this.invocation = invocation;
    this.prompt = new Prompt(invocation);
  }

  /**
   * The values, without those that come from defaults.
   *
   * @throws waybill.model.failure.FailureException when one cannot be had
   */
  Map<String, Value> find(Map<String, String> given, Map<String, SpecValue> file) {
    var inputs = new ArrayList<>(op.op().inputs());
    inputs.sort(Comparator.comparing(WrittenParameter::name));
    var found = new LinkedHashMap<String, Value>();
    try (var scratch = new TrialScratch()) {
      for (WrittenParameter input : inputs) {
        Optional<Value> value = find(input, given, file, scratch);
        value.ifPresent(right -> found.put(input.name(), right));
      }
    }
    return found;
  }

  /** Empty for the default. */
  private Optional<Value> find(
      WrittenParameter input,
      Map<String, String> given,
      Map<String, SpecValue> file,
      TrialScratch scratch) {
    for (Source source : sources(input, given, file)) {
      Optional<Value> value = tried(input, source, scratch);
      if (value.isPresent()) {
        return value;
      }
    }
    if (input.defaultValue().isPresent() && defaultIsRight(input, scratch)) {
      return Optional.empty();
    }
    if (!prompt.isPossible()) {
      throw missing(input).asException();
    }
    while (true) {
      String answer = prompt.ask(input).orElseThrow(() -> missing(input).asException());
      Optional<Value> value = tried(input, new Source("", () -> text(input, answer)), scratch);
      if (value.isPresent()) {
        return value;
      }
    }
  }

  /**
   * Where a value may come from.
   *
   * @param name for people; empty for what they have just typed
   */
  private record Source(String name, Supplier<Value> value) {}

  private List<Source> sources(
      WrittenParameter input, Map<String, String> given, Map<String, SpecValue> file) {
    var sources = new ArrayList<Source>();
    String name = input.name();
    Optional.ofNullable(given.get(name))
        .ifPresent(text -> sources.add(new Source("-a", () -> text(input, text))));
    Optional.ofNullable(file.get(name))
        .ifPresent(
            written ->
                sources.add(
                    new Source("the arguments' file", () -> reader.read(input.type(), written))));
    String variable = invocation.environment().getOrDefault(name, "");
    if (!variable.isEmpty()) {
      sources.add(new Source("the variable " + name, () -> text(input, variable)));
    }
    return sources;
  }

  private Value text(WrittenParameter input, String text) {
    return reader.read(input.type(), text);
  }

  /** The source's value if it is a right one; why not has been told else. */
  private Optional<Value> tried(WrittenParameter input, Source source, TrialScratch scratch) {
    try {
      Value value = source.value().get();
      bind(input, Map.of(input.name(), value), scratch);
      return Optional.of(value);
    } catch (WrongValueException e) {
      invalid(input, source.name(), List.of(e.reason()));
    } catch (ParametersException e) {
      invalid(input, source.name(), messages(e));
    }
    return Optional.empty();
  }

  private boolean defaultIsRight(WrittenParameter input, TrialScratch scratch) {
    try {
      bind(input, Map.of(), scratch);
      return true;
    } catch (ParametersException e) {
      invalid(input, "the default", messages(e));
      return false;
    }
  }

  private void bind(WrittenParameter input, Map<String, Value> given, TrialScratch scratch) {
    var _ =
        parameters.bind(
            List.of(input), given, op.folder(), Optional.of(invocation.directory()), scratch);
  }

  private static List<String> messages(ParametersException e) {
    var messages = new ArrayList<String>();
    e.wrong().forEach(wrong -> messages.add(wrong.message()));
    return messages;
  }

  /** The value itself is not told: it may be a secret. */
  private void invalid(WrittenParameter input, String from, List<String> messages) {
    var text = new StringBuilder(input.name());
    text.append(" is invalid, provide valid value to proceed");
    text.append(from.isEmpty() ? "" : " (from " + from + ")").append('\n');
    for (String message : messages) {
      message
          .lines()
          .forEach(line -> text.append("  - ").append(DisplayText.safe(line)).append('\n'));
    }
    invocation.err().print(text);
    invocation.err().flush();
  }

  private static Failure missing(WrittenParameter input) {
    return Failure.of(FailureCode.INPUT_MISSING, "failed to get input '" + input.name() + "'")
        .withHelp(
            "give it by `-a "
                + input.name()
                + "=VALUE`, in the arguments' file or as a variable of that name");
  }
}
