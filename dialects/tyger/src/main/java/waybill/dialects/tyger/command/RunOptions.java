package waybill.dialects.tyger.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandOptions;
import waybill.cli.Invocation;
import waybill.dialects.tyger.TygerLanguage;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.spec.Ttl;
import waybill.dialects.tyger.written.CommandChecks;
import waybill.dialects.tyger.written.SpecFiles;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.dialects.tyger.written.WrittenRun.WrittenJob;
import waybill.dialects.tyger.written.WrittenRun.WrittenRef;
import waybill.dialects.tyger.written.WrittenRun.WrittenWorker;

/** The options that say what to run: over a file, maps key by key, all else in its place. */
final class RunOptions {
  private RunOptions() {}

  static void addTo(CommandSpec spec) {
    CommandOptions.text(
        spec,
        "FILE",
        "A run, or a codespec to run, as YAML or JSON; `-` is what comes in.",
        "-f",
        "--file");
    CommandOptions.text(spec, "NAME", "The codespec.", "-c", "--codespec");
    CommandOptions.text(spec, "N", "Its version; the latest if not said.", "--version");
    CommandOptions.texts(
        spec,
        "NAME=ID",
        "The buffer for a parameter, `_` for one that is not kept; may be repeated.",
        "-b",
        "--buffer");
    CommandOptions.texts(
        spec, "KEY=VALUE", "A tag of buffers that are made; may be repeated.", "--buffer-tag");
    CommandOptions.text(
        spec,
        "D.HH:MM",
        "How long buffers that are made are kept: days.hours:minutes; as set up if not said.",
        "--buffer-ttl");
    CommandOptions.text(spec, "N", "Replicas of the job; 1 if not said.", "-r", "--replicas");
    CommandOptions.text(spec, "NAME", "The node pool of the job.", "--node-pool");
    CommandOptions.text(spec, "NAME", "The codespec of workers.", "--worker-codespec");
    CommandOptions.text(spec, "N", "Its version; the latest if not said.", "--worker-version");
    CommandOptions.text(spec, "N", "How many workers; 1 if not said.", "--worker-replicas");
    CommandOptions.text(spec, "NAME", "The node pool of workers.", "--worker-node-pool");
    CommandOptions.text(spec, "NAME", "The cluster.", "--cluster");
    CommandOptions.text(
        spec,
        "1h30m",
        "How long it may take, waiting included, in h, m and s; 12h if not said.",
        "--timeout");
    CommandOptions.texts(spec, "KEY=VALUE", "A tag of the run; may be repeated.", "--tag");
    CommandOptions.flag(spec, "Taken for granted: images that are missing are fetched.", "--pull");
    CommandOptions.text(
        spec,
        "D.HH:MM:SS",
        "How long URLs of its buffers are valid; an hour if not said.",
        "--buffer-access-ttl");
  }

  /** What is wanted. */
  static WrittenRun of(ParseResult options, Invocation invocation) {
    Optional<String> file = CommandOptions.text(options, "--file");
    WrittenRun run = file.isPresent() ? read(file.get(), invocation) : WrittenRun.NOTHING;
    OptionalInt timeout = timeout(options, run.timeoutSeconds());
    WrittenRun all =
        new WrittenRun(
            job(options, run.job()),
            worker(options, run.worker()),
            CommandOptions.text(options, "--cluster").or(run::cluster),
            timeout,
            merged(run.tags(), options, "--tag"),
            CommandOptions.text(options, "--buffer-access-ttl").or(run::bufferAccessTtl));
    return all.withKinds();
  }

  /** A codespec is a run of it, too. */
  private static WrittenRun read(String file, Invocation invocation) {
    SpecInput input = SpecInput.of(file, invocation);
    boolean isCodespec =
        input
            .as(SpecFiles::root)
            .filter(root -> !TygerLanguage.isRun(root) && TygerLanguage.isCodespec(root))
            .isPresent();
    return isCodespec ? WrittenRun.of(input.as(SpecFiles::codespec)) : input.as(SpecFiles::run);
  }

  private static WrittenJob job(ParseResult options, WrittenJob written) {
    Optional<String> ttl = CommandOptions.text(options, "--buffer-ttl");
    if (ttl.isPresent() && Ttl.readOfRun(ttl.get()).isEmpty()) {
      throw Verb.wrong(CommandTexts.badBufferTtl(ttl.get()));
    }
    return new WrittenJob(
        reference(options, "--codespec", "--version").or(written::codespec),
        buffers(written.buffers(), options),
        merged(written.tags(), options, "--buffer-tag"),
        ttl.or(written::bufferTtl),
        CommandOptions.text(options, "--node-pool").or(written::nodePool),
        replicas(options, "--replicas", written.replicas()));
  }

  private static Optional<WrittenWorker> worker(
      ParseResult options, Optional<WrittenWorker> written) {
    Optional<WrittenRef> codespec = reference(options, "--worker-codespec", "--worker-version");
    Optional<String> pool = CommandOptions.text(options, "--worker-node-pool");
    OptionalInt replicas =
        replicas(
            options,
            "--worker-replicas",
            written.map(WrittenWorker::replicas).orElse(OptionalInt.empty()));
    boolean any = codespec.isPresent() || pool.isPresent() || replicas.isPresent();
    return any || written.isPresent()
        ? Optional.of(
            new WrittenWorker(
                codespec.or(() -> written.flatMap(WrittenWorker::codespec)),
                pool.or(() -> written.flatMap(WrittenWorker::nodePool)),
                replicas))
        : Optional.empty();
  }

  private static Optional<WrittenRef> reference(ParseResult options, String name, String version) {
    Optional<String> codespec = CommandOptions.text(options, name);
    Optional<String> number = CommandOptions.text(options, version);
    if (codespec.isEmpty()) {
      if (number.isPresent()) {
        throw Verb.wrong("`" + version + "` says nothing without `" + name + "`");
      }
      return Optional.empty();
    }
    return Optional.of(
        new WrittenRef.Text(
            codespec.get() + number.map(written -> "/versions/" + written).orElse("")));
  }

  private static OptionalInt replicas(ParseResult options, String name, OptionalInt written) {
    Optional<String> text = CommandOptions.text(options, name);
    if (text.isEmpty()) {
      return written;
    }
    try {
      int replicas = Integer.parseInt(text.get());
      if (replicas >= 0) {
        return replicas == 0 ? OptionalInt.empty() : OptionalInt.of(replicas);
      }
    } catch (NumberFormatException notOne) {
      // told below, like a negative one
    }
    throw Verb.wrong("`" + name + " " + text.get() + "` is no number of replicas");
  }

  /** Names of parameters are the same in any case. */
  private static Map<String, String> buffers(Map<String, String> written, ParseResult options) {
    Map<String, String> all = new LinkedHashMap<>(written);
    CommandChecks.pairs("--buffer", CommandOptions.texts(options, "--buffer"))
        .forEach(
            (name, buffer) -> {
              all.keySet().removeIf(name::equalsIgnoreCase);
              all.put(name, buffer);
            });
    return all;
  }

  private static Map<String, String> merged(
      Map<String, String> written, ParseResult options, String name) {
    Map<String, String> all = new LinkedHashMap<>(written);
    all.putAll(CommandChecks.pairs(name, CommandOptions.texts(options, name)));
    return all;
  }

  /** As Go writes spans of time; cut to whole seconds. */
  private static OptionalInt timeout(ParseResult options, OptionalInt written) {
    Optional<String> text = CommandOptions.text(options, "--timeout");
    return text.isEmpty() ? written : OptionalInt.of(GoDuration.seconds(text.get()));
  }
}
