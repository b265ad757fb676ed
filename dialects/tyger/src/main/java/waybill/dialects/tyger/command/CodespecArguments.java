package waybill.dialects.tyger.command;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Invocation;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.written.CodespecOptions;
import waybill.dialects.tyger.written.CommandChecks;
import waybill.dialects.tyger.written.SpecFiles;
import waybill.dialects.tyger.written.WrittenCodespec;

/**
 * The options that say what a codespec is. What they say takes the place of what a file says: maps
 * and lists as a whole, resources one by one.
 */
final class CodespecArguments {
  private CodespecArguments() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.positionals(spec, "NAME", "The codespec's name; after `--` its arguments.");
    CommandOptions.text(
        spec, "FILE", "A codespec, as YAML or JSON; `-` is what comes in.", "-f", "--file");
    CommandOptions.text(spec, "IMAGE", "The image to run.", "--image");
    CommandOptions.text(spec, "KIND", "job, which is the default, or worker.", "-k", "--kind");
    CommandOptions.text(
        spec, "N", "How many replicas at most; 1 if not said.", "-r", "--max-replicas");
    CommandOptions.texts(
        spec, "NAME", "A buffer that runs read; may be repeated.", "-i", "--input");
    CommandOptions.texts(
        spec, "NAME", "A buffer that runs write; may be repeated.", "-o", "--output");
    CommandOptions.texts(spec, "KEY=VALUE", "A variable; may be repeated.", "-e", "--env");
    CommandOptions.text(spec, "NAME", "One of the configured identities.", "--identity");
    CommandOptions.texts(
        spec, "NAME=PORT", "A TCP port of workers; may be repeated.", "--endpoint");
    for (Amount amount : Amount.values()) {
      CommandOptions.text(spec, "QUANTITY", amount.description, amount.option);
    }
    CommandOptions.flag(spec, "What stands after `--` is the command.", "--command");
  }

  /** The quantities. */
  private enum Amount {
    GPU("--gpu", "gpu", "How many GPUs; none if not said."),
    CPU_REQUEST("--cpu-request", "cpu request", "Processors at least: 2, 0.5, 500m."),
    MEMORY_REQUEST(
        "--memory-request", "memory request", "Bytes of memory at least: 64M, 1.5Gi, 1e9."),
    CPU_LIMIT("--cpu-limit", "cpu limit", "Processors at most: 2, 0.5, 500m; all if not said."),
    MEMORY_LIMIT(
        "--memory-limit",
        "memory limit",
        "Bytes of memory at most: 64M, 1.5Gi, 1e9; all if not said."),
    SHM("--shm", "shm", "Bytes of /dev/shm: 1Gi; 64Mi if not said.");

    private final String option;
    private final String words;
    private final String description;

    Amount(String option, String words, String description) {
      this.option = option;
      this.words = words;
      this.description = description;
    }

    Optional<Quantity> of(ParseResult options) {
      return CommandOptions.text(options, option)
          .map(given -> CommandChecks.quantity(words, given));
    }
  }

  /**
   * What is wanted, whose name is given and whose kind fits it.
   *
   * @throws waybill.dialects.tyger.problem.CommandLineError with the first thing that is wrong
   */
  static WrittenCodespec of(ParseResult options, Invocation invocation) {
    Words words = Words.of(options);
    Optional<String> file = CommandOptions.text(options, "--file");
    Optional<String> name =
        CommandChecks.name(words.names(), words.container().isPresent(), file.isPresent());
    CodespecOptions said = said(options, name, words.container().orElse(List.of()));
    WrittenCodespec written =
        file.isPresent()
            ? SpecInput.of(file.get(), invocation).as(SpecFiles::codespec)
            : WrittenCodespec.NOTHING;
    return CommandChecks.codespec(said.over(written));
  }

  private static CodespecOptions said(
      ParseResult options, Optional<String> name, List<String> container) {
    return new CodespecOptions(
        name,
        CommandOptions.text(options, "--kind").filter(kind -> !kind.isEmpty()),
        CommandOptions.text(options, "--image"),
        CommandChecks.values(CommandOptions.texts(options, "--input")),
        CommandChecks.values(CommandOptions.texts(options, "--output")),
        CommandChecks.env(CommandOptions.texts(options, "--env")),
        CommandOptions.text(options, "--identity"),
        new Resources(
            new Resources.Amounts(
                Amount.CPU_REQUEST.of(options), Amount.MEMORY_REQUEST.of(options)),
            new Resources.Amounts(Amount.CPU_LIMIT.of(options), Amount.MEMORY_LIMIT.of(options)),
            Amount.GPU.of(options),
            Amount.SHM.of(options)),
        CommandOptions.text(options, "--max-replicas")
            .map(given -> OptionalInt.of(CommandChecks.maxReplicas(given)))
            .orElse(OptionalInt.empty()),
        CommandChecks.endpoints(CommandOptions.texts(options, "--endpoint")),
        container,
        CommandOptions.has(options, "--command"));
  }

  /**
   * The arguments that are no options.
   *
   * @param container those after {@code --}, if there is one
   */
  private record Words(List<String> names, Optional<List<String>> container) {

    static Words of(ParseResult options) {
      List<String> all = CommandOptions.positionals(options);
      int dashes = options.originalArgs().indexOf("--");
      if (dashes < 0) {
        return new Words(all, Optional.empty());
      }
      int after = options.originalArgs().size() - dashes - 1;
      return new Words(
          all.subList(0, all.size() - after),
          Optional.of(all.subList(all.size() - after, all.size())));
    }
  }
}
