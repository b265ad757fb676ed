package waybill.app.verb;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProblemPrinter;
import waybill.dialects.bacalhau.BacalhauLanguage;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.dialects.tyger.TygerLanguage;
import waybill.model.document.Source;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;

/** {@code waybill validate FILE}: says all that is wrong in a file, and runs nothing of it. */
public final class ValidateVerb {
  private static final Exit INVALID = new Exit.Status(1);

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("validate", this::run);
    spec.usageMessage().description("Says what is wrong in a file; ends with 1 when something is.");
    CommandLines.examples(spec, "waybill validate jobs.json", "waybill validate ./.opspec/build");
    Options.file(spec);
    Options.kind(spec);
    Options.version(spec);
    Options.template(spec);
    Options.output(spec, "text, json");
    spec.addOption(
        OptionSpec.builder("--strict")
            .type(boolean.class)
            .description("Take for wrong what otherwise only deserves a warning.")
            .build());
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    SpecFile file = SpecFile.of(Options.file(options), invocation.directory());
    boolean json = Options.output(options, false) == Options.Output.JSON;
    SpecVersion version = Options.version(options, invocation);
    boolean strict = options.hasMatchedOption("--strict");
    try {
      SpecFile.Kind kind = file.kind(Options.kind(options));
      Source source = file.whole();
      Problems problems =
          switch (kind) {
            case OPSPEC -> OpspecLanguage.validate(source, strict);
            case MAELSTROM -> validateJobs(version, source, strict);
            case BACALHAU ->
                BacalhauLanguage.validate(source, strict, Options.template(options, invocation));
            case TYGER -> TygerLanguage.validate(source, strict);
          };
      tell(invocation, json, source, problems.list(), problems.leftOut());
      return problems.anyError() ? INVALID : Exit.OK;
    } catch (ProblemsException e) {
      tell(invocation, json, e.source(), e.problems(), e.leftOut());
      return INVALID;
    }
  }

  private static Problems validateJobs(SpecVersion version, Source source, boolean strict) {
    Problems problems = MaelstromLanguage.validate(version, source);
    return strict ? problems.strictly() : problems;
  }

  private static void tell(
      Invocation invocation, boolean json, Source source, List<Problem> problems, int leftOut) {
    if (json) {
      tellPrograms(invocation, source, problems);
    } else {
      new ProblemPrinter(invocation.err(), invocation.terminal()).print(source, problems, leftOut);
    }
  }

  private static void tellPrograms(Invocation invocation, Source source, List<Problem> problems) {
    JsonDocument.print(
        invocation.out(),
        json -> {
          json.writeStringProperty("file", source.name());
          json.writeArrayPropertyStart("problems");
          for (Problem problem : problems) {
            json.writeStartObject();
            json.writeStringProperty(
                "severity", problem.severity().name().toLowerCase(java.util.Locale.ROOT));
            json.writeStringProperty("code", problem.code());
            json.writeStringProperty("message", problem.message());
            json.writeNumberProperty("line", problem.span().startLine());
            json.writeNumberProperty("column", problem.span().startColumn());
            problem.help().ifPresent(help -> json.writeStringProperty("help", help));
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
