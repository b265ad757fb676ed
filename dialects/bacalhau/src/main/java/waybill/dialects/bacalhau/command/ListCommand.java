package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Jobs.Page;
import waybill.dialects.bacalhau.job.Jobs.Query;

/** {@code bacalhau job list}: jobs in their latest versions. */
final class ListCommand {
  private static final int LIMIT = 10;
  private static final String ALL = "*";

  private final JobWorkplace workplace;

  ListCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.command("list", "Lists jobs, the newest first.", this::list);
    CommandLines.examples(
        spec,
        "bacalhau job list --labels env=prod",
        "bacalhau job list --namespace '*' --limit 100 --output json");
    CommandOptions.text(
        spec, "NAME", "Only of this one; `*` for all, `default` if not said.", "--namespace");
    CommandOptions.texts(
        spec,
        "SELECTOR",
        "Only those whose labels fit, like `env=prod,zone in (a,b),!spot`.",
        "--labels");
    CommandOptions.number(spec, "N", "At most so many; " + LIMIT + " if not said.", "--limit");
    CommandOptions.text(
        spec, "TOKEN", "Go on behind an earlier list, which named this.", "--next-token");
    CommandOptions.text(spec, "FIELD", "created_at or modified_at.", "--order-by");
    CommandOptions.flag(spec, "The oldest first.", "--order-reversed");
    OutputForm.addToLists(spec);
    return spec;
  }

  private Exit list(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    String namespace = options.matchedOptionValue("--namespace", JobArgument.DEFAULT_NAMESPACE);
    var labels = new ArrayList<waybill.dialects.bacalhau.spec.Constraint>();
    for (String selector : CommandOptions.texts(options, "--labels")) {
      labels.addAll(Selectors.parse(selector));
    }
    Page page =
        workplace
            .jobs()
            .list(
                new Query(
                    namespace.equals(ALL) ? Optional.empty() : Optional.of(namespace),
                    labels,
                    byModification(options),
                    !CommandOptions.has(options, "--order-reversed"),
                    Verb.number(options, "--limit", 1, LIMIT),
                    CommandOptions.text(options, "--next-token")
                        .filter(token -> !token.isEmpty())));
    Exit exit = print(form, page.jobs(), invocation);
    page.next()
        .ifPresent(
            next -> Verb.remark(invocation, "there are more: go on with --next-token " + next));
    return exit;
  }

  private Exit print(OutputForm form, List<Job> jobs, Invocation invocation) {
    return switch (form.kind()) {
      case JSON, YAML -> form.tree(invocation, new JobJsonShape(workplace).jobs(jobs));
      case PLAIN, CSV -> {
        var rows = new Rows(List.of("CREATED", "ID", "NAME", "JOB", "TYPE", "STATE"));
        for (Job job : jobs) {
          rows.add(
              List.of(
                  Words.time(job.created()),
                  form.wide() ? job.id() : Words.shortId(job.id()),
                  job.spec().name(),
                  Words.engine(job),
                  job.spec().kind().word(),
                  job.state().word()));
        }
        yield form.rows(invocation, rows);
      }
    };
  }

  private static boolean byModification(ParseResult options) {
    String field = options.matchedOptionValue("--order-by", "created_at");
    return switch (field) {
      case "created_at" -> false;
      case "modified_at" -> true;
      default -> // a field that nothing is ordered by
          throw Verb.wrong(
              "OrderBy " + field + " not supported for listJobs",
              "it is created_at or modified_at");
    };
  }
}
