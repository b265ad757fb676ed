package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;

/** {@code bacalhau job run}, for short {@code bacalhau run}: submits the job of a file. */
final class RunCommand {
  private final JobWorkplace workplace;

  RunCommand(JobWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec() {
    CommandSpec spec =
        Verb.command(
            "run",
            "Submits the job of a file and waits for it. Ends as the program of its one execution"
                + " does; with 1 when one of several failed.",
            this::run);
    CommandLines.examples(
        spec,
        "bacalhau job run job.yaml              run it and wait",
        "bacalhau job run -f job.yaml           show what it writes, too",
        "bacalhau job run --dry-run job.yaml    only look what stands in its way",
        "bacalhau job run -V greeting=hi job.yaml",
        "cat job.yaml | bacalhau job run");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .paramLabel("FILE")
            .type(String.class)
            .description("The job's file, JSON or YAML; `-` or nothing for standard input.")
            .build());
    CommandOptions.flag(
        spec, "Submit nothing: say what stands in its way, and what would change.", "--dry-run");
    CommandOptions.flag(spec, "Submit it although nothing has changed.", "--force");
    CommandOptions.flag(
        spec, "Take the file as it is, without filling in variables.", "--no-template");
    CommandOptions.texts(
        spec, "NAME=VALUE", "Fill this in for {{.NAME}}.", "-V", "--template-vars");
    CommandOptions.texts(
        spec,
        "REGEX",
        "Fill in those variables of your environment whose names fit.",
        "-E",
        "--template-envs");
    CommandOptions.flag(spec, "Take for wrong what otherwise only deserves a warning.", "--strict");
    CommandOptions.flag(spec, "Show no warnings.", "--hide-warnings");
    Submission.addTo(spec);
    return spec;
  }

  /** Reads a job, and tells what deserves a warning. */
  static JobSpec read(
      Source source, Optional<TemplateValues> values, ParseResult options, Invocation invocation) {
    var warnings = new Problems();
    JobSpec spec =
        JobReader.read(source, values, CommandOptions.has(options, "--strict"), warnings);
    warn(source, warnings.list(), warnings.leftOut(), options, invocation);
    return spec;
  }

  /** Shows warnings, unless somebody does not want them. */
  static void warn(
      Source source,
      List<Problem> warnings,
      int leftOut,
      ParseResult options,
      Invocation invocation) {
    if (!warnings.isEmpty() && !CommandOptions.has(options, "--hide-warnings")) {
      new ProblemPrinter(invocation.err(), invocation.terminal()).print(source, warnings, leftOut);
    }
  }

  private Exit run(ParseResult options, Invocation invocation) {
    Optional<TemplateValues> values = ValidateCommand.values(options, invocation);
    Source source = JobFile.read(options.matchedPositionalValue(0, "-"), invocation);
    JobSpec spec = read(source, values, options, invocation);
    var submission = new Submission(workplace);
    return CommandOptions.has(options, "--dry-run")
        ? submission.dryRun(spec, invocation)
        : submission.submit(spec, CommandOptions.has(options, "--force"), options, invocation);
  }
}
