package waybill.dialects.tyger.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.CommandOptions;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.tyger.buffer.BufferReader;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.client.ApiTarget;
import waybill.dialects.tyger.command.transfer.Transfers;
import waybill.dialects.tyger.log.LogLines;
import waybill.dialects.tyger.problem.CommandLineError;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.written.RunJson;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.model.document.SpecObject;

/** {@code tyger run create|exec}: makes runs. */
final class RunCreation {
  private static final String QUIET = "--quiet";
  private static final String OUTPUT = "--output";
  private static final String TEXT = "text";

  private final Tyger.Server server;

  RunCreation(Tyger.Server server) {
    this.server = server;
  }

  CommandSpec create() {
    CommandSpec spec =
        Verb.command(
            "create",
            "Begins a run and prints its number.",
            (options, invocation) -> {
              WrittenRun run = wanted(options, invocation);
              return Verb.ask(
                  server,
                  invocation,
                  api -> Verb.answer(invocation, ApiClient.number(begin(api, run), "id") + "\n"));
            });
    CommandLines.examples(
        spec,
        "tyger run create -c NAME -b input=ID1 -b output=ID2",
        "tyger run create -f run.yml --tag scan=7");
    RunOptions.addTo(spec);
    return spec;
  }

  CommandSpec exec() {
    CommandSpec spec =
        Verb.command(
            "exec",
            "Runs from standard input to standard output, and ends with the run.",
            (options, invocation) -> exec(options, invocation, Manner.TOOL));
    CommandLines.examples(
        spec,
        "tyger run exec -f run.yml <in >out",
        "tyger run exec -c NAME -b input=_ -b output=_ --logs <in >out");
    CommandOptions.flag(spec, "What the run writes, as remarks.", "--logs");
    CommandOptions.flag(spec, "Ctrl-C cancels the run, too.", "--cancel-on-interrupt");
    return withOptions(spec);
  }

  /** The same as a verb of ours, which fails as they do. */
  CommandSpec run() {
    CommandSpec spec =
        CommandLines.command(
            "run",
            (options, invocation) -> {
              String form = CommandOptions.text(options, OUTPUT).orElse(TEXT);
              if (!form.equals(TEXT)) {
                throw Verb.wrong("`--output " + form + "` is for files of jobs, not for this one");
              }
              try {
                return exec(options, invocation, Manner.OWN);
              } catch (UnparsableFile e) {
                throw e.problems();
              } catch (CommandLineError e) {
                throw Verb.wrong(e.text());
              }
            });
    spec.usageMessage()
        .description("Runs from standard input to standard output, and ends with the run.");
    CommandLines.examples(spec, "waybill run run.yml <in >out");
    CommandOptions.flag(spec, "Say nothing unless it fails.", "-q", QUIET);
    CommandOptions.text(spec, "FORM", "Only `text`: the output is the run's.", "-o", OUTPUT);
    CommandOptions.flag(spec, "Taken for granted: what the run writes is shown.", "--logs");
    CommandOptions.flag(
        spec, "Taken for granted: Ctrl-C cancels the run.", "--cancel-on-interrupt");
    return withOptions(spec);
  }

  private static CommandSpec withOptions(CommandSpec spec) {
    RunOptions.addTo(spec);
    CommandOptions.flag(spec, "With the time of each line.", "--timestamps");
    CommandOptions.text(spec, "SIZE", "Bytes of a blob; 4M if not said.", "--block-size");
    CommandOptions.text(
        spec, "N", "How many blobs are sent at a time; 16 if not said.", "--write-dop");
    CommandOptions.text(
        spec, "N", "How many blobs are fetched at a time; 32 if not said.", "--read-dop");
    LogOptions.addTo(spec);
    return spec;
  }

  private Exit exec(ParseResult options, Invocation invocation, Manner manner) {
    Transfers.Writing usual = Transfers.Writing.DEFAULT;
    WrittenRun wanted = wanted(options, invocation);
    var writing =
        new Transfers.Writing(
            BufferContent.dop(options, "--write-dop", usual.dop()),
            BufferContent.blockSize(options, usual.blockSize()),
            usual.flushInterval());
    boolean own = manner == Manner.OWN;
    int readers = BufferContent.dop(options, "--read-dop", BufferReader.READERS);
    return Verb.ask(
        server,
        invocation,
        api -> {
          Parameters open = Parameters.unmapped(wanted, api);
          var wish =
              new RunExec.Wish(
                  open.run(),
                  writing,
                  readers,
                  own || CommandOptions.has(options, "--logs"),
                  CommandOptions.has(options, "--timestamps"),
                  own || CommandOptions.has(options, "--cancel-on-interrupt"),
                  manner);
          boolean quiet = own && CommandOptions.has(options, QUIET);
          try (var progress = ExecProgress.open(invocation, open, quiet, manner.pause())) {
            var least = quiet ? LogLines.Level.WARN : LogLines.Level.INFO;
            var log = LogOptions.of(options, invocation, least, progress::print);
            return new RunExec(api, invocation, wish, progress, log).run(open);
          }
        });
  }

  private static WrittenRun wanted(ParseResult options, Invocation invocation) {
    WrittenRun run = RunOptions.of(options, invocation);
    if (run.job().codespec().isEmpty()) {
      throw Verb.wrong(CommandTexts.NO_CODESPEC);
    }
    return run;
  }

  /** The run as the server has made it. */
  static SpecObject begin(ApiClient api, WrittenRun run) throws InterruptedException {
    return ApiClient.object(api.post(ApiTarget.of("runs"), RunJson.write(run)).json());
  }
}
