package waybill.dialects.opspec.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * {@code opctl node}: begins and ends the process in which ops run. Called in the command's own
 * process, not in that one.
 */
public final class NodeCommand implements Command {
  private static final int MOST_OF_AN_ANSWER = 100;

  private final AgentControl control;
  private final String version;

  public NodeCommand(AgentControl control, String version) {
    this.control = control;
    this.version = version;
  }

  /**
   * Whether these arguments of {@code opctl} mean this command. Knows where the verb is without
   * reading the command line, which costs a start-up time.
   */
  public static boolean isMeantBy(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-")) {
        return argument.equals("node");
      }
      boolean hasValue =
          argument.endsWith("-address")
              || argument.equals("--container-runtime")
              || argument.equals("--data-dir");
      i += hasValue ? 1 : 0;
    }
    return false;
  }

  @Override
  public Exit run(Invocation invocation) {
    var globals = new Globals();
    CommandSpec root = Opctl.root(version, globals);
    CommandSpec node = group();
    node.addSubcommand("create", create(globals));
    node.addSubcommand("kill", kill(globals));
    node.addSubcommand("delete", delete(globals));
    root.addSubcommand("node", node);
    Exit exit = CommandLines.run(root, invocation);
    return exit.equals(Exit.OK) || exit instanceof Exit.BySignal
        ? exit
        : new Exit.Status(Opctl.FAILED);
  }

  /** For help and completion where this command never gets. */
  static CommandSpec listed() {
    CommandSpec node = group();
    for (String verb : List.of("create", "kill", "delete")) {
      node.addSubcommand(verb, CommandLines.group(verb));
    }
    return node;
  }

  private static CommandSpec group() {
    CommandSpec node = CommandLines.group("node");
    node.usageMessage()
        .description("Begins and ends the process in which ops run; it begins by itself too.");
    return node;
  }

  private CommandSpec create(Globals globals) {
    CommandSpec spec =
        Opctl.command("create", globals, (options, invocation) -> control.serve(invocation));
    spec.usageMessage().description("Is that process, until it is ended.");
    return spec;
  }

  private CommandSpec kill(Globals globals) {
    CommandSpec spec = Opctl.command("kill", globals, this::kill);
    spec.usageMessage().description("Ends it and everything that it runs; keeps what was stored.");
    return spec;
  }

  private Exit kill(ParseResult options, Invocation invocation) {
    boolean _ = control.stop(invocation);
    return Exit.OK;
  }

  private CommandSpec delete(Globals globals) {
    CommandSpec spec =
        Opctl.command(
            "delete", globals, (options, invocation) -> delete(options, invocation, globals));
    spec.usageMessage().description("Ends it and removes all runs, with what they wrote.");
    spec.addOption(
        OptionSpec.builder("-y", "--yes").type(boolean.class).description("Do not ask.").build());
    return spec;
  }

  private Exit delete(ParseResult options, Invocation invocation, Globals globals) {
    if (globals.namesDataFolder()) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              "`--data-dir` names the data of the other program, and this would remove ours")
          .withHelp("leave it out, or set WAYBILL_STATE_DIR")
          .asException();
    }
    if (!options.hasMatchedOption("--yes") && !isAgreed(invocation)) {
      invocation.err().print("nothing was removed\n");
      invocation.err().flush();
      return new Exit.Status(Opctl.FAILED);
    }
    boolean _ = control.stop(invocation);
    control.delete(invocation);
    return Exit.OK;
  }

  private static boolean isAgreed(Invocation invocation) {
    if (!invocation.terminal().inIsTerminal()) {
      throw Failure.of(FailureCode.COMMAND_LINE, "this removes all runs and what they wrote")
          .withHelp("say `--yes` if that is what you want; there is no terminal to ask on")
          .asException();
    }
    invocation.err().print("This ends what runs and removes all runs. Go on? [y/N] ");
    invocation.err().flush();
    String answer = line(invocation.in()).strip();
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
  }

  private static String line(InputStream in) {
    var line = new StringBuilder();
    try {
      int next = in.read();
      while (next >= 0 && next != '\n' && line.length() < MOST_OF_AN_ANSWER) {
        line.append((char) next);
        next = in.read();
      }
    } catch (IOException noAnswer) {
      return "";
    }
    return line.toString();
  }
}
