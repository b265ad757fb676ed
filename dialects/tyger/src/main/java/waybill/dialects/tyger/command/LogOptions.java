package waybill.dialects.tyger.command;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Invocation;
import waybill.dialects.tyger.log.LogLines;

/** The options that say how remarks look. */
final class LogOptions {
  private LogOptions() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.text(
        spec,
        "FORM",
        "How remarks look: pretty, as on a terminal if not said, plain, as elsewhere, or json.",
        "--log-format");
    CommandOptions.text(
        spec,
        "LEVEL",
        "Which remarks are made: trace, debug, info, warn, error or fatal, and what is above; info"
            + " if not said.",
        "--log-level");
  }

  /**
   * Where remarks go.
   *
   * @param out gets each line
   */
  static LogLines of(ParseResult options, Invocation invocation, Consumer<String> out) {
    return of(options, invocation, LogLines.Level.INFO, out);
  }

  /**
   * The same.
   *
   * @param usual the level where nobody says one
   */
  static LogLines of(
      ParseResult options, Invocation invocation, LogLines.Level usual, Consumer<String> out) {
    LogLines.Format format =
        one(options, "--log-format", LogLines.Format.values(), standard(invocation));
    LogLines.Level least = one(options, "--log-level", LogLines.Level.values(), usual);
    return new LogLines(out, format, least, invocation.terminal().colours(), Clock.systemUTC());
  }

  /** Straight to the remarks of the command. */
  static Consumer<String> straight(Invocation invocation) {
    return line -> {
      invocation.err().print(line);
      invocation.err().flush();
    };
  }

  private static LogLines.Format standard(Invocation invocation) {
    return invocation.terminal().errIsTerminal() ? LogLines.Format.PRETTY : LogLines.Format.PLAIN;
  }

  private static <E extends Enum<E>> E one(ParseResult options, String name, E[] values, E absent) {
    String given = CommandOptions.text(options, name).orElse(absent.name());
    for (E value : values) {
      if (value.name().equals(given.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    List<String> words = new ArrayList<>();
    for (E value : values) {
      words.add("`" + value.name().toLowerCase(Locale.ROOT) + "`");
    }
    throw Verb.wrong(
        "`" + name + "` cannot be `" + given + "`: there are " + String.join(", ", words));
  }
}
