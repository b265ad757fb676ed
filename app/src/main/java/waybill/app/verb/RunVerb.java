package waybill.app.verb;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.cli.ProgressArea;
import waybill.cli.ProgressMode;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.run.StreamRun;
import waybill.dialects.maelstrom.run.Voice;
import waybill.dialects.maelstrom.written.JobReader;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.engine.event.EventSink;
import waybill.engine.event.JsonLinesEventSink;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** {@code waybill run FILE}: runs what the file says, and speaks as our own verbs do. */
public final class RunVerb {
  private static final int MAX_SLOTS = 1000;

  private final Workshop workshop;

  public RunVerb(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("run", this::run);
    spec.usageMessage().description("Runs the jobs of a file and prints what each of them wrote.");
    CommandLines.examples(spec, "waybill run jobs.json", "waybill run jobs.json --output events");
    Options.file(spec);
    Options.kind(spec);
    Options.version(spec);
    Options.output(spec, "text, json, events");
    spec.addOption(
        OptionSpec.builder("--slots")
            .paramLabel("N")
            .type(Integer.class)
            .description(
                "How many jobs run at a time; as many as there are processors if not said.")
            .build());
    spec.addOption(
        OptionSpec.builder("-q", "--quiet")
            .type(boolean.class)
            .description("Show no progress.")
            .build());
    return spec;
  }

  /** What was asked for on the command line. */
  private record Wish(SpecFile file, SpecVersion version, int slots) {}

  private Exit run(ParseResult options, Invocation invocation) {
    SpecFile file = SpecFile.of(Options.file(options), invocation.directory());
    Options.Output output = Options.output(options, true);
    var wish = new Wish(file, Options.version(options, invocation), slots(options));
    file.requireJobs(Options.kind(options));
    return switch (output) {
      case TEXT -> runForPeople(wish, invocation, options.hasMatchedOption("--quiet"));
      case EVENTS ->
          run(
              wish,
              invocation,
              new OwnVoice(file, invocation, invocation.err(), ProgressArea.NONE),
              new JsonLinesEventSink(invocation.out()),
              Optional.empty());
      case JSON ->
          run(wish, invocation, new JsonVoice(file, invocation), EventSink.NONE, Optional.empty());
    };
  }

  private Exit runForPeople(Wish wish, Invocation invocation, boolean quiet) {
    var view = new RunView();
    ProgressMode mode =
        quiet
            ? ProgressMode.OFF
            : ProgressMode.suiting(invocation.terminal(), invocation.environment());
    try (ProgressArea progress = ProgressArea.open(mode, invocation, view)) {
      var voice = new OwnVoice(wish.file(), invocation, invocation.out(), progress);
      return run(wish, invocation, voice, view, Optional.of(view));
    }
  }

  private Exit run(
      Wish wish,
      Invocation invocation,
      Voice voice,
      EventSink events,
      Optional<Preparations> news) {
    try (InputStream in = wish.file().open()) {
      var reader = JobReader.of(wish.version(), in);
      return new StreamRun(StreamRun.Jobs.ALL, wish.slots(), voice, invocation.interrupts())
          .run(reader::next, () -> workshop.workplace(invocation, wish.slots(), events, news));
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.INPUT_MISSING,
              "cannot read " + wish.file().name() + ": " + e.getMessage()),
          e);
    }
  }

  private static int slots(ParseResult options) {
    int slots = options.matchedOptionValue("--slots", Runtime.getRuntime().availableProcessors());
    if (slots < 1 || slots > MAX_SLOTS) {
      throw Failure.of(FailureCode.COMMAND_LINE, "`--slots` is a number from 1 to " + MAX_SLOTS)
          .asException();
    }
    return slots;
  }
}
