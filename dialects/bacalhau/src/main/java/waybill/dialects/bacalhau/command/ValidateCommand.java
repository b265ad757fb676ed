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
import waybill.dialects.bacalhau.advice.JobAdvice;
import waybill.dialects.bacalhau.run.Obstacles.Obstacle;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.model.document.Source;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/**
 * {@code bacalhau validate FILE}: says all that is wrong in a job's file, what of it is odd, and
 * what its author may not have thought of; runs nothing.
 */
final class ValidateCommand {
  private static final Exit INVALID = new Exit.Status(1);

  private final Node node;

  ValidateCommand(Node node) {
    this.node = node;
  }

  /** Its command line; a new one for each call. */
  CommandSpec spec() {
    CommandSpec spec =
        Verb.command(
            "validate",
            "Says what is wrong in a job's file; ends with 1 when something is.",
            this::run);
    CommandLines.examples(
        spec, "bacalhau validate job.json", "bacalhau validate -V region=eu job.yaml");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel("FILE")
            .type(String.class)
            .description("The job's file, or `-` for standard input.")
            .build());
    CommandOptions.flag(spec, "Take for wrong what otherwise only deserves a warning.", "--strict");
    CommandOptions.flag(spec, "Leave braces in the file alone.", "--no-template");
    CommandOptions.texts(
        spec, "NAME=VALUE", "Fills {{.NAME}} in the file.", "-V", "--template-vars");
    CommandOptions.texts(
        spec,
        "REGEX",
        "Fills with variables of the environment whose names have this in them.",
        "-E",
        "--template-envs");
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    Source source = JobFile.read(options.matchedPositionalValue(0, ""), invocation);
    Problems problems = new Problems();
    ProblemPrinter printer = new ProblemPrinter(invocation.err(), invocation.terminal());
    try {
      boolean strict = options.hasMatchedOption("--strict");
      JobSpec job = JobReader.read(source, values(options, invocation), strict, problems);
      printer.print(source, problems.list(), problems.leftOut());
      List<Obstacle> forbidden = node.networks().refusals(job);
      if (!forbidden.isEmpty()) {
        Submission.tell(forbidden, invocation);
        return INVALID;
      }
      for (String advice : JobAdvice.of(job, node.capacity(), node.abilities())) {
        invocation.err().println(advice);
      }
      invocation.out().println("OK");
      return invocation.out().checkError() ? INVALID : Exit.OK;
    } catch (ProblemsException told) {
      invocation.err().println("Error: the job provided is invalid");
      printer.print(told);
      return INVALID;
    }
  }

  /** What holes of a file are filled with; nothing if they are to be left alone. */
  static Optional<TemplateValues> values(ParseResult options, Invocation invocation) {
    if (options.hasMatchedOption("--no-template")) {
      return Optional.empty();
    }
    List<String> assignments = options.matchedOptionValue("--template-vars", List.of());
    List<String> names = options.matchedOptionValue("--template-envs", List.of());
    return Optional.of(TemplateValues.of(assignments, names, invocation.environment()));
  }
}
