package waybill.dialects.bacalhau.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.model.document.SpecValue;
import waybill.model.failure.FailureException;

/**
 * How answers are written.
 *
 * @param kind of text
 * @param pretty whether JSON takes several lines
 * @param heading whether tables have one
 * @param wide whether tables have all columns
 */
record OutputForm(Kind kind, boolean pretty, boolean heading, boolean wide) {
  /** What can be asked for. */
  enum Kind {
    /** For people: a table, or a text. */
    PLAIN,
    CSV,
    JSON,
    YAML
  }

  /** For commands that list something. */
  static void addToLists(CommandSpec spec) {
    output(spec, List.of("table", "csv", "json", "yaml"));
    CommandOptions.flag(spec, "No line of headings.", "--hide-header");
    CommandOptions.flag(spec, "Changes nothing: tables have no lines or colours.", "--no-style");
    CommandOptions.flag(spec, "All columns, and nothing shortened.", "--wide");
  }

  /** For commands that tell of one thing. */
  static void addTo(CommandSpec spec) {
    output(spec, List.of("json", "yaml"));
  }

  private static void output(CommandSpec spec, List<String> words) {
    spec.addOption(
        OptionSpec.builder("--output")
            .paramLabel("FORM")
            .type(String.class)
            .completionCandidates(words)
            .description("How the answer is written: " + String.join(", ", words) + ".")
            .build());
    CommandOptions.flag(spec, "JSON over several lines.", "--pretty");
  }

  static OutputForm of(ParseResult options) {
    boolean lists = options.commandSpec().findOption("--wide") != null;
    Optional<String> word =
        CommandOptions.text(options, "--output").map(w -> w.toLowerCase(Locale.ROOT));
    return new OutputForm(
        kind(word, lists),
        CommandOptions.has(options, "--pretty"),
        !lists || !CommandOptions.has(options, "--hide-header"),
        lists && CommandOptions.has(options, "--wide"));
  }

  private static Kind kind(Optional<String> word, boolean lists) {
    if (word.isEmpty()) {
      return Kind.PLAIN;
    }
    return switch (word.get()) {
      case "json" -> Kind.JSON;
      case "yaml" -> Kind.YAML;
      case "table", "csv" -> {
        if (!lists) {
          throw noForm(word.get(), false);
        }
        yield word.get().equals("csv") ? Kind.CSV : Kind.PLAIN;
      }
      default -> throw noForm(word.get(), lists); // a word that we do not know
    };
  }

  private static FailureException noForm(String word, boolean lists) {
    return Verb.wrong(
        "`--output` cannot be `" + word + "`",
        lists ? "it is table, csv, json or yaml" : "it is json or yaml");
  }

  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  /** Writes one JSON value as it was asked for. */
  Exit tree(Invocation invocation, String json) {
    if (kind == Kind.JSON && !pretty) {
      return Verb.answer(invocation, json + "\n");
    }
    SpecValue value = JsonShape.parse(json);
    return Verb.answer(invocation, kind == Kind.YAML ? TreeText.yaml(value) : TreeText.json(value));
  }

  /** Writes rows of columns as a table or as CSV. */
  Exit rows(Invocation invocation, Rows rows) {
    return kind == Kind.CSV
        ? Verb.answer(invocation, rows.csv(heading))
        : Verb.answer(invocation, rows.table(heading));
  }
}
