package waybill.dialects.opspec.command;

import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.CommandLines;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Verbs of the older program that are not here, each with a word why. */
final class LaterCommands {
  private LaterCommands() {}

  static void addTo(CommandSpec root) {
    CommandSpec auth = CommandLines.group("auth");
    auth.usageMessage().description("Not there yet.");
    auth.addSubcommand(
        "add",
        refused(
            "add",
            "`opctl auth add` comes later",
            "registries take the credentials of `docker login`; see docs/compatibility.md"));
    root.addSubcommand("auth", auth);
    root.addSubcommand(
        "ui", refused("ui", "`opctl ui` comes later", "`waybill show` tells what a run did"));
    root.addSubcommand(
        "self-update",
        refused(
            "self-update",
            "there is no `opctl self-update`, and there will be none",
            "Waybill is updated as it was installed"));
  }

  /** Also a part of {@code op}. */
  static CommandSpec install() {
    return refused(
        "install",
        "`opctl op install` comes later, with ops in git repositories",
        "clone the repository below .opspec");
  }

  private static CommandSpec refused(String name, String message, String help) {
    CommandSpec spec =
        CommandLines.command(
            name,
            (options, invocation) -> {
              throw Failure.of(FailureCode.COMMAND_LINE, message).withHelp(help).asException();
            });
    spec.usageMessage().description("Not there: " + message + ".");
    // Whatever is behind it: the answer is that, and not that an option is unknown.
    spec.parser().unmatchedArgumentsAllowed(true).unmatchedOptionsArePositionalParams(true);
    return spec;
  }
}
