package waybill.dialects.bacalhau.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.model.document.Source;
import waybill.model.problem.Problems;

/** {@code bacalhau validate}: says what is wrong in a job, and runs nothing of it. */
final class CheckCommand {
  private final JobReading reading;

  CheckCommand(JobReading reading) {
    this.reading = reading;
  }

  CommandSpec spec() {
    CommandSpec spec = Verb.command("validate", "Says what is wrong in a job's file.", this::check);
    Verb.positional(spec, "FILE", "The job's file, or `-`.");
    Verb.flag(spec, "Take for wrong what otherwise only deserves a warning.", "--strict");
    return spec;
  }

  private Exit check(ParseResult options, Invocation invocation) {
    Source source = JobFile.read(options.matchedPositionalValue(0, ""), invocation);
    var _ = read(reading, source, Filling.NONE, Verb.has(options, "--strict"), invocation);
    return Verb.answer(invocation, "OK\n");
  }

  /** Reads a job and tells what deserves a warning. */
  static JobSpec read(
      JobReading reading, Source source, Filling filling, boolean strict, Invocation invocation) {
    var warnings = new Problems();
    JobSpec spec = reading.read(source, filling, strict, warnings);
    if (!warnings.list().isEmpty()) {
      new ProblemPrinter(invocation.err(), invocation.terminal())
          .print(source, warnings.list(), warnings.leftOut());
    }
    return spec;
  }
}
