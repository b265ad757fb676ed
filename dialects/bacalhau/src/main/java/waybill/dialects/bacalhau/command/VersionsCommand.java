package waybill.dialects.bacalhau.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;

/** {@code bacalhau job versions}: what a job was and is. */
final class VersionsCommand {
  private final JobWorkplace workplace;

  VersionsCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.command("versions", "Lists the versions of a job.", this::list);
    JobArgument.addTo(spec);
    OutputForm.addToLists(spec);
    return spec;
  }

  private Exit list(ParseResult options, Invocation invocation) {
    OutputForm form = OutputForm.of(options);
    List<Job> versions = workplace.jobs().versions(JobArgument.name(options));
    return switch (form.kind()) {
      case JSON, YAML -> form.tree(invocation, new JobJsonShape(workplace).jobs(versions));
      case PLAIN, CSV -> {
        var rows = new Rows(List.of("VERSION", "SUBMITTED", "TYPE", "STATE", "MESSAGE"));
        for (Job job : versions) {
          rows.add(
              List.of(
                  Integer.toString(job.version()),
                  Words.time(job.submitted()),
                  job.spec().kind().word(),
                  job.state().word(),
                  job.message()));
        }
        yield form.rows(invocation, rows);
      }
    };
  }
}
