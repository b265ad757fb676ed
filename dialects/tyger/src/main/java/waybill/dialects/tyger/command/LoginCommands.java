package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiSession;
import waybill.dialects.tyger.client.ApiTarget;

/**
 * {@code tyger login|logout}: guides of the older program begin with it. There is one server here,
 * that of this user's agent, which is begun when it is needed and knows its user by the socket.
 */
final class LoginCommands {
  private static final String SCHEME = "unix://";

  private final Tyger.Server server;

  LoginCommands(Tyger.Server server) {
    this.server = server;
  }

  CommandSpec login() {
    CommandSpec spec =
        Verb.command("login", "Not needed: commands find this user's agent.", this::login);
    CommandLines.examples(spec, "tyger login --local", "tyger login status");
    CommandOptions.optional(spec, "SERVER", "There is only this user's agent.");
    CommandOptions.flag(spec, "What there is anyway.", "--local");
    spec.addSubcommand("status", Verb.command("status", "Says where the server is.", this::status));
    return spec;
  }

  CommandSpec logout() {
    return Verb.command(
        "logout",
        "Not needed: there is no login.",
        (options, invocation) ->
            Verb.answer(invocation, "There is nothing to log out of: no login is needed.\n"));
  }

  private Exit login(ParseResult options, Invocation invocation) {
    String wanted = options.matchedPositionalValue(0, "");
    try (ApiSession.Door door = server.open(invocation)) {
      String here = SCHEME + door.socket();
      if (!wanted.isEmpty() && !wanted.equals(here)) {
        throw Verb.wrong(
            "cannot log in to `" + wanted + "`: there is only this user's agent, at " + here);
      }
      return Verb.answer(invocation, "No login is needed: the server is this user's agent.\n");
    }
  }

  /** Asks it something, so that it is known to answer. */
  private Exit status(ParseResult options, Invocation invocation) {
    try (ApiSession.Door door = server.open(invocation)) {
      String here = SCHEME + door.socket();
      return Verb.ask(
          server,
          invocation,
          api -> {
            ApiClient.object(api.get(ApiTarget.of("metadata")).json());
            return Verb.answer(
                invocation, "You are logged in to " + here + ", this user's agent.\n");
          });
    }
  }
}
