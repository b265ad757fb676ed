package waybill.dialects.bacalhau.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.dialects.bacalhau.advice.JobAdvice;
import waybill.dialects.bacalhau.advice.Machine;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.dialects.bacalhau.written.JobReader;
import waybill.files.OsReason;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/**
 * {@code bacalhau validate FILE}: says all that is wrong in a job's file, what of it is odd, and
 * what its author may not have thought of; runs nothing.
 */
public final class ValidateCommand {
  private static final Exit INVALID = new Exit.Status(1);
  private static final int MAX_BYTES = 16 << 20;

  /** Its command line; a new one for each call. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("validate", this::run);
    spec.usageMessage()
        .description("Says what is wrong in a job's file; ends with 1 when something is.");
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
    flag(spec, "Take for wrong what otherwise only deserves a warning.", "--strict");
    flag(spec, "Leave braces in the file alone.", "--no-template");
    texts(spec, "NAME=VALUE", "Fills {{.NAME}} in the file.", "-V", "--template-vars");
    texts(
        spec,
        "REGEX",
        "Fills with variables of the environment whose names have this in them.",
        "-E",
        "--template-envs");
    return spec;
  }

  private static void flag(CommandSpec spec, String description, String name) {
    spec.addOption(OptionSpec.builder(name).type(boolean.class).description(description).build());
  }

  private static void texts(CommandSpec spec, String label, String description, String... names) {
    spec.addOption(
        OptionSpec.builder(names)
            .paramLabel(label)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description(description)
            .build());
  }

  private Exit run(ParseResult options, Invocation invocation) {
    Source source = source(options.matchedPositionalValue(0, ""), invocation);
    Problems problems = new Problems();
    ProblemPrinter printer = new ProblemPrinter(invocation.err(), invocation.terminal());
    try {
      boolean strict = options.hasMatchedOption("--strict");
      JobSpec job = JobReader.read(source, values(options, invocation), strict, problems);
      printer.print(source, problems.list(), problems.leftOut());
      for (String advice : JobAdvice.of(job, Machine.here())) {
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

  private static Optional<TemplateValues> values(ParseResult options, Invocation invocation) {
    if (options.hasMatchedOption("--no-template")) {
      return Optional.empty();
    }
    List<String> assignments = options.matchedOptionValue("--template-vars", List.of());
    List<String> names = options.matchedOptionValue("--template-envs", List.of());
    return Optional.of(TemplateValues.of(assignments, names, invocation.environment()));
  }

  private static Source source(String name, Invocation invocation) {
    if (name.equals("-")) {
      try {
        return source("<stdin>", invocation.in());
      } catch (IOException e) {
        throw unreadable("standard input", e);
      }
    }
    try (InputStream in = Files.newInputStream(path(name, invocation))) {
      return source(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static Path path(String name, Invocation invocation) {
    try {
      return invocation.directory().resolve(name);
    } catch (InvalidPathException e) {
      throw Failure.of(FailureCode.INPUT_MISSING, "there can be no file `" + name + "`")
          .asException();
    }
  }

  private static Source source(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw Failure.of(
              FailureCode.SPEC_INVALID, name + " is longer than " + (MAX_BYTES >> 20) + " MiB")
          .asException();
    }
    return new Source(name, new String(bytes, StandardCharsets.UTF_8));
  }

  private static FailureException unreadable(String name, IOException e) {
    return new FailureException(
        Failure.of(FailureCode.INPUT_MISSING, "cannot read " + name + ": " + OsReason.of(e)), e);
  }
}
