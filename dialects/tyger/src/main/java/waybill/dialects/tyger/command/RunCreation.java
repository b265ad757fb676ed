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
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.written.RunJson;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.model.document.SpecObject;

/** {@code tyger run create|exec}: makes runs. */
final class RunCreation {
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
            this::exec);
    CommandLines.examples(
        spec,
        "tyger run exec -f run.yml <in >out",
        "tyger run exec -c NAME -b input=_ -b output=_ --logs <in >out");
    RunOptions.addTo(spec);
    CommandOptions.flag(spec, "What the run writes, as remarks.", "--logs");
    CommandOptions.flag(spec, "With the time of each line.", "--timestamps");
    CommandOptions.text(spec, "SIZE", "Bytes of a blob; 4M if not said.", "--block-size");
    CommandOptions.text(spec, "N", "How many blobs are sent at a time.", "--write-dop");
    CommandOptions.text(spec, "N", "How many blobs are fetched at a time.", "--read-dop");
    CommandOptions.flag(spec, "Ctrl-C cancels the run, too.", "--cancel-on-interrupt");
    LogOptions.addTo(spec);
    return spec;
  }

  private Exit exec(ParseResult options, Invocation invocation) {
    Transfers.Writing usual = Transfers.Writing.DEFAULT;
    WrittenRun wanted = wanted(options, invocation);
    var writing =
        new Transfers.Writing(
            BufferContent.dop(options, "--write-dop", usual.dop()),
            BufferContent.blockSize(options, usual.blockSize()),
            usual.flushInterval());
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
                  CommandOptions.has(options, "--logs"),
                  CommandOptions.has(options, "--timestamps"),
                  CommandOptions.has(options, "--cancel-on-interrupt"));
          try (var progress = ExecProgress.open(invocation, open)) {
            var log = LogOptions.of(options, invocation, progress::print);
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
