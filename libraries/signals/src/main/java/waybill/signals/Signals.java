package waybill.signals;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Signals that the process gets. */
public final class Signals {
  private Signals() {}

  /** Something to do when a signal comes. */
  public interface Receiver {
    /** Called on a thread of its own for each signal; signals of one number one after the other. */
    void received(int number);
  }

  /**
   * Until it is closed, the signal goes to the receiver; then it means again what it did before.
   */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a signal over from the JVM.
   *
   * @param name without {@code SIG}: {@code INT}, {@code WINCH}
   * @return a registration that does nothing where the signal cannot be had, as when the process
   *     was started with it ignored
   */
  public static Registration on(String name, Receiver receiver) {
    Signal signal = new Signal(name);
    SignalHandler before;
    try {
      before = Signal.handle(signal, came -> receiver.received(came.getNumber()));
    } catch (IllegalArgumentException taken) {
      return () -> {}; // the JVM or the system keeps it for itself
    }
    return () -> Signal.handle(signal, before);
  }
}
