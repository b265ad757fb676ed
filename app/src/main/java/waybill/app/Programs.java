package waybill.app;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.app.doctor.Doctor;
import waybill.app.verb.CacheVerb;
import waybill.app.verb.ExplainVerb;
import waybill.app.verb.ImageVerb;
import waybill.app.verb.RunVerb;
import waybill.app.verb.SchemaVerb;
import waybill.app.verb.ValidateVerb;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.command.MaelstromRun;
import waybill.sandbox.ControlGroups;

/** The command line's root: which program or verb the arguments name. */
final class Programs {
  /** Also in the pom; a release changes both. */
  static final String VERSION = "0.1.0";

  private static final String TRAINING = "aot-training";
  private static final List<String> LATER = List.of("opctl", "bacalhau", "tyger");

  private Programs() {}

  static Exit run(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    // Tools that stand in for others read their own arguments, and start without a command line
    // library.
    if (name.equals("maelstrom-run")) {
      return maelstromRun().run(invocation.withArguments(arguments.subList(1, arguments.size())));
    }
    if (name.equals(TRAINING)) {
      return Training.run(invocation);
    }
    if (LATER.contains(name)) {
      invocation.err().print(name + " is not there yet; see CHANGELOG.md for what is\n");
      invocation.err().flush();
      return new Exit.Status(2);
    }
    return CommandLines.run(root(), invocation);
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
        "waybill run jobs.json           run a file of jobs",
        "waybill validate jobs.json      say what is wrong in it",
        "maelstrom-run --one <job.json   be the tool whose files they are",
        "waybill doctor                  see what this machine can do");
    root.addSubcommand("run", new RunVerb(shop).spec());
    root.addSubcommand("validate", new ValidateVerb().spec());
    root.addSubcommand("explain", new ExplainVerb(shop).spec());
    root.addSubcommand("schema", new SchemaVerb().spec());
    root.addSubcommand("image", new ImageVerb(shop).spec());
    root.addSubcommand("cache", new CacheVerb(shop).spec());
    root.addSubcommand("doctor", doctor());
    root.addSubcommand("version", version());
    root.addSubcommand("completion", completion());
    root.addSubcommand(
        "maelstrom-run", stub("maelstrom-run", "Be maelstrom-run: run job streams."));
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
