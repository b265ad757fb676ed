package waybill.dialects.tyger.command;

import java.io.IOException;
import java.io.InputStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiAnswer;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.client.BriefRun;
import waybill.dialects.tyger.client.RunWatch;
import waybill.dialects.tyger.client.TagChange;
import waybill.dialects.tyger.written.CommandChecks;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.web.client.WebResponse;

/** {@code tyger run}: runs that there are; {@link RunCreation} makes them. */
final class RunCommands {
  private final Tyger.Server server;

  RunCommands(Tyger.Server server) {
    this.server = server;
  }

  CommandSpec spec() {
    CommandSpec group = Verb.group("run", "runs", "Runs codespecs.");
    CommandLines.examples(
        group,
        "tyger run exec -f run.yml <in >out",
        "tyger run create -c NAME -b input=ID",
        "tyger run list --status running");
    var creation = new RunCreation(server);
    group.addSubcommand("create", creation.create());
    group.addSubcommand("exec", creation.exec());
    group.addSubcommand("show", show());
    group.addSubcommand("list", list());
    group.addSubcommand("counts", counts());
    group.addSubcommand("watch", watch());
    group.addSubcommand("logs", logs());
    group.addSubcommand("cancel", cancel());
    group.addSubcommand("set", set());
    return group;
  }

  private CommandSpec show() {
    CommandSpec spec =
        Verb.asking(
            server,
            "show",
            "Shows a run.",
            (options, invocation, api) ->
                BufferCommands.print(invocation, api.get(ApiTarget.of("runs", id(options)))));
    spec.aliases("get");
    one(spec);
    CommandLines.examples(spec, "tyger run show 7");
    return spec;
  }

  private CommandSpec list() {
    CommandSpec spec =
        Verb.asking(
            server,
            "list",
            "Lists runs, the newest first.",
            (options, invocation, api) -> {
              ApiTarget target = filtered(ApiTarget.of("runs"), options);
              for (String status : CommandOptions.texts(options, "--status")) {
                for (String one : status.split(",", -1)) {
                  target.with("status", one.strip());
                }
              }
              return Lists.print(options, invocation, api, target);
            });
    CommandLines.examples(spec, "tyger run list --status running --status pending --tag x=1");
    filter(spec);
    CommandOptions.texts(
        spec,
        "STATUS",
        "pending, running, succeeded, failed or canceled; may be repeated.",
        "--status");
    Lists.addLimit(spec);
    return spec;
  }

  private CommandSpec counts() {
    CommandSpec spec =
        Verb.asking(
            server,
            "counts",
            "Counts runs by their status.",
            (options, invocation, api) ->
                BufferCommands.print(
                    invocation, api.get(filtered(ApiTarget.of("runs", "counts"), options))));
    spec.aliases("count");
    CommandLines.examples(spec, "tyger run counts --since 2030-01-31 --tag scan=7");
    filter(spec);
    return spec;
  }

  private CommandSpec watch() {
    CommandSpec spec =
        Verb.asking(
            server,
            "watch",
            "Prints a line of JSON for each change of a run, until it is over.",
            (options, invocation, api) -> {
              boolean full = CommandOptions.has(options, "--full-resource");
              RunWatch.follow(
                  api,
                  id(options),
                  line -> {
                    invocation.out().print((full ? line : BriefRun.of(line)) + "\n");
                    return !invocation.out().checkError();
                  });
              return invocation.out().checkError() ? Verb.FAILED : Exit.OK;
            });
    CommandLines.examples(
        spec, "tyger run watch 7", "tyger run watch 7 --full-resource | jq .status");
    one(spec);
    CommandOptions.flag(spec, "All of the run, not only where it stands.", "--full-resource");
    return spec;
  }

  private CommandSpec logs() {
    CommandSpec spec =
        Verb.asking(server, "logs", "Prints what a run has written.", RunCommands::logs);
    CommandLines.examples(
        spec, "tyger run logs 7 --follow", "tyger run logs 7 --tail 20 --timestamps");
    one(spec);
    CommandOptions.flag(spec, "Go on until it is over.", "-f", "--follow");
    CommandOptions.text(
        spec,
        "TIME",
        "Only what is later: 2030-01-31T12:00:00, here, or with its zone.",
        "-s",
        "--since");
    CommandOptions.text(spec, "LINES", "So many last lines; all if not said.", "--tail");
    CommandOptions.flag(spec, "With the time of each line.", "--timestamps");
    return spec;
  }

  private static Exit logs(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    ApiTarget target = ApiTarget.of("runs", id(options), "logs");
    CommandOptions.text(options, "--since")
        .ifPresent(since -> target.with("since", Times.point(since).toString()));
    CommandOptions.text(options, "--tail").ifPresent(lines -> target.with("tailLines", lines));
    if (CommandOptions.has(options, "--timestamps")) {
      target.with("timestamps", "true");
    }
    if (CommandOptions.has(options, "--follow")) {
      target.with("follow", "true");
    }
    try (WebResponse response = api.stream(target)) {
      InputStream lines = response.body();
      byte[] buffer = new byte[64 << 10];
      for (int n = lines.read(buffer); n >= 0; n = lines.read(buffer)) {
        invocation.out().write(buffer, 0, n);
        if (invocation.out().checkError()) {
          return Verb.FAILED;
        }
      }
      return Exit.OK;
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.AGENT_LOST, "the log broke off: " + String.valueOf(e.getMessage())),
          e);
    }
  }

  private CommandSpec cancel() {
    CommandSpec spec = Verb.asking(server, "cancel", "Ends a run.", RunCommands::cancel);
    CommandLines.examples(spec, "tyger run cancel 7");
    spec.aliases("stop");
    one(spec);
    return spec;
  }

  private static Exit cancel(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    String id = id(options);
    ApiAnswer _ = api.post(ApiTarget.of("runs", id, "cancel"), "{}");
    return Verb.answer(invocation, "Job " + id + " has been canceled\n");
  }

  private CommandSpec set() {
    CommandSpec spec =
        Verb.asking(
            server,
            "set",
            "Sets the tags of a run.",
            (options, invocation, api) -> {
              String id = id(options);
              return BufferCommands.print(
                  invocation,
                  TagOptions.of(options)
                      .apply(api, () -> ApiTarget.of("runs", id), TagChange::json));
            });
    CommandLines.examples(spec, "tyger run set 7 --tag scan=8", "tyger run set 7 --clear-tags");
    one(spec);
    TagOptions.addTo(spec);
    return spec;
  }

  private static void one(CommandSpec spec) {
    CommandOptions.positional(spec, "ID", "The run's id.");
  }

  private static String id(ParseResult options) {
    return options.matchedPositionalValue(0, "");
  }

  private static void filter(CommandSpec spec) {
    CommandOptions.text(
        spec,
        "TIME",
        "Only those made later; a day or a time, as 2030-01-31T12:00:00, here or with its zone.",
        "-s",
        "--since");
    CommandOptions.texts(spec, "KEY=VALUE", "Only those with this tag; may be repeated.", "--tag");
  }

  private static ApiTarget filtered(ApiTarget target, ParseResult options) {
    CommandOptions.text(options, "--since")
        .ifPresent(since -> target.with("since", Times.point(since).toString()));
    return target.withAll(
        "tag", CommandChecks.pairs("--tag", CommandOptions.texts(options, "--tag")));
  }
}
