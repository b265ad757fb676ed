package waybill.app.verb;

import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.BacalhauLanguage;
import waybill.dialects.bacalhau.JobExplanation;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.dialects.maelstrom.explain.TaskDescription;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.dialects.opspec.explain.OpExplanation;
import waybill.dialects.tyger.TygerExplanation;
import waybill.dialects.tyger.TygerLanguage;

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
            "Shows the tasks that a file comes to, or the job, run or codespec, with everything"
                + " settled, or the calls of an op; runs nothing.");
    CommandLines.examples(
        spec,
        "waybill explain jobs.json",
        "waybill explain jobs.json -o json",
        "waybill explain ./.opspec/build");
    Options.file(spec);
    Options.kind(spec);
    Options.version(spec);
    Options.template(spec);
    Options.output(spec, "text, json");
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    SpecFile file = SpecFile.of(Options.file(options), invocation.directory());
    boolean json = Options.output(options, false) == Options.Output.JSON;
    return switch (file.kind(Options.kind(options))) {
      case OPSPEC -> explainOp(file, invocation, json);
      case MAELSTROM -> explainJobs(file, options, invocation, json);
      case BACALHAU -> explainJob(file, options, invocation, json);
      case TYGER -> explainRun(file, invocation, json);
    };
  }

  private static Exit explainRun(SpecFile file, Invocation invocation, boolean json) {
    TygerExplanation explanation = TygerLanguage.explain(file.whole());
    if (json) {
      JsonDocument.print(invocation.out(), explanation::write);
    } else {
      invocation.out().print(explanation.text());
      invocation.out().flush();
    }
    return Exit.OK;
  }

  private static Exit explainJob(
      SpecFile file, ParseResult options, Invocation invocation, boolean json) {
    JobExplanation explanation =
        BacalhauLanguage.explain(file.whole(), Options.template(options, invocation));
    if (json) {
      JsonDocument.print(invocation.out(), explanation::write);
    } else {
      invocation.out().print(explanation.text());
      invocation.out().flush();
    }
    return Exit.OK;
  }

  private static Exit explainOp(SpecFile file, Invocation invocation, boolean json) {
    OpExplanation explanation = OpspecLanguage.explain(file.whole(), file.folder());
    if (json) {
      JsonDocument.print(invocation.out(), explanation::write);
    } else {
      invocation.out().print(explanation.text(invocation.terminal().unicode()));
      invocation.out().flush();
    }
    return Exit.OK;
  }

  private Exit explainJobs(
      SpecFile file, ParseResult options, Invocation invocation, boolean json) {
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
