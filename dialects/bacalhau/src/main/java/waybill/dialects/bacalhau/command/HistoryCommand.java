package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;

/** {@code bacalhau job history}: what happened to a job, when, and why. */
final class HistoryCommand {
  private final JobWorkplace workplace;

  HistoryCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.command("history", "Tells what happened to a job.", this::list);
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    CommandOptions.flag(spec, "Of all its versions.", "--all-versions");
    spec.addOption(
        OptionSpec.builder("--event-type")
            .paramLabel("TYPE")
            .type(String.class)
            .completionCandidates(List.of("all", "job", "execution"))
            .description("all, job or execution; all if not said.")
            .build());
    CommandOptions.text(
        spec, "ID", "Only of this execution; the beginning of its id.", "--execution-id");
    CommandOptions.number(spec, "N", "At most so many; all if not said.", "--limit");
    OutputForm.addToLists(spec);
    return spec;
  }

  private record Line(Job job, JobRecord record, HistoryItem item) {
    String execution() {
      return record.ids().getOrDefault(item.execution(), "");
    }
  }

  private Exit list(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    String type = options.matchedOptionValue("--event-type", "all");
    if (!List.of("all", "job", "execution").contains(type)) {
      throw Verb.wrong("`--event-type` cannot be `" + type + "`", "it is all, job or execution");
    }
    Optional<String> execution = CommandOptions.text(options, "--execution-id");
    int limit = Verb.number(options, "--limit", 1, Integer.MAX_VALUE);
    List<Line> lines = new ArrayList<>();
    for (Job job : jobs(options)) {
      JobRecord record = JobRecord.of(workplace.journal(), job);
      for (HistoryItem item : record.history()) {
        var line = new Line(job, record, item);
        boolean ofJob = item.execution().isEmpty();
        boolean wanted = type.equals("all") || type.equals(ofJob ? "job" : "execution");
        boolean ofOne = execution.isEmpty() || line.execution().startsWith(execution.get());
        if (wanted && ofOne && (execution.isEmpty() || !ofJob) && lines.size() < limit) {
          lines.add(line);
        }
      }
    }
    return switch (form.kind()) {
      case JSON, YAML -> form.tree(invocation, json(lines));
      case PLAIN, CSV -> form.rows(invocation, rows(lines, form.wide()));
    };
  }

  private List<Job> jobs(ParseResult options) {
    return CommandOptions.has(options, "--all-versions")
        ? workplace.jobs().versions(JobArgument.name(options))
        : List.of(JobArgument.find(workplace.jobs(), options));
  }

  private String json(List<Line> lines) {
    var shape = new JobJsonShape(workplace);
    return JsonShape.text(
        json -> {
          json.writeStartArray();
          lines.forEach(line -> shape.history(json, line.job(), line.item(), line.record()));
          json.writeEndArray();
        });
  }

  private static Rows rows(List<Line> lines, boolean wide) {
    var rows = new Rows(List.of("TIME", "VERSION", "EXEC. ID", "TOPIC", "EVENT"));
    for (Line line : lines) {
      rows.add(
          List.of(
              Words.time(line.item().at()),
              Integer.toString(line.job().version()),
              wide ? line.execution() : Words.shortId(line.execution()),
              line.item().topic(),
              line.item().message()));
    }
    return rows;
  }

  /** The history of one version as a table. */
  static String table(JobRecord record) {
    var rows = new Rows(List.of("TIME", "EXEC. ID", "TOPIC", "EVENT"));
    for (HistoryItem item : record.history()) {
      rows.add(
          List.of(
              Words.time(item.at()),
              Words.shortId(record.ids().getOrDefault(item.execution(), "")),
              item.topic(),
              item.message()));
    }
    return rows.table(true);
  }
}
