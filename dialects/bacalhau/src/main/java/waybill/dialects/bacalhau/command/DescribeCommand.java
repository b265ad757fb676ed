package waybill.dialects.bacalhau.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.DisplayText;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.Execution;

/** {@code bacalhau job describe}: how far a job has come, and why it is there. */
final class DescribeCommand {
  private static final int LABEL_COLUMNS = 14;

  private final JobWorkplace workplace;

  DescribeCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("describe", "Tells how far a job has come, and why.", this::describe);
    CommandLines.examples(
        spec,
        "bacalhau job describe my-job",
        "bacalhau job describe j-1b7a0c11 --events       what happened to it, in order",
        "bacalhau job describe my-job --output json      for programs");
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    CommandOptions.flag(spec, "What happened to it, in order, with times and reasons.", "--events");
    OutputForm.addTo(spec);
    return spec;
  }

  private Exit describe(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    Job job = JobArgument.find(workplace.jobs(), options);
    JobRecord record = JobRecord.of(workplace.journal(), job);
    if (!form.isPlain()) {
      return form.tree(invocation, new JobJsonShape(workplace).everything(job, record));
    }
    var text = new StringBuilder();
    facts(text, job);
    summary(text, job);
    if (CommandOptions.has(options, "--events")) {
      heading(text, "Events").append(HistoryCommand.table(record));
    } else {
      heading(text, "Job History").append(HistoryCommand.table(record));
      executions(text, job);
      output(text, job, record);
    }
    return Verb.answer(invocation, text.toString());
  }

  private static StringBuilder heading(StringBuilder text, String heading) {
    return text.append('\n').append(heading).append('\n');
  }

  private static void line(StringBuilder text, String label, String value) {
    text.append(label).append(" ".repeat(LABEL_COLUMNS - label.length())).append("= ");
    text.append(DisplayText.safe(value)).append('\n');
  }

  private static void facts(StringBuilder text, Job job) {
    line(text, "ID", job.id());
    line(text, "Name", job.spec().name());
    line(text, "Namespace", job.spec().namespace());
    line(text, "Type", job.spec().kind().word());
    line(text, "State", job.state().word());
    if (!job.message().isEmpty()) {
      line(text, "Message", job.message());
    }
    line(text, "Count", Integer.toString(job.spec().kind().count()));
    line(text, "Created Time", Words.time(job.created()));
    line(text, "Modified Time", Words.time(job.modified()));
    line(text, "Version", Integer.toString(job.version()));
    line(text, "Run", Long.toString(job.run()));
  }

  private static void summary(StringBuilder text, Job job) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Execution execution : job.executions()) {
      counts.merge(Words.word(execution.state()), 1, Integer::sum);
    }
    heading(text, "Summary");
    if (counts.isEmpty()) {
      text.append("no execution has begun\n");
    }
    counts.forEach((state, count) -> line(text, state, Integer.toString(count)));
  }

  private void executions(StringBuilder text, Job job) {
    var rows =
        new Rows(List.of("ID", "NODE ID", "REPLICA", "TRY", "STATE", "CODE", "CREATED", "COMMENT"));
    for (Execution execution : job.executions()) {
      rows.add(
          List.of(
              Words.shortId(execution.id()),
              workplace.node().id(),
              Integer.toString(execution.partition()),
              Integer.toString(execution.attempt()),
              Words.word(execution.state()),
              execution.exitCode().map(String::valueOf).orElse(""),
              Words.time(execution.created()),
              ExecutionsCommand.comment(execution)));
    }
    heading(text, "Executions").append(rows.table(true));
  }

  private static void output(StringBuilder text, Job job, JobRecord record) {
    for (Execution execution : job.executions()) {
      String path = Words.path(execution);
      head(text, "Standard Output of " + Words.shortId(execution.id()), record.out(path));
      head(text, "Standard Error of " + Words.shortId(execution.id()), record.err(path));
    }
  }

  private static void head(StringBuilder text, String label, JobRecord.Head head) {
    if (head.text().isEmpty()) {
      return;
    }
    heading(text, label);
    for (String line : head.text().lines().toList()) {
      text.append(DisplayText.safe(line)).append('\n');
    }
    if (head.isTruncated()) {
      text.append("... `bacalhau job logs` shows all of it\n");
    }
  }
}
