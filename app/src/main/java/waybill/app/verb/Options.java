package waybill.app.verb;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.Invocation;
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
            .description("The file with the jobs.")
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
            .completionCandidates(java.util.List.of(SpecFile.MAELSTROM))
            .description(
                "What the file is, where its keys do not tell: " + SpecFile.MAELSTROM + ".")
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

  static Optional<String> kind(ParseResult options) {
    return Optional.ofNullable(options.matchedOptionValue("--kind", null));
  }

  static void output(CommandSpec spec, String words) {
    spec.addOption(
        OptionSpec.builder("--output", "-o")
            .paramLabel("FORM")
            .type(String.class)
            .completionCandidates(java.util.List.of(words.split(", ")))
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
