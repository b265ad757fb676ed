package waybill.app.verb;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** {@code waybill schema LANGUAGE}: JSON Schema of a language's files, for editors. */
public final class SchemaVerb {

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("schema", this::run);
    spec.usageMessage()
        .description(
            "Writes the JSON Schema of a language's files, for editors to help with them.");
    CommandLines.examples(spec, "waybill schema opspec >op.schema.json");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel("LANGUAGE")
            .type(String.class)
            .completionCandidates(java.util.List.of(SpecFile.Kind.OPSPEC.word()))
            .description("The language: " + SpecFile.Kind.OPSPEC.word() + ".")
            .build());
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    String language = options.matchedPositionalValue(0, "");
    if (!language.equals(SpecFile.Kind.OPSPEC.word())) {
      throw Failure.of(FailureCode.COMMAND_LINE, "there is no schema of `" + language + "`")
          .withHelp("there is one of " + SpecFile.Kind.OPSPEC.word())
          .asException();
    }
    invocation.out().print(OpspecLanguage.schema());
    return invocation.out().checkError() ? new Exit.Status(1) : Exit.OK;
  }
}
