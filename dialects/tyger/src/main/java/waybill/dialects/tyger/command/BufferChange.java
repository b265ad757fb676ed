package waybill.dialects.tyger.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiAnswer;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.client.JsonPrinter;
import waybill.model.failure.FailureException;

/** {@code tyger buffer delete|restore|purge}: by ids, by tags, or all. */
final class BufferChange {
  /** What is done. */
  enum Kind {
    DELETE("Deletes buffers; they can be restored for a while.", "Deleted"),
    RESTORE("Restores deleted buffers.", "Restored"),
    PURGE("Removes deleted buffers for ever.", "Purged");

    private final String description;
    private final String done;

    Kind(String description, String done) {
      this.description = description;
      this.done = done;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Tyger.Server server;
  private final Kind kind;

  BufferChange(Tyger.Server server, Kind kind) {
    this.server = server;
    this.kind = kind;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.asking(server, kind.word(), kind.description, this::run);
    String verb = "tyger buffer " + kind.word();
    CommandLines.examples(spec, verb + " ID", verb + " --tag scan=7 --force");
    CommandOptions.positionals(spec, "ID", "Ids of buffers.");
    BufferCommands.filter(spec);
    CommandOptions.flag(spec, "All of them.", "--all");
    CommandOptions.flag(spec, "Do not ask.", "--force");
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    List<String> ids = CommandOptions.positionals(options);
    boolean byTags =
        CommandOptions.has(options, "--tag") || CommandOptions.has(options, "--exclude-tag");
    boolean all = CommandOptions.has(options, "--all");
    if ((ids.isEmpty() ? 0 : 1) + (byTags ? 1 : 0) + (all ? 1 : 0) != 1) {
      throw Verb.wrong("One of ID, --tag, or --all must be specified");
    }
    return ids.isEmpty() ? many(options, invocation, api) : these(ids, invocation, api);
  }

  private Exit these(List<String> ids, Invocation invocation, ApiClient api)
      throws InterruptedException {
    if (ids.size() == 1) {
      return BufferCommands.print(invocation, change(ids.getFirst(), api));
    }
    var changed = new ArrayList<String>();
    try {
      for (String id : ids) {
        ApiAnswer answer = change(id, api);
        changed.add(JsonPrinter.lines(BufferCommands.shown(ApiClient.value(answer.json()))));
      }
    } catch (FailureException e) {
      Exit _ = Verb.answer(invocation, list(changed)); // those before it are changed all the same
      throw e;
    }
    return Verb.answer(invocation, list(changed));
  }

  private static String list(List<String> items) {
    return items.isEmpty() ? "" : "[\n  " + String.join(",\n  ", items) + "\n]\n";
  }

  private ApiAnswer change(String id, ApiClient api) throws InterruptedException {
    return switch (kind) {
      case DELETE -> api.delete(ApiTarget.of("buffers", id));
      case PURGE -> api.delete(ApiTarget.of("buffers", id).with("purge", "true"));
      case RESTORE -> api.post(ApiTarget.of("buffers", id, "restore"), "{}");
    };
  }

  private Exit many(ParseResult options, Invocation invocation, ApiClient api)
      throws InterruptedException {
    if (!CommandOptions.has(options, "--force")) {
      ApiTarget counted = BufferCommands.filtered(ApiTarget.of("buffers", "count"), options);
      if (kind != Kind.DELETE) {
        counted.with("softDeleted", "true");
      }
      String count = api.get(counted).json().strip();
      if (count.equals("0")) {
        return Verb.answer(invocation, "No buffers found.\n");
      }
      if (!isSure(count, invocation)) {
        return Verb.FAILED;
      }
    }
    ApiTarget target =
        BufferCommands.filtered(
            kind == Kind.RESTORE ? ApiTarget.of("buffers", "restore") : ApiTarget.of("buffers"),
            options);
    ApiAnswer answer =
        switch (kind) {
          case DELETE -> api.delete(target);
          case PURGE -> api.delete(target.with("purge", "true"));
          case RESTORE -> api.post(target, "{}");
        };
    return Verb.answer(invocation, kind.done + " " + answer.json().strip() + " buffers.\n");
  }

  /** Only somebody who says so is. */
  private boolean isSure(String count, Invocation invocation) {
    invocation
        .err()
        .print("Are you sure you want to " + kind.word() + " " + count + " buffers? [y/N] ");
    invocation.err().flush();
    try {
      var answer = new StringBuilder();
      for (int c = invocation.in().read(); c >= 0 && c != '\n' && answer.length() < 10; ) {
        answer.append((char) c);
        c = invocation.in().read();
      }
      String said = answer.toString().strip().toLowerCase(Locale.ROOT);
      return said.equals("y") || said.equals("yes");
    } catch (IOException nobodyAnswers) {
      return false;
    }
  }
}
