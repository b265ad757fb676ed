package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Action;
import waybill.cli.CommandLines;
import waybill.cli.DisplayText;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.cli.Tone;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiSession;
import waybill.dialects.tyger.problem.CommandLineError;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** What the commands have in common: how they are made, and how they say that something failed. */
final class Verb {
  /** Whatever went wrong, as the older program has it. */
  static final Exit FAILED = new Exit.Status(1);

  private Verb() {}

  /** What a command does with the API. */
  interface Question {
    Exit ask(ParseResult options, Invocation invocation, ApiClient api) throws InterruptedException;
  }

  /** What is asked once it is known what. */
  interface Work {
    Exit with(ApiClient api) throws InterruptedException;
  }

  /** A command that asks the API. */
  static CommandSpec asking(
      Tyger.Server server, String name, String description, Question question) {
    return command(
        name,
        description,
        (options, invocation) ->
            ask(server, invocation, api -> question.ask(options, invocation, api)));
  }

  /** Has the API open for as long as that takes. */
  static Exit ask(Tyger.Server server, Invocation invocation, Work work) {
    try (var session = new ApiSession(server.open(invocation))) {
      return work.with(session.api());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

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
              } catch (CommandLineError e) {
                error(invocation, e.text());
              } catch (UnparsableFile e) {
                error(invocation, CommandTexts.unparsable(e.file(), first(e.problems())));
                new ProblemPrinter(invocation.err(), invocation.terminal()).print(e.problems());
              } catch (ProblemsException e) {
                new ProblemPrinter(invocation.err(), invocation.terminal()).print(e);
              }
              invocation.err().flush();
              return FAILED;
            });
    spec.usageMessage().description(description);
    return spec;
  }

  /** A command that only holds others, under two names. */
  static CommandSpec group(String name, String alias, String description) {
    CommandSpec spec = group(name, description);
    spec.aliases(alias);
    return spec;
  }

  static CommandSpec group(String name, String description) {
    CommandSpec spec =
        CommandLines.command(
            name,
            (options, invocation) -> {
              error(invocation, "a command is required");
              invocation.err().print(options.commandSpec().commandLine().getUsageMessage());
              invocation.err().flush();
              return FAILED;
            });
    spec.usageMessage().description(description);
    return spec;
  }

  /** All of them follow, with their places. */
  private static String first(ProblemsException e) {
    return String.valueOf(e.getMessage());
  }

  /** Says what went wrong, and what to do where we know. */
  static void fail(Invocation invocation, Failure failure) {
    error(invocation, failure.message());
    failure.help().ifPresent(help -> say(invocation, Tone.STRONG, "Hint", help));
    invocation.err().flush();
  }

  static void error(Invocation invocation, String message) {
    say(invocation, Tone.BAD, "Error", message);
  }

  static void warn(Invocation invocation, String message) {
    say(invocation, Tone.WARNING, "Warning", message);
    invocation.err().flush();
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

  /** Writes the answer; a failure when nobody takes it. */
  static Exit answer(Invocation invocation, String text) {
    invocation.out().print(text);
    return invocation.out().checkError() ? FAILED : Exit.OK;
  }

  static FailureException wrong(String message) {
    return Failure.of(FailureCode.COMMAND_LINE, message).asException();
  }
}
