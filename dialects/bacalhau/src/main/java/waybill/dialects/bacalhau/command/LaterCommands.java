package waybill.dialects.bacalhau.command;

import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.CommandLines;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Commands of the older program that are not here, each with a word why and what to do instead. */
final class LaterCommands {
  private LaterCommands() {}

  static void addTo(CommandSpec root) {
    CommandSpec wasm = CommandLines.group("wasm");
    wasm.usageMessage().description("Not there yet.");
    wasm.addSubcommand(
        "run",
        refused(
            "run",
            "`bacalhau wasm run` comes later, with the engine `wasm`",
            "programs of images run by `bacalhau docker run`"));
    root.addSubcommand("wasm", wasm);
    root.addSubcommand(
        "serve",
        refused(
            "serve",
            "there is no `bacalhau serve`: the agent begins by itself",
            "`waybill agent status` tells of it, `waybill agent install` starts it at login"));
    root.addSubcommand(
        "devstack",
        refused(
            "devstack",
            "there is no `bacalhau devstack`: this machine is the only node, and always there",
            "run your job as it is"));
    root.addSubcommand(
        "agent",
        refused(
            "agent",
            "there is no `bacalhau agent`",
            "`waybill agent status` tells whether the agent runs"));
    root.addSubcommand(
        "config",
        refused(
            "config",
            "there is no `bacalhau config`: nothing needs to be set",
            "docs/compatibility.md lists what can be set, and where"));
    root.addSubcommand(
        "profile",
        refused(
            "profile", "there is no `bacalhau profile`: jobs run on this machine", "leave it out"));
    root.addSubcommand(
        "auth",
        refused(
            "auth",
            "there is no `bacalhau auth`: the agent is yours alone",
            "registries take the credentials of `docker login`"));
  }

  /** Also a part of {@code job}. */
  static CommandSpec get() {
    return refused(
        "get",
        "`bacalhau job get` comes later, with results that are files",
        "`bacalhau job logs` shows what a job wrote, `bacalhau job describe` its exit codes");
  }

  private static CommandSpec refused(String name, String message, String help) {
    return refusing(name, "Not there: " + message + ".", message, help);
  }

  static CommandSpec refusing(String name, String description, String message, String help) {
    CommandSpec spec =
        Verb.command(
            name,
            description,
            (options, invocation) -> {
              throw Failure.of(FailureCode.COMMAND_LINE, message).withHelp(help).asException();
            });
    // Whatever is behind it: the answer is that, and not that an option is unknown.
    spec.parser().unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(true);
    return spec;
  }
}
