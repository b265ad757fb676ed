package waybill.dialects.bacalhau.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;

/**
 * {@code bacalhau}: jobs in the words of the older program, and with what its users miss. Runs
 * inside the process that keeps the jobs; any number of calls at a time.
 */
public final class Bacalhau implements Command {
  private static final int WRONG_COMMAND_LINE = 2;

  private final JobWorkplace workplace;

  public Bacalhau(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  /** A wrong command line is a failure like any other here. */
  @Override
  public Exit run(Invocation invocation) {
    Exit exit = CommandLines.run(spec(), invocation);
    return exit.equals(new Exit.Status(WRONG_COMMAND_LINE)) ? Verb.FAILED : exit;
  }

  /** A command line is for one call: it remembers what was given. */
  private CommandSpec spec() {
    CommandSpec root = CommandLines.group("bacalhau");
    root.usageMessage().description("Runs jobs on this machine, as Bacalhau does on many.");
    CommandLines.examples(
        root,
        "bacalhau run job.yaml                  run a job and wait for it",
        "bacalhau run --dry-run job.yaml        see what stands in its way, and what would change",
        "bacalhau docker run ubuntu echo hi     run a program without a file",
        "bacalhau job list                      see which jobs there are",
        "bacalhau job describe my-job           see how far one has come, and why");
    var run = new RunCommand(workplace);
    root.addSubcommand("run", run.spec());
    root.addSubcommand("validate", new ValidateCommand(workplace.node()).spec());
    root.addSubcommand("job", job(run));
    root.addSubcommand("docker", docker());
    root.addSubcommand("node", new NodeCommands(workplace.node()).spec());
    root.addSubcommand("version", version());
    root.addSubcommand("completion", completion());
    LaterCommands.addTo(root);
    OldCommands.addTo(root);
    return root;
  }

  private CommandSpec job(RunCommand run) {
    CommandSpec job = CommandLines.group("job");
    job.usageMessage().description("Runs jobs, and tells of those that there are.");
    job.addSubcommand("run", run.spec());
    job.addSubcommand("validate", new ValidateCommand(workplace.node()).spec());
    job.addSubcommand("list", new ListCommand(workplace).spec());
    job.addSubcommand("describe", new DescribeCommand(workplace).spec());
    job.addSubcommand("inspect", new InspectCommand(workplace).spec());
    job.addSubcommand("executions", new ExecutionsCommand(workplace).spec());
    job.addSubcommand("history", new HistoryCommand(workplace).spec());
    job.addSubcommand("versions", new VersionsCommand(workplace).spec());
    job.addSubcommand("logs", new LogsCommand(workplace).spec());
    job.addSubcommand("stop", new StopCommand(workplace).spec());
    job.addSubcommand("rerun", new RerunCommand(workplace).spec());
    job.addSubcommand("get", LaterCommands.get());
    return job;
  }

  private CommandSpec docker() {
    CommandSpec docker = CommandLines.group("docker");
    docker.usageMessage().description("Runs programs of images without a job's file.");
    docker.addSubcommand("run", new DockerRunCommand(workplace).spec());
    return docker;
  }

  private CommandSpec version() {
    CommandSpec spec =
        Verb.command(
            "version",
            "Shows the version.",
            (options, invocation) -> Verb.answer(invocation, workplace.version() + "\n"));
    CommandOptions.flag(spec, "The same: there is no server of another version.", "--client");
    return spec;
  }

  private CommandSpec completion() {
    CommandSpec spec =
        Verb.command(
            "completion",
            "Writes a script that completes command lines in bash and zsh.",
            (options, invocation) -> Verb.answer(invocation, CommandLines.completion(spec())));
    CommandLines.examples(spec, "source <(bacalhau completion)");
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
}
