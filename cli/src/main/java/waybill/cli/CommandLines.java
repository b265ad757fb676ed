package waybill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/**
 * Command lines, made of parts and not of annotations: reading those by reflection is what makes
 * command line libraries slow to start.
 *
 * <p>A command is a {@link #command} with options and an action, or a {@link #group} of commands;
 * {@link #run} reads an invocation's arguments and calls the action they name.
 */
public final class CommandLines {
  private static final String EXAMPLES = "examples";

  private CommandLines() {}

  /** A command that does something. */
  public static CommandSpec command(String name, Action action) {
    return withHelp(CommandSpec.wrapWithoutInspection(action).name(name));
  }

  /** A command that only holds others, to be added to it. */
  public static CommandSpec group(String name) {
    return withHelp(CommandSpec.create().name(name));
  }

  private static CommandSpec withHelp(CommandSpec spec) {
    spec.interpolateVariables(false);
    return spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Show this help.")
            .build());
  }

  /** Lets a command answer {@code --version} with that line. */
  public static void version(CommandSpec spec, String line) {
    spec.version(line);
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .type(boolean.class)
            .description("Show the version.")
            .build());
  }

  /**
   * Options as many older programs read them: what follows an option that takes a text is that
   * text, whatever it looks like, and of an option that is given twice the last one counts. Also of
   * all commands that were added to it before.
   */
  public static void takingAnyText(CommandSpec spec) {
    spec.parser().allowOptionsAsOptionParameters(true).overwrittenOptionsAllowed(true);
    for (CommandLine command : spec.subcommands().values()) {
      takingAnyText(command.getCommandSpec());
    }
  }

  /** Command lines to paste, with which the command's help begins. */
  public static void examples(CommandSpec spec, String... lines) {
    StringBuilder text = new StringBuilder("Examples:\n");
    for (String line : lines) {
      text.append("  ").append(line).append('\n');
    }
    List<String> sections = new ArrayList<>(spec.usageMessage().sectionKeys());
    sections.addFirst(EXAMPLES);
    spec.usageMessage().sectionKeys(sections);
    spec.usageMessage().sectionMap().put(EXAMPLES, help -> text.append('\n').toString());
  }

  /**
   * Reads the arguments and runs what they name. A failure or a problem that the action lets out is
   * told here; a wrong command line ends with status 2 before anything was read.
   */
  public static Exit run(CommandSpec root, Invocation invocation) {
    return run(root, invocation, new InBlocks(invocation));
  }

  /** Says what is wrong to whoever gave a command. */
  public interface Teller {
    void tell(Failure failure);
  }

  private record InBlocks(Invocation invocation) implements Teller {
    @Override
    public void tell(Failure failure) {
      new FailurePrinter(invocation.err(), invocation.terminal()).print(failure);
    }
  }

  /** The same, with failures and wrong command lines told in other ways. */
  public static Exit run(CommandSpec root, Invocation invocation, Teller teller) {
    CommandLine line = new CommandLine(root);
    // Arguments that begin with @ name runs, not files of more arguments.
    line.setExpandAtFiles(false);
    ParseResult parsed;
    try {
      parsed = line.parseArgs(invocation.arguments().toArray(String[]::new));
    } catch (ParameterException e) {
      teller.tell(UsageErrors.failure(e));
      return Exit.of(FailureCode.COMMAND_LINE);
    }
    return answered(parsed, invocation).orElseGet(() -> act(innermost(parsed), invocation, teller));
  }

  /** The answer where only help or the version was asked for, at whatever depth. */
  private static Optional<Exit> answered(ParseResult parsed, Invocation invocation) {
    Optional<ParseResult> level = Optional.of(parsed);
    while (level.isPresent()) {
      CommandSpec spec = level.get().commandSpec();
      if (level.get().isVersionHelpRequested()) {
        invocation.out().print(String.join("\n", spec.version()) + "\n");
        invocation.out().flush();
        return Optional.of(Exit.OK);
      }
      if (level.get().isUsageHelpRequested()) {
        help(spec, invocation);
        return Optional.of(Exit.OK);
      }
      level = Optional.ofNullable(level.get().subcommand());
    }
    return Optional.empty();
  }

  private static void help(CommandSpec spec, Invocation invocation) {
    Terminal terminal = invocation.terminal();
    boolean colours = terminal.outIsTerminal() && terminal.colours();
    String text = spec.commandLine().getUsageMessage(colours ? Ansi.ON : Ansi.OFF);
    invocation.out().print(text);
    invocation.out().flush();
  }

  private static ParseResult innermost(ParseResult parsed) {
    ParseResult level = parsed;
    while (level.hasSubcommand()) {
      level = level.subcommand();
    }
    return level;
  }

  private static Exit act(ParseResult parsed, Invocation invocation, Teller teller) {
    if (!(parsed.commandSpec().userObject() instanceof Action action)) {
      teller.tell(UsageErrors.commandMissing(parsed.commandSpec()));
      return Exit.of(FailureCode.COMMAND_LINE);
    }
    try {
      return action.run(parsed, invocation);
    } catch (FailureException e) {
      teller.tell(e.failure());
      return Exit.of(e.failure().code());
    } catch (ProblemsException e) {
      new ProblemPrinter(invocation.err(), invocation.terminal()).print(e);
      return Exit.of(FailureCode.SPEC_INVALID);
    }
  }

  /** A script for bash and zsh that completes this command line; what it runs is the name. */
  public static String completion(CommandSpec root) {
    return AutoComplete.bash(root.name(), new CommandLine(root));
  }
}
