package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.client.JsonPrinter;
import waybill.dialects.tyger.problem.CommandTexts;

/** Lists as the tool prints them: one JSON array, written while pages arrive. */
final class Lists {
  private static final int MOST = 1000;

  private Lists() {}

  static void addLimit(CommandSpec spec) {
    CommandOptions.text(
        spec, "COUNT", "At most so many; " + MOST + " if not said.", "-l", "--limit");
  }

  /**
   * Prints what there is.
   *
   * @param target the question, without a limit
   */
  static Exit print(ParseResult options, Invocation invocation, ApiClient api, ApiTarget target)
      throws InterruptedException {
    boolean limited = CommandOptions.has(options, "--limit");
    int limit = limited ? limit(options) : MOST;
    if (limit == 0) {
      return Verb.answer(invocation, "[]\n");
    }
    var printer =
        new Object() {
          boolean any;
        };
    boolean more =
        api.list(
            target,
            limit,
            item -> {
              invocation.out().print(printer.any ? ",\n  " : "[\n  ");
              invocation.out().print(JsonPrinter.lines(BufferCommands.shown(item)));
              printer.any = true;
            });
    Exit exit = Verb.answer(invocation, printer.any ? "\n]\n" : "[]\n");
    if (more && !limited) {
      Verb.warn(invocation, CommandTexts.TRUNCATED);
    }
    return exit;
  }

  private static int limit(ParseResult options) {
    try {
      int limit = Integer.parseInt(CommandOptions.text(options, "--limit").orElse(""));
      if (limit >= 0) {
        return limit;
      }
    } catch (NumberFormatException notOne) {
      // told below, like a negative one
    }
    throw Verb.wrong("InvalidInput: Limit must be a non-negative integer.");
  }
}
