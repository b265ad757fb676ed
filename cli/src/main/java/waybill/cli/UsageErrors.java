package waybill.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.NearestNames;

/** What is wrong with a command line, in our words. Loaded only when something is. */
final class UsageErrors {
  private UsageErrors() {}

  static Failure failure(ParameterException e) {
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(spec, unmatched.getUnmatched().getFirst());
    }
    String message = String.valueOf(e.getMessage());
    String lower =
        message.isEmpty()
            ? message
            : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    return withHelp(spec, lower, Optional.empty());
  }

  /** A command was named that only holds others. */
  static Failure commandMissing(CommandSpec spec) {
    String names = String.join(", ", spec.subcommands().keySet());
    return withHelp(spec, "a command is missing: one of " + names, Optional.empty());
  }

  private static Failure unknown(CommandSpec spec, String argument) {
    if (argument.startsWith("-") && argument.length() > 1) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      return withHelp(spec, "unknown option `" + name + "`", nearestOption(spec, name));
    }
    if (!spec.subcommands().isEmpty() && spec.positionalParameters().isEmpty()) {
      Optional<String> nearest = NearestNames.help(argument, spec.subcommands().keySet());
      return withHelp(spec, "unknown command `" + argument + "`", nearest);
    }
    return withHelp(spec, "unexpected argument `" + argument + "`", Optional.empty());
  }

  /** Compared without dashes: `-x` is one letter, to which every other is near. */
  private static Optional<String> nearestOption(CommandSpec spec, String unknown) {
    Map<String, String> known = new LinkedHashMap<>();
    for (OptionSpec option : spec.options()) {
      for (String name : option.names()) {
        if (!option.hidden()) {
          known.put(bare(name), name);
        }
      }
    }
    List<String> nearest = new ArrayList<>();
    for (String name : NearestNames.of(bare(unknown), known.keySet())) {
      nearest.add(known.getOrDefault(name, name));
    }
    return NearestNames.sentence(nearest);
  }

  private static String bare(String option) {
    int start = 0;
    while (start < option.length() && option.charAt(start) == '-') {
      start++;
    }
    return option.substring(start);
  }

  private static Failure withHelp(CommandSpec spec, String message, Optional<String> nearest) {
    String more = "`" + spec.qualifiedName() + " --help` tells all";
    String help = nearest.map(names -> names + "\n" + more).orElse(more);
    return Failure.of(FailureCode.COMMAND_LINE, message).withHelp(help);
  }
}
