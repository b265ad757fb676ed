package waybill.dialects.opspec.command;

import picocli.CommandLine.Model.CommandSpec;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.opspec.show.RunShow;

/** {@code opctl events}: what has happened, and then what happens. */
final class EventsCommand {
  private final OpWorkplace workplace;

  EventsCommand(OpWorkplace workplace) {
    this.workplace = workplace;
  }

  CommandSpec spec(Globals globals) {
    CommandSpec spec =
        Opctl.command("events", globals, (options, invocation) -> follow(invocation));
    spec.usageMessage()
        .description(
            "Shows everything that is remembered of all runs, then what happens, until Ctrl-C.");
    return spec;
  }

  private Exit follow(Invocation invocation) {
    Thread self = Thread.currentThread();
    try (Interrupts.Registration _ =
        invocation.interrupts().onInterrupt(signal -> self.interrupt())) {
      new RunShow(workplace.journal(), invocation).followAll();
      return Exit.OK;
    } catch (InterruptedException asked) {
      // This thread serves the next command when this one is over.
      return new Exit.Status(Opctl.INTERRUPTED);
    }
  }
}
