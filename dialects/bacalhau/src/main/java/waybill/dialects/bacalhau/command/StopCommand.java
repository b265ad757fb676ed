package waybill.dialects.bacalhau.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Job;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** {@code bacalhau job stop}: ends a job. */
final class StopCommand {
  private final JobWorkplace workplace;

  StopCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command("stop", "Ends a job; what it wrote stays readable.", this::stop);
    JobArgument.addTo(spec);
    CommandOptions.flag(spec, "Say nothing.", "--quiet");
    return spec;
  }

  private Exit stop(ParseResult options, Invocation invocation) {
    Job job = workplace.jobs().find(JobArgument.name(options));
    if (job.state().isOver() && job.state() != JobState.STOPPED) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              "Job is already in a terminal state.\nThe current state is: " + job.state().word())
          .asException();
    }
    Job stopped = workplace.jobs().stop(JobArgument.name(options), "stopped by its user");
    if (!CommandOptions.has(options, "--quiet")) {
      String was = job.state() == JobState.STOPPED ? " was stopped already" : " is stopped";
      return Verb.answer(invocation, "Job " + stopped.id() + was + "\n");
    }
    return Exit.OK;
  }
}
