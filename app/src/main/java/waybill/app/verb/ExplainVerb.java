package waybill.app.verb;

import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.dialects.maelstrom.explain.TaskDescription;

/** {@code waybill explain FILE}: what would run, with everything settled; nothing is run. */
public final class ExplainVerb {
  private final Workshop workshop;

  public ExplainVerb(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Its command line. */
  public CommandSpec spec() {
    CommandSpec spec = CommandLines.command("explain", this::run);
    spec.usageMessage()
        .description(
            "Shows the tasks that a file comes to, with everything settled; runs nothing.");
    CommandLines.examples(spec, "waybill explain jobs.json", "waybill explain jobs.json -o json");
    Options.file(spec);
    Options.kind(spec);
    Options.version(spec);
    Options.output(spec, "text, json");
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    SpecFile file = SpecFile.of(Options.file(options), invocation.directory());
    boolean json = Options.output(options, false) == Options.Output.JSON;
    file.requireKnownKind(Options.kind(options));
    PrintStream out = invocation.out();
    String[] separator = {json ? "{\"v\":1,\"tasks\":[\n" : ""};
    MaelstromLanguage.explain(
        Options.version(options, invocation),
        file.whole(),
        workshop.taskMaker(invocation),
        task -> {
          out.print(separator[0]);
          out.print(json ? TaskDescription.json(task) : TaskDescription.text(task));
          separator[0] = json ? ",\n" : "\n";
        });
    if (json) {
      out.print(separator[0].startsWith("{") ? separator[0] + "]}\n" : "\n]}\n");
    }
    out.flush();
    return Exit.OK;
  }
}
