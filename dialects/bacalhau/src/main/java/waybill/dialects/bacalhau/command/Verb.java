package waybill.dialects.bacalhau.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Action;
import waybill.cli.CommandLines;
import waybill.cli.DisplayText;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.cli.Tone;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** What the commands have in common: how they are made, and how they say that something failed. */
final class Verb {
  static final Exit FAILED = new Exit.Status(1);

  private Verb() {}

  /** A command whose failures are told in the older program's way. */
  static CommandSpec command(String name, String description, Action action) {
    CommandSpec spec =
        CommandLines.command(
            name,
            (options, invocation) -> {
              try {
                return action.run(options, invocation);
              } catch (FailureException e) {
                fail(invocation, e.failure());
              } catch (ProblemsException e) {
                fail(invocation, e);
              }
              return FAILED;
            });
    spec.usageMessage().description(description);
    return spec;
  }

  /** Says what went wrong, and what to do where we know. */
  static void fail(Invocation invocation, Failure failure) {
    error(invocation, failure.message());
    failure.help().ifPresent(help -> hint(invocation, help));
    invocation.err().flush();
  }

  /** Says what is wrong in a job. */
  static void fail(Invocation invocation, ProblemsException e) {
    error(invocation, "the job provided is invalid");
    new ProblemPrinter(invocation.err(), invocation.terminal()).print(e);
    invocation.err().flush();
  }

  static void error(Invocation invocation, String message) {
    say(invocation, Tone.BAD, "Error", message);
  }

  static void hint(Invocation invocation, String text) {
    say(invocation, Tone.STRONG, "Hint", text);
  }

  private static void say(Invocation invocation, Tone tone, String word, String text) {
    var lines = new StringBuilder(tone.of(word, invocation.terminal().colours())).append(": ");
    String indent = "";
    for (String line : text.lines().toList()) {
      lines.append(indent).append(DisplayText.safe(line)).append('\n');
      indent = "  ";
    }
    invocation.err().print(lines);
  }

  /** Says something that is not the answer. */
  static void remark(Invocation invocation, String text) {
    invocation.err().print(DisplayText.safe(text) + "\n");
    invocation.err().flush();
  }

  /** Writes the answer; a failure when nobody takes it. */
  static Exit answer(Invocation invocation, String text) {
    invocation.out().print(text);
    return invocation.out().checkError() ? FAILED : Exit.OK;
  }

  static FailureException wrong(String message, String help) {
    return Failure.of(FailureCode.COMMAND_LINE, message).withHelp(help).asException();
  }

  static int number(ParseResult options, String name, int least, int absent) {
    int number = options.matchedOptionValue(name, absent);
    if (number < least) {
      throw wrong("`" + name + "` cannot be " + number, "it is a number from " + least + " on");
    }
    return number;
  }
}
