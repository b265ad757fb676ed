package waybill.dialects.bacalhau.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Jobs.JobName;

/** {@code bacalhau job rerun}: a version once more, as a version of its own. */
final class RerunCommand {
  private final JobWorkplace workplace;

  RerunCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("rerun", "Runs a version of a job once more, as a new version.", this::rerun);
    JobArgument.addTo(spec);
    JobArgument.version(spec);
    Submission.addTo(spec);
    return spec;
  }

  private Exit rerun(ParseResult options, Invocation invocation) {
    JobName name = JobArgument.name(options);
    var submission = new Submission(workplace);
    // the machine, or what is allowed on it, may have changed since it ran
    if (submission.isRefused(JobArgument.find(workplace.jobs(), options).spec(), invocation)) {
      return Verb.FAILED;
    }
    Job job = workplace.jobs().rerun(name, JobArgument.version(options));
    return submission.waitFor(job, options, invocation);
  }
}
