package waybill.cli;

import java.util.function.IntConsumer;

/** Tells a command that somebody wants it to end: Ctrl-C, or a signal that asks for the same. */
public interface Interrupts {

  /** Nobody ever does. */
  Interrupts NONE = handler -> () -> {};

  /**
   * Calls the handler, on a thread of its own, at most once. The command goes on until it has put
   * everything away.
   *
   * @param handler gets the signal's number
   */
  Registration onInterrupt(IntConsumer handler);

  /** Until it is closed, the handler is called. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
