package waybill.app.verb;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.Table;
import waybill.cli.TransferText;
import waybill.images.store.CacheCleaner;
import waybill.images.store.CacheEntry;
import waybill.images.store.CacheUsage;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** {@code waybill cache}: what is kept because it was used once, and getting rid of it. */
public final class CacheVerb {
  private static final long MAX_NUMBER = 1_000_000_000;

  private final Stock stock;

  /** Where the cache is. */
  public interface Stock {
    CacheCleaner cleaner(Invocation invocation);
  }

  public CacheVerb(Stock stock) {
    this.stock = stock;
  }

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.group("cache");
    spec.usageMessage().description("Shows and cleans what can be made or fetched again.");
    CommandLines.examples(
        spec,
        "waybill cache show                      see what takes how much room",
        "waybill cache show --all                entry by entry, longest unused first",
        "waybill cache clean --older-than 30d    remove what was not used for a month",
        "waybill cache clean --down-to 5GB       remove the longest unused",
        "waybill cache clean --damaged           remove what lost files");
    spec.addSubcommand("show", show());
    spec.addSubcommand("clean", clean());
    return spec;
  }

  private CommandSpec show() {
    CommandSpec spec = CommandLines.command("show", this::show);
    spec.usageMessage().description("Shows how much room is taken, and what was used when.");
    CommandLines.examples(spec, "waybill cache show --all");
    spec.addOption(
        OptionSpec.builder("--all", "-a")
            .type(boolean.class)
            .description("Every entry, the longest unused first.")
            .build());
    Options.output(spec, "text, json");
    return spec;
  }

  private CommandSpec clean() {
    CommandSpec spec = CommandLines.command("clean", this::clean);
    spec.usageMessage()
        .description("Removes what no process uses: all of it, or what the options say.");
    CommandLines.examples(spec, "waybill cache clean --down-to 5GB");
    spec.addOption(
        OptionSpec.builder("--older-than")
            .paramLabel("TIME")
            .type(String.class)
            .description("Only what was not used for so long: 90m, 12h, 30d.")
            .build());
    spec.addOption(
        OptionSpec.builder("--down-to")
            .paramLabel("SIZE")
            .type(String.class)
            .description("Only the longest unused, until so much is left: 500MB, 5GB, 2GiB.")
            .build());
    spec.addOption(
        OptionSpec.builder("--damaged")
            .type(boolean.class)
            .description("Only layers that lost files since they were made; they are made again.")
            .build());
    return spec;
  }

  private Exit show(ParseResult options, Invocation invocation) {
    boolean json = Options.output(options, false) == Options.Output.JSON;
    CacheUsage usage = stock.cleaner(invocation).usage();
    if (json) {
      printJson(invocation, usage);
    } else if (options.hasMatchedOption("--all")) {
      var table = new Table("KIND", "NAME", "SIZE", "LAST USED");
      for (CacheEntry entry : usage.entries()) {
        table.row(
            word(entry),
            entry.name(),
            TransferText.bytes(entry.bytes()),
            time(entry.lastUsedMillis()));
      }
      table.print(invocation.out());
    } else {
      printKinds(invocation, usage);
    }
    return Exit.OK;
  }

  /** To the hour: more is not kept. */
  private static String time(long millis) {
    String text = Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.HOURS).toString();
    return text.substring(0, "2026-11-21T10:00".length()).replace('T', ' ');
  }

  private static String word(CacheEntry entry) {
    return entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void printKinds(Invocation invocation, CacheUsage usage) {
    record Sum(int count, long bytes) {}
    Map<CacheEntry.Kind, Sum> sums = new EnumMap<>(CacheEntry.Kind.class);
    for (CacheEntry.Kind kind : CacheEntry.Kind.values()) {
      sums.put(kind, new Sum(0, 0));
    }
    for (CacheEntry entry : usage.entries()) {
      sums.computeIfPresent(
          entry.kind(), (kind, sum) -> new Sum(sum.count() + 1, sum.bytes() + entry.bytes()));
    }
    var table = new Table("KIND", "COUNT", "SIZE");
    sums.forEach(
        (kind, sum) ->
            table.row(
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                Integer.toString(sum.count()),
                TransferText.bytes(sum.bytes())));
    table.row("all", Integer.toString(usage.entries().size()), TransferText.bytes(usage.bytes()));
    table.print(invocation.out());
  }

  private static void printJson(Invocation invocation, CacheUsage usage) {
    JsonDocument.print(
        invocation.out(),
        json -> {
          json.writeNumberProperty("bytes", usage.bytes());
          json.writeArrayPropertyStart("entries");
          for (CacheEntry entry : usage.entries()) {
            json.writeStartObject();
            json.writeStringProperty("kind", word(entry));
            json.writeStringProperty("name", entry.name());
            json.writeNumberProperty("bytes", entry.bytes());
            json.writeStringProperty("path", entry.path().toString());
            json.writeStringProperty(
                "lastUsed", Instant.ofEpochMilli(entry.lastUsedMillis()).toString());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private Exit clean(ParseResult options, Invocation invocation) {
    boolean older = options.hasMatchedOption("--older-than");
    boolean down = options.hasMatchedOption("--down-to");
    boolean damaged = options.hasMatchedOption("--damaged");
    if ((older ? 1 : 0) + (down ? 1 : 0) + (damaged ? 1 : 0) > 1) {
      throw Failure.of(
              FailureCode.COMMAND_LINE,
              "`--older-than`, `--down-to` and `--damaged` are different ways to choose")
          .withHelp("give one of them, and another in a second command")
          .asException();
    }
    CacheCleaner cleaner = stock.cleaner(invocation);
    CacheCleaner.Cleaned cleaned;
    if (older) {
      Duration age = age(options.matchedOptionValue("--older-than", ""));
      cleaned = cleaner.unusedSince(System.currentTimeMillis() - age.toMillis());
    } else if (down) {
      cleaned = cleaner.downTo(size(options.matchedOptionValue("--down-to", "")));
    } else if (damaged) {
      cleaned = cleaner.damaged();
    } else {
      cleaned = cleaner.all();
    }
    String spared = cleaned.inUse() == 0 ? "" : "; " + cleaned.inUse() + " in use stay";
    invocation
        .out()
        .print(
            "removed "
                + cleaned.removed().size()
                + " entries, "
                + TransferText.bytes(cleaned.bytes())
                + spared
                + "\n");
    invocation.out().flush();
    return Exit.OK;
  }

  private static Duration age(String written) {
    OptionalLong number = number(written, 1);
    if (number.isPresent() && written.endsWith("m")) {
      return Duration.ofMinutes(number.getAsLong());
    }
    if (number.isPresent() && written.endsWith("h")) {
      return Duration.ofHours(number.getAsLong());
    }
    if (number.isPresent() && written.endsWith("d")) {
      return Duration.ofDays(number.getAsLong());
    }
    throw bad("--older-than", written, "90m, 12h or 30d");
  }

  private static long size(String written) {
    String[] units = {"KiB", "MiB", "GiB", "kB", "MB", "GB", "B"};
    long[] factors = {1L << 10, 1L << 20, 1L << 30, 1_000, 1_000_000, 1_000_000_000, 1};
    for (int i = 0; i < units.length; i++) {
      OptionalLong number =
          written.endsWith(units[i]) ? number(written, units[i].length()) : OptionalLong.empty();
      if (number.isPresent()) {
        return number.getAsLong() * factors[i];
      }
    }
    throw bad("--down-to", written, "500MB, 5GB or 2GiB");
  }

  /** What stands before the unit, where that is a number that no sum or product overflows. */
  private static OptionalLong number(String written, int unit) {
    String digits = written.substring(0, Math.max(0, written.length() - unit)).strip();
    try {
      long number = Long.parseLong(digits);
      return number >= 0 && number <= MAX_NUMBER ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static FailureException bad(String option, String written, String wanted) {
    return Failure.of(FailureCode.COMMAND_LINE, "`" + option + "` cannot be `" + written + "`")
        .withHelp("it is like " + wanted)
        .asException();
  }
}
