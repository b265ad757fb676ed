package waybill.app.agent;

import java.util.function.IntConsumer;
import waybill.cli.Interrupts;
import waybill.signals.Signals;

/** Signals that ask this process to end, each told by its number, while somebody wants to know. */
final class SignalInterrupts implements Interrupts {

  @Override
  public Registration onInterrupt(IntConsumer receiver) {
    Signals.Receiver tell = receiver::accept;
    Signals.Registration interrupt = Signals.on("INT", tell);
    Signals.Registration end = Signals.on("TERM", tell);
    Signals.Registration hangUp = Signals.on("HUP", tell);
    return () -> {
      interrupt.close();
      end.close();
      hangUp.close();
    };
  }
}
