package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;

/** {@code bacalhau job executions}: the tries of a job's replicas. */
final class ExecutionsCommand {
  private final JobWorkplace workplace;

  ExecutionsCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.command("executions", "Lists the executions of a job.", this::list);
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    CommandOptions.flag(spec, "Of all its versions.", "--all-versions");
    CommandOptions.number(spec, "N", "At most so many; all if not said.", "--limit");
    OutputForm.addToLists(spec);
    return spec;
  }

  private record Row(Job job, Execution execution) {}

  private Exit list(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    List<Row> found = new ArrayList<>();
    for (Job job : jobs(options)) {
      job.executions().forEach(execution -> found.add(new Row(job, execution)));
    }
    int limit = Verb.number(options, "--limit", 1, Integer.MAX_VALUE);
    List<Row> shown = found.subList(0, Math.min(limit, found.size()));
    return switch (form.kind()) {
      case JSON, YAML -> form.tree(invocation, json(shown));
      case PLAIN, CSV -> form.rows(invocation, rows(shown, form.wide()));
    };
  }

  private List<Job> jobs(ParseResult options) {
    return CommandOptions.has(options, "--all-versions")
        ? workplace.jobs().versions(JobArgument.name(options))
        : List.of(JobArgument.find(workplace.jobs(), options));
  }

  private String json(List<Row> shown) {
    var shape = new JobJsonShape(workplace);
    return JsonShape.text(
        json -> {
          json.writeStartArray();
          for (Row row : shown) {
            JobRecord record = JobRecord.of(workplace.journal(), row.job());
            shape.execution(json, row.job(), row.execution(), record);
          }
          json.writeEndArray();
        });
  }

  private Rows rows(List<Row> shown, boolean wide) {
    var rows =
        new Rows(
            List.of(
                "CREATED",
                "MODIFIED",
                "ID",
                "NODE ID",
                "VERSION",
                "REPLICA",
                "TRY",
                "STATE",
                "DESIRED",
                "COMMENT"));
    for (Row row : shown) {
      Execution execution = row.execution();
      rows.add(
          List.of(
              Words.time(execution.created()),
              Words.time(execution.modified()),
              wide ? execution.id() : Words.shortId(execution.id()),
              workplace.node().id(),
              Integer.toString(row.job().version()),
              Integer.toString(execution.partition()),
              Integer.toString(execution.attempt()),
              Words.word(execution.state()),
              Words.desired(row.job(), execution),
              comment(execution)));
    }
    return rows;
  }

  /** Why it is in its state, and when there is another try. */
  static String comment(Execution execution) {
    String message = execution.message();
    if (execution.next().isPresent()) {
      String next = "restarting, next at " + Words.time(execution.next().get());
      return message.isEmpty() ? next : message + "; " + next;
    }
    return message;
  }
}
