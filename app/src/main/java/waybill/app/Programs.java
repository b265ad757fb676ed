package waybill.app;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.app.agent.AgentRelay;
import waybill.app.doctor.Doctor;
import waybill.app.verb.AgentVerb;
import waybill.app.verb.CacheVerb;
import waybill.app.verb.ExplainVerb;
import waybill.app.verb.ImageVerb;
import waybill.app.verb.JobArguments;
import waybill.app.verb.RunVerb;
import waybill.app.verb.RunVerbs;
import waybill.app.verb.SchemaVerb;
import waybill.app.verb.TygerArguments;
import waybill.app.verb.ValidateVerb;
import waybill.cli.Command;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.SafeCommand;
import waybill.dialects.maelstrom.command.MaelstromRun;
import waybill.dialects.opspec.command.NodeCommand;
import waybill.dialects.opspec.command.Opctl;
import waybill.dialects.tyger.command.Tyger;
import waybill.sandbox.ControlGroups;

/** The command line's root: which program or verb the arguments name. */
final class Programs implements Command {
  /** Also in the pom; a release changes both. */
  static final String VERSION = "0.1.0";

  private static final Exit TYGER_FAILED = new Exit.Status(1);
  private static final Exit OPCTL_FAILED = new Exit.Status(Opctl.FAILED);
  private static final String TRAINING = "aot-training";

  @Override
  public Exit run(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    // Tools that stand in for others read their own arguments, and start without a command line
    // library; so does what runs in the agent.
    return switch (name) {
      case "maelstrom-run" -> maelstromRun().run(rest(invocation));
      case "opctl" -> SafeCommand.run(Programs::opctl, rest(invocation), OPCTL_FAILED);
      case "bacalhau", "ps", "show", "logs", "cancel" ->
          AgentRelay.run(home(), name, rest(invocation).arguments(), invocation);
      case "tyger" -> tyger(rest(invocation));
      case AgentRelay.PROCESS -> AgentWiring.serve(invocation);
      case TRAINING -> Training.run(invocation);
      default -> ofOurOwn(name, invocation); // or no verb at all, which the command line tells
    };
  }

  private static Exit ofOurOwn(String name, Invocation invocation) {
    if (name.equals("run")) {
      List<String> op = OpArguments.of(invocation);
      if (!op.isEmpty()) {
        return AgentRelay.run(home(), "opctl", op, invocation);
      }
      List<String> job = JobArguments.of(invocation);
      if (!job.isEmpty()) {
        return AgentRelay.run(home(), "bacalhau", job, invocation);
      }
      List<String> run = TygerArguments.of(invocation);
      if (!run.isEmpty()) {
        return SafeCommand.run(
            new Tyger(new TygerServer(), VERSION)::runAsOwn,
            AgentRelay.signalled(invocation.withArguments(run)));
      }
    }
    return CommandLines.run(root(), invocation);
  }

  private static Exit opctl(Invocation invocation) {
    if (NodeCommand.isMeantBy(invocation.arguments())) {
      return new NodeCommand(new NodeControl(), VERSION).run(invocation);
    }
    return AgentRelay.run(home(), "opctl", invocation.arguments(), invocation);
  }

  /** Runs here, and speaks to the API that the agent serves. */
  private static Exit tyger(Invocation invocation) {
    return SafeCommand.run(
        new Tyger(new TygerServer(), VERSION), AgentRelay.signalled(invocation), TYGER_FAILED);
  }

  private static Path home() {
    return Installation.current().home();
  }

  private static Invocation rest(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    return invocation.withArguments(arguments.subList(1, arguments.size()));
  }

  private static MaelstromRun maelstromRun() {
    return new MaelstromRun(
        (settings, streams, news, invocation) ->
            new Wiring(invocation).workplace(settings, streams, news),
        VERSION);
  }

  private static CommandSpec root() {
    var shop = new Wiring.Shop();
    CommandSpec root = CommandLines.group("waybill");
    root.usageMessage().description("Runs container jobs in sandboxes of its own.");
    CommandLines.version(root, "waybill " + VERSION);
    CommandLines.examples(
        root,
        "waybill run jobs.json           run a file of jobs, a job, or an operation",
        "waybill validate jobs.json      say what is wrong in it",
        "maelstrom-run --one <job.json   be the tool whose files they are",
        "waybill ps                      see what runs, and what ran",
        "waybill doctor                  see what this machine can do");
    root.addSubcommand("run", new RunVerb(shop).spec());
    root.addSubcommand("validate", new ValidateVerb().spec());
    root.addSubcommand("explain", new ExplainVerb(shop).spec());
    root.addSubcommand("schema", new SchemaVerb().spec());
    RunVerbs.listIn(root);
    root.addSubcommand(
        "agent", new AgentVerb(AgentRelay::place, home(), new NodeControl()::serve).spec());
    root.addSubcommand("image", new ImageVerb(shop).spec());
    root.addSubcommand("cache", new CacheVerb(shop).spec());
    root.addSubcommand("doctor", doctor());
    root.addSubcommand("version", version());
    root.addSubcommand("completion", completion());
    root.addSubcommand(
        "maelstrom-run", stub("maelstrom-run", "Be maelstrom-run: run job streams."));
    root.addSubcommand("opctl", stub("opctl", "Be opctl: run operations."));
    root.addSubcommand("bacalhau", stub("bacalhau", "Be bacalhau: run jobs."));
    root.addSubcommand(
        "tyger", stub("tyger", "Be tyger: keep codespecs and buffers, run over them."));
    return root;
  }

  /** For help and completion only: this command never gets here. */
  private static CommandSpec stub(String name, String description) {
    CommandSpec spec = CommandLines.group(name);
    spec.usageMessage().description(description);
    return spec;
  }

  private static CommandSpec doctor() {
    CommandSpec spec = CommandLines.command("doctor", Programs::runDoctor);
    spec.usageMessage()
        .description(
            "Finds out by doing what this machine can do, with the cure for what it cannot.");
    spec.addOption(
        OptionSpec.builder("--output", "-o")
            .paramLabel("FORM")
            .type(String.class)
            .description("text or json")
            .build());
    return spec;
  }

  private static Exit runDoctor(ParseResult options, Invocation invocation) {
    var wiring = new Wiring(invocation);
    String form = options.matchedOptionValue("--output", "text");
    try {
      return new Doctor(
              wiring.launcherSettings(1).withControlGroups(ControlGroups.find()), wiring.cache())
          .run(invocation.out(), form.equals("json"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Exit.Status(1);
    }
  }

  private static CommandSpec version() {
    CommandSpec spec =
        CommandLines.command(
            "version", (options, invocation) -> print(invocation, "waybill " + VERSION + "\n"));
    spec.usageMessage().description("Shows the version.");
    return spec;
  }

  private static CommandSpec completion() {
    CommandSpec spec =
        CommandLines.command(
            "completion",
            (options, invocation) -> print(invocation, CommandLines.completion(root())));
    spec.usageMessage()
        .description("Writes a script that completes command lines in bash and zsh.");
    CommandLines.examples(spec, "source <(waybill completion)");
    return spec;
  }

  private static Exit print(Invocation invocation, String text) {
    invocation.out().print(text);
    return invocation.out().checkError() ? new Exit.Status(1) : Exit.OK;
  }
}
