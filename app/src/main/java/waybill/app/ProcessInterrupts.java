package waybill.app;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import waybill.cli.Interrupts;

/**
 * SIGINT, SIGTERM and SIGHUP of this process, as far as Java without internal classes lets us know
 * of them: they begin the JVM's shutdown, whose hook tells the command and waits until it has put
 * everything away; then the JVM ends with 128 and the signal's number, as shells report it. Which
 * signal it was is not known here.
 */
final class ProcessInterrupts implements Interrupts {
  private static final int SIGINT = 2;

  private final List<IntConsumer> handlers = new CopyOnWriteArrayList<>();
  private final CountDownLatch commandOver = new CountDownLatch(1);
  private boolean hooked;

  @Override
  public synchronized Registration onInterrupt(IntConsumer handler) {
    handlers.add(handler);
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "waybill-interrupt"));
    }
    return () -> handlers.remove(handler);
  }

  /**
   * Called before the process ends by itself: the hook must not wait for a command that is over.
   */
  void commandIsOver() {
    commandOver.countDown();
  }

  private void shutDown() {
    if (commandOver.getCount() == 0) {
      return;
    }
    for (IntConsumer handler : handlers) {
      handler.accept(SIGINT);
    }
    try {
      commandOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then the kernel ends the tasks with us
    }
  }
}
