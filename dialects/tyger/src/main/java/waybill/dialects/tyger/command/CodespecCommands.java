package waybill.dialects.tyger.command;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiAnswer;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.written.CodespecJson;
import waybill.dialects.tyger.written.WrittenCodespec;

/** {@code tyger codespec}: makes versions of codespecs and shows them. */
final class CodespecCommands {
  private final Tyger.Server server;

  CodespecCommands(Tyger.Server server) {
    this.server = server;
  }

  CommandSpec spec() {
    CommandSpec group =
        Verb.group("codespec", "codespecs", "Keeps what runs execute, in versions.");
    CommandLines.examples(
        group, "tyger codespec create -f negating.yml", "tyger codespec show negatingcodespec");
    group.addSubcommand("create", create());
    group.addSubcommand("show", show());
    group.addSubcommand("list", list());
    return group;
  }

  private CommandSpec create() {
    CommandSpec spec =
        Verb.command(
            "create",
            "Makes a version of a codespec, unless the latest one says the same; prints its number.",
            (options, invocation) -> {
              WrittenCodespec codespec = CodespecArguments.of(options, invocation);
              return Verb.ask(server, invocation, api -> create(codespec, invocation, api));
            });
    CommandLines.examples(
        spec,
        "tyger codespec create -f negating.yml --env MY_ENV=MY_VALUE",
        "tyger codespec create copy --image alpine -i in -o out --command -- \\",
        "    sh -c 'cat $IN_PIPE >$OUT_PIPE'");
    CodespecArguments.addTo(spec);
    return spec;
  }

  private static Exit create(WrittenCodespec codespec, Invocation invocation, ApiClient api)
      throws InterruptedException {
    ApiAnswer made =
        api.put(
            ApiTarget.of("codespecs", codespec.name().orElse("")), CodespecJson.write(codespec));
    String version = ApiClient.number(ApiClient.object(made.json()), "version");
    return Verb.answer(invocation, version + "\n");
  }

  private CommandSpec show() {
    CommandSpec spec = Verb.asking(server, "show", "Shows a codespec.", CodespecCommands::show);
    CommandLines.examples(spec, "tyger codespec show negatingcodespec -v 1");
    spec.aliases("get");
    CommandOptions.positional(spec, "NAME", "The codespec's name.");
    CommandOptions.text(spec, "N", "That version; the latest if not said.", "-v", "--version");
    return spec;
  }

  private static Exit show(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    String name = options.matchedPositionalValue(0, "");
    Optional<String> version = CommandOptions.text(options, "--version");
    ApiTarget target =
        version.isEmpty()
            ? ApiTarget.of("codespecs", name)
            : ApiTarget.of("codespecs", name, "versions", version.get());
    return BufferCommands.print(invocation, api.get(target));
  }

  private CommandSpec list() {
    CommandSpec spec =
        Verb.asking(
            server,
            "list",
            "Lists the latest versions of codespecs, by name.",
            (options, invocation, api) -> {
              ApiTarget target = ApiTarget.of("codespecs");
              CommandOptions.text(options, "--prefix")
                  .ifPresent(prefix -> target.with("prefix", prefix));
              return Lists.print(options, invocation, api, target);
            });
    CommandLines.examples(spec, "tyger codespec list --prefix negating --limit 10");
    CommandOptions.text(spec, "TEXT", "Only names that begin so, in this case.", "-p", "--prefix");
    Lists.addLimit(spec);
    return spec;
  }
}
