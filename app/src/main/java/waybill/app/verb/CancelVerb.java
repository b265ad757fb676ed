package waybill.app.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.engine.store.RunRecord;
import waybill.model.task.Outcome.Canceller;

/** {@code waybill cancel RUN…}: asks runs to end. */
final class CancelVerb {
  private final Supplier<RunDesk> desk;

  CancelVerb(Supplier<RunDesk> desk) {
    this.desk = desk;
  }

  CommandSpec spec() {
    CommandSpec spec = CommandLines.command("cancel", this::run);
    spec.usageMessage().description("Ends runs that go on; one that is over stays as it is.");
    CommandLines.examples(spec, "waybill cancel 142", "waybill cancel @running");
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .arity("1..*")
            .required(true)
            .paramLabel("RUN")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("A number, @running, or the beginning of a run's id.")
            .build());
    return spec;
  }

  private Exit run(ParseResult options, Invocation invocation) {
    List<String> names = options.matchedPositionalValue(0, List.of());
    var runs = new ArrayList<RunRecord>();
    for (String name : names) {
      runs.add(RunNames.find(desk.get().journal(), name)); // all are known before one is ended
    }
    for (RunRecord run : runs) {
      boolean asked =
          desk.get().live().cancel(run.number(), Canceller.USER) || desk.get().stop().test(run);
      invocation
          .out()
          .print("run " + run.number() + (asked ? " is asked to end" : was(run.number())) + "\n");
    }
    invocation.out().flush();
    return Exit.OK;
  }

  /** Looked at anew: it may have ended since it was found. */
  private String was(long number) {
    return desk.get()
        .journal()
        .run(number)
        .flatMap(RunRecord::ended)
        .map(end -> " is over already: " + RunWords.word(end.ending()))
        .orElse(" is ending already");
  }
}
