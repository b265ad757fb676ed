package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiSession;

/**
 * {@code tyger}: codespecs, buffers and runs in the words of the older program. Runs in the
 * caller's own process and speaks to the API alone; any number of calls at a time.
 */
public final class Tyger implements Command {
  private static final int WRONG_COMMAND_LINE = 2;

  private final Server server;
  private final String version;

  /** Where the API is. */
  public interface Server {
    /** That of this user's agent, which is started where need be. */
    ApiSession.Door open(Invocation invocation);
  }

  public Tyger(Server server, String version) {
    this.server = server;
    this.version = version;
  }

  /** A wrong command line is a failure like any other here. */
  @Override
  public Exit run(Invocation invocation) {
    Exit exit = CommandLines.run(spec(), invocation, failure -> Verb.fail(invocation, failure));
    return exit.equals(new Exit.Status(WRONG_COMMAND_LINE)) ? Verb.FAILED : exit;
  }

  /** {@code waybill run} of a run or a codespec: {@code run}, and what {@code run exec} takes. */
  public Exit runAsOwn(Invocation invocation) {
    CommandSpec root = CommandLines.group("waybill");
    root.addSubcommand("run", new RunCreation(server).run());
    CommandLines.takingAnyText(root);
    return CommandLines.run(root, invocation);
  }

  /** A command line is for one call: it remembers what was given. */
  private CommandSpec spec() {
    CommandSpec root = Verb.group("tyger", "Runs codespecs over buffers on this machine.");
    CommandLines.examples(
        root,
        "tyger codespec create -f negating.yml      keep a codespec; prints its version",
        "tyger run exec -f run.yml <in >out         run one, from standard input to output",
        "tyger buffer create                        make a buffer; prints its id",
        "tyger buffer write ID <file                fill it",
        "tyger run create -c NAME -b input=ID       run over buffers that are kept");
    CommandLines.version(root, "tyger of waybill " + version);
    root.addSubcommand("codespec", new CodespecCommands(server).spec());
    root.addSubcommand("buffer", new BufferCommands(server).spec());
    root.addSubcommand("run", new RunCommands(server).spec());
    var login = new LoginCommands(server);
    CommandSpec completion =
        Verb.command(
            "completion",
            "Writes a script that completes command lines in bash and zsh.",
            (options, invocation) -> Verb.answer(invocation, CommandLines.completion(spec())));
    CommandLines.examples(completion, "source <(tyger completion)");
    root.addSubcommand("completion", completion);
    root.addSubcommand("login", login.login());
    root.addSubcommand("logout", login.logout());
    CommandLines.takingAnyText(root);
    return root;
  }
}
