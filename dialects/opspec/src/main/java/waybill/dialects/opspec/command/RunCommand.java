package waybill.dialects.opspec.command;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waybill.cli.CommandLines;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.opspec.call.OpOrder;
import waybill.dialects.opspec.call.OpRun;
import waybill.dialects.opspec.call.OpRuns;
import waybill.dialects.opspec.parameter.ParameterBinder;
import waybill.dialects.opspec.parameter.Parameters;
import waybill.dialects.opspec.reference.Evaluator;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.show.RunShow;
import waybill.dialects.opspec.source.LoadedOp;
import waybill.dialects.opspec.value.Value;
import waybill.engine.event.Event.Ending;

/** {@code opctl run}: runs an op and shows it until it is over. */
final class RunCommand {
  private final OpWorkplace workplace;
  private final Parameters parameters;
  private final Expressions expressions;

  RunCommand(OpWorkplace workplace) {
    this.workplace = workplace;
    this.expressions = new Evaluator();
    this.parameters = new ParameterBinder(expressions);
  }

  private OpRuns runs(Invocation invocation) {
    return new OpRuns(
        workplace.journal(),
        workplace.live(),
        expressions,
        parameters,
        workplace.containers().of(invocation),
        workplace.runs(),
        workplace.removal());
  }

  CommandSpec spec(Globals globals) {
    CommandSpec spec = Opctl.command("run", globals, this::run);
    spec.usageMessage()
        .description(
            "Runs an op. Inputs that are not given come from the arguments' file, from variables of"
                + " their name, from their defaults, or are asked for.");
    CommandLines.examples(
        spec, "opctl run build", "opctl run ./ops/deploy -a env=test -a dir=./src");
    opRef(spec);
    spec.addOption(
        OptionSpec.builder("-a", "--args")
            .paramLabel("NAME=VALUE")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The value of an input. May be given again for others.")
            .build());
    spec.addOption(
        OptionSpec.builder("--arg-file")
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "YAML with values of inputs; "
                    + ArgumentFile.USUAL
                    + " if not said. Also OPCTL_RUN_ARG_FILE.")
            .build());
    spec.addOption(
        OptionSpec.builder("--no-progress")
            .type(boolean.class)
            .description("Draw no tree of calls and give no signs of life.")
            .build());
    spec.addOption(
        OptionSpec.builder("--outputs")
            .type(boolean.class)
            .description(
                "Write the op's outputs to standard output as one JSON object, and everything else"
                    + " to standard error.")
            .build());
    return spec;
  }

  /** The op that a verb is about. */
  static void opRef(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("1")
            .paramLabel("OP_REF")
            .type(String.class)
            .description(
                "A folder with an op.yml: its path below .opspec, from here, or the whole path.")
            .build());
  }

  private Exit run(ParseResult options, Invocation invocation) {
    OpRef ref = OpRef.find(options.matchedPositionalValue(0, ""), invocation.directory());
    LoadedOp op = OpFile.read(ref, invocation);
    Map<String, Value> arguments =
        new RootArguments(parameters, op, invocation)
            .find(
                GivenArguments.of(options.matchedOptionValue("--args", List.of()), op.op()),
                ArgumentFile.read(
                    options.matchedOptionValue(
                        "--arg-file",
                        invocation.environment().getOrDefault("OPCTL_RUN_ARG_FILE", "")),
                    invocation.directory()));
    boolean outputs = options.hasMatchedOption("--outputs");
    boolean progress =
        !options.hasMatchedOption("--no-progress")
            && !Globals.isOn(invocation.environment(), "OPCTL_RUN_NO_PROGRESS");
    var order = new OpOrder(ref.written(), op, arguments, invocation.directory());
    return follow(order, new RunShow.Choice(progress, outputs), invocation);
  }

  private Exit follow(OpOrder order, RunShow.Choice choice, Invocation invocation) {
    var stopping = new Stopping(workplace.live(), invocation);
    try (Interrupts.Registration _ =
        invocation.interrupts().onInterrupt(signal -> stopping.interrupted())) {
      OpRun run = runs(invocation).start(order);
      stopping.began(run.number());
      Ending ending = new RunShow(workplace.journal(), invocation).follow(run.number(), choice);
      boolean succeeded = ending instanceof Ending.Succeeded;
      return succeeded && choice.answersToErr() ? outputs(run.outputs(), invocation) : exit(ending);
    } catch (InterruptedException forced) {
      // The run ends by itself from here on; `waybill ps` shows it as long as it takes.
      return new Exit.Status(Opctl.INTERRUPTED);
    }
  }

  private static Exit outputs(String json, Invocation invocation) {
    invocation.out().print(json + "\n");
    return invocation.out().checkError() ? new Exit.Status(Opctl.FAILED) : Exit.OK;
  }

  private static Exit exit(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _, Ending.Skipped _ -> Exit.OK;
      case Ending.Failed _ -> new Exit.Status(Opctl.FAILED);
      case Ending.Killed _ -> new Exit.Status(Opctl.KILLED);
    };
  }
}
