package waybill.dialects.opspec.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import waybill.cli.Invocation;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * The options that every verb of opctl has, before or behind the verb's name. Most of them say
 * where the node listens and what it runs containers with; Waybill has no such node, so they change
 * nothing, and whoever gives one is told. Set as variables they are there for the other program and
 * nothing is said. For one command line.
 */
final class Globals {
  private final List<String> meaningless = new ArrayList<>();
  private boolean noColor;

  private record Meaningless(String option, String label, String why) {}

  private static final List<Meaningless> MEANINGLESS =
      List.of(
          new Meaningless(
              "--api-listen-address", "ADDRESS", "there is no API to listen for connections yet"),
          new Meaningless(
              "--container-runtime", "NAME", "containers run in sandboxes of Waybill's own"),
          new Meaningless(
              "--data-dir", "FOLDER", "Waybill's own folder is set by WAYBILL_STATE_DIR"),
          new Meaningless(
              "--dns-listen-address", "ADDRESS", "nothing here changes how names are resolved"));

  void addTo(CommandSpec root) {
    root.addOption(
        OptionSpec.builder("--no-color")
            .type(boolean.class)
            .scopeType(ScopeType.INHERIT)
            .description("No colours. Also OPCTL_NO_COLOR, NO_COLOR.")
            .setter(this::noColor)
            .build());
    for (Meaningless option : MEANINGLESS) {
      root.addOption(
          OptionSpec.builder(option.option())
              .paramLabel(option.label())
              .type(String.class)
              .scopeType(ScopeType.INHERIT)
              .hidden(true)
              .description("Changes nothing: " + option.why() + ".")
              .setter(new Given(option))
              .build());
    }
  }

  /** A setter is also called with the value of an option that was not given. */
  private <T> T noColor(T value) {
    noColor |= Boolean.TRUE.equals(value);
    return value;
  }

  private final class Given implements picocli.CommandLine.Model.ISetter {
    private final Meaningless option;

    Given(Meaningless option) {
      this.option = option;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // The library's own face.
    public <T> T set(T value) {
      if (value != null && !meaningless.contains(option.option())) {
        meaningless.add(option.option());
      }
      return value;
    }
  }

  /** Whether the place of the other program's data was named, which is not ours. */
  boolean namesDataFolder() {
    return meaningless.contains("--data-dir");
  }

  /** The invocation with what the options say, having told which of them say nothing. */
  Invocation applied(Invocation invocation) {
    for (Meaningless option : MEANINGLESS) {
      if (meaningless.contains(option.option())) {
        invocation
            .err()
            .print("warning: `" + option.option() + "` changes nothing: " + option.why() + "\n");
      }
    }
    invocation.err().flush();
    if (!noColor && !isOn(invocation.environment(), "OPCTL_NO_COLOR")) {
      return invocation;
    }
    return new Invocation(
        invocation.arguments(),
        invocation.in(),
        invocation.out(),
        invocation.err(),
        invocation.environment(),
        invocation.directory(),
        new ColourlessTerminal(invocation.terminal()),
        invocation.interrupts());
  }

  /** Whether a variable switches its option on. */
  static boolean isOn(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "", "0", "f", "false" -> false;
      case "1", "t", "true" -> true;
      default -> // a typing error must not pass for either
          throw Failure.of(
                  FailureCode.COMMAND_LINE, variable + " is true or false, not `" + value + "`")
              .asException();
    };
  }
}
