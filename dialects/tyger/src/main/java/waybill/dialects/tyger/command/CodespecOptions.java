package waybill.dialects.tyger.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Invocation;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.spec.CodespecRef;
import waybill.dialects.tyger.spec.Kind;
import waybill.dialects.tyger.spec.Quantity;
import waybill.dialects.tyger.spec.Resources;
import waybill.dialects.tyger.written.SpecFiles;
import waybill.dialects.tyger.written.WrittenCodespec;
import waybill.files.OsReason;
import waybill.model.problem.ProblemsException;

/**
 * The options that say what a codespec is. What they say takes the place of what a file says: maps
 * and lists as a whole, resources one by one.
 */
final class CodespecOptions {
  private static final String STANDARD_INPUT = "-";

  private CodespecOptions() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.positionals(spec, "NAME", "The codespec's name; after `--` its arguments.");
    CommandOptions.text(spec, "FILE", "A codespec, as YAML or JSON.", "-f", "--file");
    CommandOptions.text(spec, "IMAGE", "The image to run.", "--image");
    CommandOptions.text(spec, "KIND", "job, which is the default, or worker.", "-k", "--kind");
    CommandOptions.text(spec, "N", "How many replicas at most.", "-r", "--max-replicas");
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
    GPU("--gpu", "gpu", "How many GPUs."),
    CPU_REQUEST("--cpu-request", "cpu request", "Processors at least."),
    MEMORY_REQUEST("--memory-request", "memory request", "Memory at least."),
    CPU_LIMIT("--cpu-limit", "cpu limit", "Processors at most."),
    MEMORY_LIMIT("--memory-limit", "memory limit", "Memory at most."),
    SHM("--shm", "shm", "The size of /dev/shm.");

    private final String option;
    private final String words;
    private final String description;

    Amount(String option, String words, String description) {
      this.option = option;
      this.words = words;
      this.description = description;
    }

    Optional<Quantity> or(ParseResult options, Optional<Quantity> written) {
      Optional<String> text = CommandOptions.text(options, option);
      if (text.isEmpty()) {
        return written;
      }
      return Optional.of(
          Quantity.of(text.get())
              .orElseThrow(() -> Verb.wrong(CommandTexts.badQuantity(words, text.get()))));
    }
  }

  /**
   * What is wanted, whose name is given and whose kind fits it.
   *
   * @throws waybill.model.failure.FailureException with the text of the first thing that is wrong
   */
  static WrittenCodespec of(ParseResult options, Invocation invocation) {
    Words words = Words.of(options);
    Optional<String> file = CommandOptions.text(options, "--file");
    if (file.isEmpty() && words.name().isEmpty()) {
      throw Verb.wrong(CommandTexts.NO_NAME);
    }
    WrittenCodespec written =
        file.isPresent() ? read(file.get(), invocation) : WrittenCodespec.NOTHING;
    String name =
        words
            .name()
            .or(written::name)
            .filter(given -> !given.isEmpty())
            .orElseThrow(() -> Verb.wrong(CommandTexts.NO_NAME_IN_FILE));
    if (!CodespecRef.isName(name)) {
      throw Verb.wrong(CommandTexts.BAD_NAME);
    }
    WrittenCodespec codespec = over(written, name, words.container(), options);
    checkKind(codespec);
    return codespec;
  }

  private static WrittenCodespec over(
      WrittenCodespec written, String name, Optional<List<String>> container, ParseResult options) {
    boolean isCommand = CommandOptions.has(options, "--command");
    Optional<List<String>> command = isCommand ? container : Optional.empty();
    Optional<List<String>> args = isCommand ? Optional.empty() : container;
    return new WrittenCodespec(
        Optional.of(name),
        CommandOptions.text(options, "--kind")
            .or(written::kind)
            .filter(kind -> !kind.isEmpty())
            .or(() -> Optional.of(Kind.JOB.word())),
        CommandOptions.text(options, "--image").or(written::image),
        command.orElse(written.command()),
        args.orElse(written.args()),
        written.workingDir(),
        pairs(options, "--env").orElse(written.env()),
        CommandOptions.text(options, "--identity").or(written::identity),
        resources(options, written.resources()),
        maxReplicas(options, written.maxReplicas()),
        names(options, "--input").orElse(written.inputs()),
        names(options, "--output").orElse(written.outputs()),
        written.sockets(),
        endpoints(options).orElse(written.endpoints()));
  }

  private static void checkKind(WrittenCodespec codespec) {
    String kind = codespec.kind().orElse("");
    if (kind.equals(Kind.JOB.word())) {
      if (!codespec.endpoints().isEmpty()) {
        throw Verb.wrong(CommandTexts.JOB_WITH_ENDPOINTS);
      }
    } else if (kind.equals(Kind.WORKER.word())) {
      if (!codespec.inputs().isEmpty() || !codespec.outputs().isEmpty()) {
        throw Verb.wrong(CommandTexts.WORKER_WITH_BUFFERS);
      }
    } else {
      throw Verb.wrong(CommandTexts.BAD_KIND);
    }
  }

  private static WrittenCodespec read(String file, Invocation invocation) {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return SpecFiles.codespec("standard input", invocation.in());
      }
      try (InputStream in = Files.newInputStream(invocation.directory().resolve(file))) {
        return SpecFiles.codespec(file, in);
      } catch (IOException e) {
        throw Verb.wrong(CommandTexts.unreadable(file, OsReason.of(e)));
      }
    } catch (ProblemsException e) {
      throw new UnparsableFile(file, e);
    }
  }

  private static Resources resources(ParseResult options, Resources written) {
    return new Resources(
        new Resources.Amounts(
            Amount.CPU_REQUEST.or(options, written.requests().cpu()),
            Amount.MEMORY_REQUEST.or(options, written.requests().memory())),
        new Resources.Amounts(
            Amount.CPU_LIMIT.or(options, written.limits().cpu()),
            Amount.MEMORY_LIMIT.or(options, written.limits().memory())),
        Amount.GPU.or(options, written.gpu()),
        Amount.SHM.or(options, written.shm()));
  }

  private static OptionalInt maxReplicas(ParseResult options, OptionalInt written) {
    Optional<String> text = CommandOptions.text(options, "--max-replicas");
    try {
      return text.isEmpty() ? written : OptionalInt.of(Integer.parseInt(text.get()));
    } catch (NumberFormatException e) {
      throw Verb.wrong(CommandTexts.badMaxReplicas(text.get()));
    }
  }

  private static Optional<Map<String, Integer>> endpoints(ParseResult options) {
    Optional<List<String>> written = names(options, "--endpoint");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> endpoints = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : Verb.pairs(written.get(), "--endpoint").entrySet()) {
      try {
        endpoints.put(pair.getKey(), Integer.valueOf(pair.getValue()));
      } catch (NumberFormatException e) {
        throw Verb.wrong(CommandTexts.badPort(pair.getValue()));
      }
    }
    return Optional.of(endpoints);
  }

  /** Values are never split: there may be commas in them. */
  private static Optional<Map<String, String>> pairs(ParseResult options, String name) {
    List<String> written = CommandOptions.texts(options, name);
    return written.isEmpty() ? Optional.empty() : Optional.of(Verb.pairs(written, name));
  }

  /** Several may be given at once, with commas between them. */
  private static Optional<List<String>> names(ParseResult options, String name) {
    List<String> names = new ArrayList<>();
    for (String one : CommandOptions.texts(options, name)) {
      names.addAll(List.of(one.split(",", -1)));
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /**
   * The arguments that are no options.
   *
   * @param container those after {@code --}, if there is one
   */
  private record Words(Optional<String> name, Optional<List<String>> container) {

    static Words of(ParseResult options) {
      List<String> all = CommandOptions.positionals(options);
      int dashes = options.originalArgs().indexOf("--");
      int after = dashes < 0 ? 0 : options.originalArgs().size() - dashes - 1;
      List<String> before = all.subList(0, all.size() - after);
      if (before.size() > 1) {
        List<String> unexpected = before.subList(1, before.size());
        throw Verb.wrong(
            dashes < 0
                ? CommandTexts.positional(unexpected)
                : CommandTexts.positionalBefore(unexpected));
      }
      return new Words(
          before.stream().findFirst(),
          dashes < 0 || after == 0
              ? Optional.empty()
              : Optional.of(all.subList(all.size() - after, all.size())));
    }
  }
}
