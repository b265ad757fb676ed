package waybill.cli;

import java.util.function.IntConsumer;

/** How a command learns that somebody wants it to end. */
public interface Interrupts {

  /** For commands that nobody can interrupt. */
  Interrupts NONE = receiver -> () -> {};

  /**
   * Calls the receiver with the number of each signal that asks to end (SIGINT 2, SIGTERM 15,
   * SIGHUP 1), on a thread of its own, until the registration is closed. Until then such a signal
   * does not end the process by itself.
   */
  Registration onInterrupt(IntConsumer signalNumber);

  /** Ends when closed, which may happen more than once. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
