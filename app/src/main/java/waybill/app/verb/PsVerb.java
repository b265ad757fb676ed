package waybill.app.verb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.Table;
import waybill.engine.event.Event.Ending;
import waybill.engine.store.RunRecord;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.NearestNames;

/** {@code waybill ps}: what runs, and what ran. */
final class PsVerb {
  /** Of those that are over, where not all are wanted. */
  private static final int LATEST = 10;

  private final Supplier<RunDesk> desk;

  PsVerb(Supplier<RunDesk> desk) {
    this.desk = desk;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandLines.command("ps", this::run);
    spec.usageMessage().description("Lists what runs, and the last " + LATEST + " that ran.");
    CommandLines.examples(
        spec, "waybill ps", "waybill ps -a --status failed", "waybill ps --output json");
    spec.addOption(
        OptionSpec.builder("-a", "--all")
            .type(boolean.class)
            .description("All that are remembered.")
            .build());
    spec.addOption(
        OptionSpec.builder("--kind")
            .paramLabel("KIND")
            .type(String.class)
            .description("Only runs of this kind, for example op.")
            .build());
    spec.addOption(
        OptionSpec.builder("--status")
            .paramLabel("STATUS")
            .type(String.class)
            .completionCandidates(RunWords.STATUSES)
            .description("Only these: " + String.join(", ", RunWords.STATUSES) + ".")
            .build());
    Options.output(spec, "text, json");
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    boolean json = Options.output(options, false) == Options.Output.JSON;
    List<RunRecord> runs = chosen(options);
    if (json) {
      print(invocation, runs);
    } else if (runs.isEmpty()) {
      invocation.err().print(nothing(options) + "\n");
      invocation.err().flush();
    } else {
      table(invocation, runs);
    }
    return Exit.OK;
  }

  private List<RunRecord> chosen(ParseResult options) {
    boolean all = options.hasMatchedOption("--all");
    String kind = options.matchedOptionValue("--kind", "");
    String status = status(options);
    var chosen = new ArrayList<RunRecord>();
    int over = 0;
    var runs = new NewestRuns(desk.get().journal());
    while (runs.hasNext()) {
      RunRecord run = runs.next();
      boolean fits =
          (kind.isEmpty() || kind.equals(run.kind()))
              && (status.isEmpty() || status.equals(RunWords.word(run)));
      if (fits && (all || run.ended().isEmpty() || over < LATEST)) {
        over += run.ended().isPresent() ? 1 : 0;
        chosen.add(run);
      }
      if (!all && over >= LATEST) {
        runs.leaveOutEnded();
      }
    }
    return chosen;
  }

  private static String status(ParseResult options) {
    String status = options.matchedOptionValue("--status", "").toLowerCase(Locale.ROOT);
    if (!status.isEmpty() && !RunWords.STATUSES.contains(status)) {
      String all = "it is one of " + String.join(", ", RunWords.STATUSES);
      throw Failure.of(FailureCode.COMMAND_LINE, "there is no status `" + status + "`")
          .withHelp(
              NearestNames.help(status, RunWords.STATUSES)
                  .map(near -> near + "\n" + all)
                  .orElse(all))
          .asException();
    }
    return status;
  }

  private static String nothing(ParseResult options) {
    boolean chosen = options.hasMatchedOption("--kind") || options.hasMatchedOption("--status");
    return chosen
        ? "no run that is remembered is of that kind and status"
        : "nothing runs, and no run is remembered";
  }

  private static void table(Invocation invocation, List<RunRecord> runs) {
    boolean unicode = invocation.terminal().unicode();
    Instant now = Instant.now();
    var table = new Table("RUN", "KIND", "NAME", "STATUS", "AGE", "TIME");
    for (RunRecord run : runs) {
      table.row(
          Long.toString(run.number()),
          run.kind(),
          run.name(),
          RunWords.status(run, unicode),
          RunWords.age(run.started(), now),
          RunWords.time(run, now));
    }
    table.print(invocation.out());
  }

  private static void print(Invocation invocation, List<RunRecord> runs) {
    JsonDocument.print(
        invocation.out(),
        json -> {
          json.writeArrayPropertyStart("runs");
          for (RunRecord run : runs) {
            json.writeStartObject();
            properties(json, run);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** What is known of a run without its events. */
  static void properties(JsonGenerator json, RunRecord run) {
    json.writeNumberProperty("run", run.number());
    json.writeStringProperty("kind", run.kind());
    json.writeStringProperty("name", run.name());
    json.writeStringProperty("id", run.nativeId());
    json.writeStringProperty("directory", run.directory().toString());
    json.writeStringProperty("status", RunWords.word(run));
    json.writeStringProperty("started", RunWords.exactly(run.started()));
    if (run.ended().isPresent()) {
      json.writeStringProperty("ended", RunWords.exactly(run.ended().get().at()));
      ending(json, run.ended().get().ending());
    }
  }

  /** Who or what ended it, where that is more than a word. */
  static void ending(JsonGenerator json, Ending ending) {
    RunWords.reason(ending).ifPresent(reason -> json.writeStringProperty("reason", reason));
    if (ending instanceof Ending.Killed(var by)) {
      json.writeStringProperty("by", by.name().toLowerCase(Locale.ROOT));
    }
  }
}
