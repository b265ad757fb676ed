package waybill.app.verb;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.template.TemplateValues;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Options that several verbs have. */
final class Options {
  /** What goes to standard output. */
  enum Output {
    TEXT,
    JSON,
    EVENTS
  }

  private Options() {}

  static void file(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel("FILE")
            .type(String.class)
            .description("The file with the jobs, or the op or its folder.")
            .build());
  }

  static String file(ParseResult options) {
    return options.matchedPositionalValue(0, "");
  }

  static void kind(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("--kind")
            .paramLabel("KIND")
            .type(String.class)
            .completionCandidates(SpecFile.Kind.words())
            .description(
                "What the file is, where its keys do not tell: "
                    + String.join(", ", SpecFile.Kind.words())
                    + ".")
            .build());
  }

  static void version(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder(MaelstromLanguage.VERSION_OPTION)
            .paramLabel("VERSION")
            .type(String.class)
            .completionCandidates(MaelstromLanguage.versions())
            .description(
                "Version of the language: "
                    + String.join(", ", MaelstromLanguage.versions())
                    + "; the first one if not said.")
            .build());
  }

  static SpecVersion version(ParseResult options, Invocation invocation) {
    return MaelstromLanguage.version(
        Optional.ofNullable(options.matchedOptionValue(MaelstromLanguage.VERSION_OPTION, null)),
        invocation.environment());
  }

  /** Of jobs that are templates. */
  static void template(CommandSpec spec) {
    spec.addOption(
        OptionSpec.builder("--template-vars", "-V")
            .paramLabel("NAME=VALUE")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description("Fills {{.NAME}} in a job of Bacalhau.")
            .build());
    spec.addOption(
        OptionSpec.builder("--no-template")
            .type(boolean.class)
            .description("Leave braces in a job of Bacalhau alone.")
            .build());
  }

  static Optional<TemplateValues> template(ParseResult options, Invocation invocation) {
    if (options.hasMatchedOption("--no-template")) {
      return Optional.empty();
    }
    List<String> assignments = options.matchedOptionValue("--template-vars", List.of());
    return Optional.of(TemplateValues.of(assignments, List.of(), invocation.environment()));
  }

  static Optional<String> kind(ParseResult options) {
    return Optional.ofNullable(options.matchedOptionValue("--kind", null));
  }

  static void output(CommandSpec spec, String words) {
    spec.addOption(
        OptionSpec.builder("--output", "-o")
            .paramLabel("FORM")
            .type(String.class)
            .completionCandidates(List.of(words.split(", ")))
            .description("What is written to standard output: " + words + ".")
            .build());
  }

  static Output output(ParseResult options, boolean events) {
    String word = options.matchedOptionValue("--output", "text");
    if (word.equals("text")) {
      return Output.TEXT;
    }
    if (word.equals("json")) {
      return Output.JSON;
    }
    if (word.equals("events") && events) {
      return Output.EVENTS;
    }
    throw Failure.of(FailureCode.COMMAND_LINE, "`--output` cannot be `" + word + "`")
        .withHelp(events ? "it is text, json or events" : "it is text or json")
        .asException();
  }
}
