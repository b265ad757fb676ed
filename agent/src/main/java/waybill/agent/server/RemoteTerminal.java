package waybill.agent.server;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import waybill.agent.wire.Content;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Request.Screen;
import waybill.cli.Interrupts;
import waybill.cli.Terminal;

/** The client's terminal. Its size is asked for when first wanted, and from then on it is told. */
final class RemoteTerminal implements Terminal {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;
  private static final int MAX_SIZE = 10_000;

  /** A client answers at once; one that is stopped must not stop who draws. */
  private static final long ANSWER_MILLIS = 2_000;

  private final Screen screen;
  private final Outbox outbox;
  private final List<Runnable> resized = new CopyOnWriteArrayList<>();
  private int columns = COLUMNS;
  private int rows = ROWS;
  private boolean asked;
  private boolean known;
  private boolean echoAnswered;
  private boolean echoDone;
  private boolean gone;

  RemoteTerminal(Screen screen, Outbox outbox) {
    this.screen = screen;
    this.outbox = outbox;
  }

  @Override
  public boolean inIsTerminal() {
    return screen.in();
  }

  @Override
  public boolean outIsTerminal() {
    return screen.out();
  }

  @Override
  public boolean errIsTerminal() {
    return screen.err();
  }

  @Override
  public boolean colours() {
    return screen.colours();
  }

  @Override
  public boolean unicode() {
    return screen.unicode();
  }

  @Override
  public synchronized int columns() {
    learn();
    return columns;
  }

  @Override
  public synchronized int rows() {
    learn();
    return rows;
  }

  @Override
  public Interrupts.Registration onResize(Runnable receiver) {
    resized.add(receiver);
    synchronized (this) {
      learn();
    }
    return () -> resized.remove(receiver);
  }

  private synchronized void learn() {
    if (!asked) {
      asked = true;
      if (send(FrameKind.WANT_WINDOW, new Content())) {
        await(true);
      }
    }
  }

  @Override
  public synchronized boolean echo(boolean on) {
    echoAnswered = false;
    echoDone = false;
    if (screen.in() && send(FrameKind.ECHO, new Content().flag(on))) {
      await(false);
    }
    return echoDone;
  }

  private boolean send(int kind, Content content) {
    try {
      outbox.put(kind, content);
      return true;
    } catch (IOException e) {
      return false; // nobody is there any more
    }
  }

  private synchronized void await(boolean forWindow) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    try {
      while (!(forWindow ? known : echoAnswered) && !gone) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The size came, asked for or by itself. */
  void window(Frame frame) throws IOException {
    int width = frame.number();
    int height = frame.number();
    boolean news;
    synchronized (this) {
      news = known;
      known = true;
      columns = Math.clamp(width, 1, MAX_SIZE);
      rows = Math.clamp(height, 1, MAX_SIZE);
      notifyAll();
    }
    if (news) {
      for (Runnable receiver : resized) {
        Thread.ofVirtual().start(receiver);
      }
    }
  }

  synchronized void echoed(boolean done) {
    echoAnswered = true;
    echoDone = done;
    notifyAll();
  }

  /** No answer comes any more. */
  synchronized void end() {
    gone = true;
    notifyAll();
  }
}
