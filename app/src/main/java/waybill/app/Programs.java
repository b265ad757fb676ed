package waybill.app;

import java.util.List;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.maelstrom.command.MaelstromRun;
import waybill.engine.event.EventSink;

/** stand-in. */
final class Programs {
  private Programs() {}

  static Exit run(Invocation invocation) {
    List<String> arguments = invocation.arguments();
    if (!arguments.isEmpty() && arguments.getFirst().equals("maelstrom-run")) {
      var inner =
          new Invocation(
              arguments.subList(1, arguments.size()),
              invocation.in(),
              invocation.out(),
              invocation.err(),
              invocation.environment(),
              invocation.directory(),
              invocation.terminal(),
              invocation.interrupts());
      return new MaelstromRun(
              (settings, i) ->
                  new Wiring(i.environment(), i.directory()).workplace(settings, EventSink.NONE),
              "0.1.0")
          .run(inner);
    }
    if (arguments.equals(List.of("aot-training"))) {
      return Training.run(invocation);
    }
    return new Exit.Status(2);
  }
}
