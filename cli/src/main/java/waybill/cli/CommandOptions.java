package waybill.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Options and arguments of commands, of the few kinds that there are. */
public final class CommandOptions {
  private CommandOptions() {}

  /** One that is there or not. */
  public static void flag(CommandSpec spec, String description, String... names) {
    spec.addOption(OptionSpec.builder(names).type(boolean.class).description(description).build());
  }

  public static void text(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .paramLabel(label)
            .type(String.class)
            .description(description)
            .build());
  }

  public static void number(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .paramLabel(label)
            .type(Integer.class)
            .description(description)
            .build());
  }

  /** An option that may be given again for more. */
  public static void texts(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .paramLabel(label)
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build());
  }

  /** The one argument, which has to be there. */
  public static void positional(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .required(true)
            .paramLabel(label)
            .type(String.class)
            .description(description)
            .build());
  }

  /** The one argument, which may be left out. */
  public static void optional(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel(label)
            .type(String.class)
            .description(description)
            .build());
  }

  /** Any number of arguments. */
  public static void positionals(CommandSpec spec, String label, String description) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("0..*")
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description)
            .build());
  }

  public static Optional<String> text(ParseResult options, String name) {
    return Optional.ofNullable(options.matchedOptionValue(name, null));
  }

  public static List<String> texts(ParseResult options, String name) {
    return options.matchedOptionValue(name, List.of());
  }

  /** Whether it was given; a flag that was given as {@code --flag=false} was not. */
  public static boolean has(ParseResult options, String name) {
    Object given = options.matchedOptionValue(name, Boolean.FALSE);
    return options.hasMatchedOption(name) && !Boolean.FALSE.equals(given);
  }

  /** The arguments that are no options. */
  public static List<String> positionals(ParseResult options) {
    return options.matchedPositionalValue(0, List.of());
  }
}
