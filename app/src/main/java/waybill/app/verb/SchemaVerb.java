package waybill.app.verb;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.BacalhauLanguage;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.dialects.tyger.TygerLanguage;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** {@code waybill schema LANGUAGE}: JSON Schema of a language's files, for editors. */
public final class SchemaVerb {
  private static final String CODESPEC = "tyger-codespec";
  private static final String RUN = "tyger-run";
  private static final List<String> LANGUAGES =
      List.of(SpecFile.Kind.OPSPEC.word(), SpecFile.Kind.BACALHAU.word(), CODESPEC, RUN);

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("schema", this::run);
    spec.usageMessage()
        .description(
            "Writes the JSON Schema of a language's files, for editors to help with them.");
    CommandLines.examples(
        spec,
        "waybill schema opspec >op.schema.json",
        "waybill schema bacalhau >job.schema.json",
        "waybill schema tyger-run >run.schema.json");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel("LANGUAGE")
            .type(String.class)
            .completionCandidates(LANGUAGES)
            .description("The language: " + String.join(", ", LANGUAGES) + ".")
            .build());
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    String language = options.matchedPositionalValue(0, "");
    if (!LANGUAGES.contains(language)) {
      throw Failure.of(FailureCode.COMMAND_LINE, "there is no schema of `" + language + "`")
          .withHelp("there is one of " + String.join(" and one of ", LANGUAGES))
          .asException();
    }
    invocation.out().print(schema(language));
    return invocation.out().checkError() ? new Exit.Status(1) : Exit.OK;
  }

  private static String schema(String language) {
    return switch (language) {
      case CODESPEC -> TygerLanguage.codespecSchema();
      case RUN -> TygerLanguage.runSchema();
      case "opspec" -> OpspecLanguage.schema();
      default -> BacalhauLanguage.schema(); // the last of those that there are
    };
  }
}
