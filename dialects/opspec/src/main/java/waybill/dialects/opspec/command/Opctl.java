package waybill.dialects.opspec.command;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import waybill.cli.Action;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;

/**
 * {@code opctl}: the verbs of the older program, with its words and its exit statuses. Runs inside
 * the process that keeps the journal; any number of calls at a time.
 */
public final class Opctl implements Command {
  /** How it ends when anything went wrong. */
  public static final int FAILED = 1;

  static final int KILLED = 137;
  static final int INTERRUPTED = 130;

  /** A wrong command line and a spec that cannot be used are failures like any other here. */
  private static final Set<Integer> STATUSES = Set.of(0, FAILED, INTERRUPTED, KILLED);

  private final OpWorkplace workplace;

  public Opctl(OpWorkplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Exit run(Invocation invocation) {
    Exit exit = CommandLines.run(spec(), invocation);
    return exit instanceof Exit.Status(int code) && !STATUSES.contains(code)
        ? new Exit.Status(FAILED)
        : exit;
  }

  /** A command line is for one call: it remembers what was given. */
  private CommandSpec spec() {
    var globals = new Globals();
    CommandSpec root = root(workplace.version(), globals);
    root.addSubcommand("run", new RunCommand(workplace).spec(globals));
    root.addSubcommand("ls", new LsCommand().spec(globals));
    root.addSubcommand("op", new OpCommands(workplace).spec(globals));
    root.addSubcommand("events", new EventsCommand(workplace).spec(globals));
    root.addSubcommand("node", NodeCommand.listed());
    root.addSubcommand("completion", completion());
    LaterCommands.addTo(root);
    return root;
  }

  private CommandSpec completion() {
    CommandSpec spec =
        CommandLines.command(
            "completion",
            (options, invocation) -> {
              invocation.out().print(CommandLines.completion(spec()));
              return invocation.out().checkError() ? new Exit.Status(FAILED) : Exit.OK;
            });
    spec.usageMessage()
        .description("Writes a script that completes command lines in bash and zsh.");
    CommandLines.examples(spec, "source <(opctl completion)");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("SHELL")
            .type(String.class)
            .completionCandidates(List.of("bash", "zsh"))
            .description("Of the shell; both take the same.")
            .build());
    return spec;
  }

  /** The command line's root without its verbs. */
  static CommandSpec root(String version, Globals globals) {
    CommandSpec root = CommandLines.group("opctl");
    root.usageMessage().description("Runs operations written in Opspec, as opctl does.");
    root.version(version);
    root.addOption(
        OptionSpec.builder("-v", "--version")
            .versionHelp(true)
            .type(boolean.class)
            .description("Show the version.")
            .build());
    CommandLines.examples(
        root,
        "opctl ls                        list the ops of this project",
        "opctl run build                 run the one in .opspec/build",
        "opctl run build -a env=test     give it an argument");
    globals.addTo(root);
    return root;
  }

  /** A verb whose action gets an invocation in which the common options are heeded. */
  static CommandSpec command(String name, Globals globals, Action action) {
    return CommandLines.command(
        name, (options, invocation) -> action.run(options, globals.applied(invocation)));
  }
}
