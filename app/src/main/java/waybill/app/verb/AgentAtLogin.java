package waybill.app.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.app.agent.UserSystemd;
import waybill.app.agent.UserUnit;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.files.Folders;

/**
 * {@code waybill agent install} and {@code uninstall}. What systemd does not do is no failure: the
 * command to type is told instead.
 */
final class AgentAtLogin {
  private static final List<String> RELOAD = List.of("daemon-reload");
  private static final List<String> ENABLE = List.of("enable", UserUnit.NAME);
  private static final List<String> DISABLE = List.of("disable", UserUnit.NAME);

  private final Path home;

  /**
   * Of a program.
   *
   * @param home its own folder
   */
  AgentAtLogin(Path home) {
    this.home = home;
  }

  CommandSpec install() {
    CommandSpec spec = CommandLines.command("install", this::install);
    spec.usageMessage()
        .description(
            "Has it started when you log in, by a unit of your systemd: what is wanted for longer"
                + " goes on then without a command.");
    return spec;
  }

  CommandSpec uninstall() {
    CommandSpec spec = CommandLines.command("uninstall", this::uninstall);
    spec.usageMessage().description("Undoes that.");
    return spec;
  }

  private Exit install(ParseResult options, Invocation invocation) {
    UserUnit unit = unit(invocation);
    unit.install(program(home), invocation.environment());
    var systemd = new UserSystemd(invocation.environment());
    Optional<String> trouble = systemd.run(RELOAD).or(() -> systemd.run(ENABLE));
    String told =
        trouble
            .map(
                why ->
                    "it is not enabled: "
                        + why
                        + "\nto enable it, type: "
                        + UserSystemd.words(RELOAD)
                        + " && "
                        + UserSystemd.words(ENABLE))
            .orElse("the agent starts when you log in; `loginctl enable-linger`: with the machine");
    return say(invocation, "wrote " + unit.file() + "\n" + told);
  }

  private Exit uninstall(ParseResult options, Invocation invocation) {
    UserUnit unit = unit(invocation);
    if (!unit.isInstalled()) {
      return say(invocation, "there is no " + unit.file());
    }
    var systemd = new UserSystemd(invocation.environment());
    Optional<String> trouble = systemd.run(DISABLE);
    boolean _ = unit.remove();
    Optional<String> unloaded = trouble.isPresent() ? trouble : systemd.run(RELOAD);
    String told =
        unloaded
            .map(
                why ->
                    "systemd does not know it yet: "
                        + why
                        + "\nto tell it, type: "
                        + UserSystemd.words(RELOAD))
            .orElse("the agent starts with the first command that needs it");
    return say(invocation, "removed " + unit.file() + "\n" + told);
  }

  private static UserUnit unit(Invocation invocation) {
    return new UserUnit(new Folders(invocation.environment()).serviceUnits());
  }

  /** In a source tree a build goes when newer ones come; the link to the newest stays. */
  private static Path program(Path home) {
    Path builds = home.resolveSibling(".").normalize();
    Path newest = builds.resolveSibling("dist");
    boolean tree = builds.endsWith("builds") && Files.isSymbolicLink(newest);
    return (tree ? newest : home).resolve("bin").resolve("waybill");
  }

  private static Exit say(Invocation invocation, String text) {
    invocation.out().print(text + "\n");
    return invocation.out().checkError() ? new Exit.Status(1) : Exit.OK;
  }
}
