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
import waybill.dialects.tyger.client.BufferAccess;
import waybill.dialects.tyger.client.JsonPrinter;
import waybill.dialects.tyger.written.BufferJson;
import waybill.dialects.tyger.written.CommandChecks;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;

/** {@code tyger buffer}: what buffers are; what is in them is moved by {@link BufferContent}. */
final class BufferCommands {
  private static final String ID = "ID";
  private static final String DELETED = "isSoftDeleted";

  private final Tyger.Server server;

  BufferCommands(Tyger.Server server) {
    this.server = server;
  }

  CommandSpec spec() {
    CommandSpec group = Verb.group("buffer", "buffers", "Keeps streams of bytes for runs.");
    CommandLines.examples(
        group,
        "id=$(tyger buffer create --tag scan=7)",
        "tyger buffer write $id <scan.mrd",
        "tyger buffer read $id >copy.mrd",
        "tyger buffer delete $id");
    group.addSubcommand("create", create());
    group.addSubcommand("show", show());
    group.addSubcommand("set", set());
    group.addSubcommand("list", list());
    group.addSubcommand("access", access());
    new BufferContent(server).addTo(group);
    group.addSubcommand("delete", new BufferChange(server, BufferChange.Kind.DELETE).spec());
    group.addSubcommand("restore", new BufferChange(server, BufferChange.Kind.RESTORE).spec());
    group.addSubcommand("purge", new BufferChange(server, BufferChange.Kind.PURGE).spec());
    group.addSubcommand("storage-account", storageAccounts());
    return group;
  }

  private CommandSpec create() {
    CommandSpec spec =
        Verb.asking(server, "create", "Makes a buffer and prints its id.", BufferCommands::create);
    CommandLines.examples(spec, "tyger buffer create --tag scan=7 --ttl 1.00:00");
    CommandOptions.text(spec, "LOCATION", "Where; there is only `local`.", "--location");
    CommandOptions.texts(spec, "KEY=VALUE", "A tag; may be repeated.", "--tag");
    CommandOptions.text(
        spec,
        "D.HH:MM:SS",
        "Deleted after so long: days, hours, minutes, seconds; as set up if not said.",
        "--ttl");
    CommandOptions.flag(spec, "Print all of it, not only the id.", "--full-resource");
    return spec;
  }

  private static Exit create(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    String request =
        BufferJson.write(
            new BufferJson.Wanted(
                CommandOptions.text(options, "--location"),
                CommandOptions.text(options, "--ttl").map(Times::fromNow),
                CommandChecks.pairs("--tag", CommandOptions.texts(options, "--tag"))));
    ApiAnswer made = api.post(ApiTarget.of("buffers"), request);
    if (CommandOptions.has(options, "--full-resource")) {
      return print(invocation, made);
    }
    return Verb.answer(invocation, ApiClient.required(ApiClient.object(made.json()), "id") + "\n");
  }

  private CommandSpec show() {
    CommandSpec spec =
        Verb.asking(
            server,
            "show",
            "Shows a buffer.",
            (options, invocation, api) -> print(invocation, api.get(target(options))));
    CommandLines.examples(spec, "tyger buffer show ID");
    one(spec);
    softDeleted(spec, "Of those that are deleted.");
    return spec;
  }

  private CommandSpec set() {
    CommandSpec spec =
        Verb.asking(server, "set", "Sets tags and expiry of a buffer.", BufferCommands::set);
    CommandLines.examples(spec, "tyger buffer set ID --tag scan=8 --ttl 7.00:00");
    one(spec);
    TagOptions.addTo(spec);
    CommandOptions.text(spec, "D.HH:MM:SS", "Deleted or purged after so long.", "--ttl");
    softDeleted(spec, "One that is deleted.");
    return spec;
  }

  private static Exit set(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    var ttl = CommandOptions.text(options, "--ttl").map(Times::fromNow);
    ApiAnswer changed =
        TagOptions.of(options)
            .apply(
                api,
                () -> target(options),
                tags -> BufferJson.write(new BufferJson.Wanted(Optional.empty(), ttl, tags)));
    return print(invocation, changed);
  }

  private CommandSpec list() {
    CommandSpec spec =
        Verb.asking(
            server,
            "list",
            "Lists buffers, the newest first.",
            (options, invocation, api) ->
                Lists.print(options, invocation, api, filtered(ApiTarget.of("buffers"), options)));
    CommandLines.examples(spec, "tyger buffer list --tag scan=7 --limit 10");
    filter(spec);
    softDeleted(spec, "Those that are deleted.");
    Lists.addLimit(spec);
    return spec;
  }

  private CommandSpec access() {
    CommandSpec spec =
        Verb.asking(
            server,
            "access",
            "Prints a URL by which the content can be read for a while.",
            (options, invocation, api) -> {
              Optional<String> ttl = CommandOptions.text(options, "--access-ttl").map(Times::span);
              boolean writable = CommandOptions.has(options, "--write");
              return Verb.answer(
                  invocation, BufferAccess.url(api, id(options), writable, ttl) + "\n");
            });
    CommandLines.examples(spec, "url=$(tyger buffer access ID --access-ttl 0.00:10)");
    one(spec);
    CommandOptions.flag(spec, "For writing.", "-w", "--write");
    CommandOptions.text(
        spec,
        "D.HH:MM:SS",
        "So long; an hour if not said, half a minute at least.",
        "--access-ttl");
    return spec;
  }

  private CommandSpec storageAccounts() {
    CommandSpec group = Verb.group("storage-account", "storage-accounts", "Where buffers can be.");
    group.addSubcommand(
        "list",
        Verb.asking(
            server,
            "list",
            "Lists where buffers can be.",
            (options, invocation, api) ->
                Verb.answer(
                    invocation,
                    JsonPrinter.lines(
                            ApiClient.value(
                                api.get(ApiTarget.of("buffers", "storage-accounts")).json()))
                        + "\n")));
    return group;
  }

  private static String id(ParseResult options) {
    return options.matchedPositionalValue(0, "");
  }

  private static ApiTarget target(ParseResult options) {
    ApiTarget target = ApiTarget.of("buffers", id(options));
    return CommandOptions.has(options, "--soft-deleted")
        ? target.with("softDeleted", "true")
        : target;
  }

  static void one(CommandSpec spec) {
    CommandOptions.positional(spec, ID, "The buffer's id.");
  }

  static void filter(CommandSpec spec) {
    CommandOptions.texts(spec, "KEY=VALUE", "Only those with this tag; may be repeated.", "--tag");
    CommandOptions.texts(
        spec, "KEY=VALUE", "None of those with this tag; may be repeated.", "--exclude-tag");
  }

  static ApiTarget filtered(ApiTarget target, ParseResult options) {
    target.withAll("tag", CommandChecks.pairs("--tag", CommandOptions.texts(options, "--tag")));
    target.withAll(
        "excludeTag",
        CommandChecks.pairs("--exclude-tag", CommandOptions.texts(options, "--exclude-tag")));
    boolean deleted =
        options.commandSpec().findOption("--soft-deleted") != null
            && CommandOptions.has(options, "--soft-deleted");
    return deleted ? target.with("softDeleted", "true") : target;
  }

  private static void softDeleted(CommandSpec spec, String description) {
    CommandOptions.flag(spec, description, "--soft-deleted");
  }

  static Exit print(Invocation invocation, ApiAnswer answer) {
    return Verb.answer(invocation, JsonPrinter.lines(shown(ApiClient.value(answer.json()))) + "\n");
  }

  /** Without what the tool never shows: whoever asks for deleted buffers knows that they are. */
  static SpecValue shown(SpecValue value) {
    return value instanceof SpecObject object
        ? new SpecObject(
            object.members().stream().filter(member -> !member.key().equals(DELETED)).toList(),
            object.span())
        : value;
  }
}
