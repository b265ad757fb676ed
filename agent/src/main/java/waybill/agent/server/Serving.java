package waybill.agent.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import waybill.agent.wire.Content;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Link;
import waybill.agent.wire.Request;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.SafeCommand;

/**
 * A command that runs here for a client: everything that a process of its own would give it comes
 * from the connection, and goes there.
 */
final class Serving implements Interrupts {
  private static final int SIGHUP = 1;
  private static final int BUFFER = 8192;

  private final Link link;
  private final Outbox outbox;
  private final RemoteInput in;
  private final RemoteOutput out;
  private final RemoteOutput err;
  private final RemoteTerminal terminal;
  private final Invocation invocation;
  private final List<IntConsumer> receivers = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private boolean over;

  Serving(Link link, Request request, Command command) {
    this.link = link;
    this.outbox = new Outbox(link);
    this.in = new RemoteInput(outbox);
    this.out = new RemoteOutput(outbox, FrameKind.STDOUT);
    this.err = new RemoteOutput(outbox, FrameKind.STDERR);
    this.terminal = new RemoteTerminal(request.screen(), outbox);
    this.invocation =
        new Invocation(
            request.arguments(),
            in,
            print(out),
            print(err),
            request.environment(),
            Path.of(request.directory()),
            terminal,
            this);
    this.thread = Thread.ofVirtual().name(request.program()).unstarted(() -> finish(run(command)));
  }

  private static PrintStream print(RemoteOutput stream) {
    return new PrintStream(new BufferedOutputStream(stream, BUFFER), false, StandardCharsets.UTF_8);
  }

  /** Runs the command, and passes on what the client sends, until one of them is over. */
  void serve() throws InterruptedException {
    thread.start();
    try {
      while (true) {
        handle(link.receive(FrameKind.MAX_CONTENT));
      }
    } catch (IOException e) {
      callerHasGone();
    }
    thread.join();
  }

  private Exit run(Command command) {
    Exit exit = SafeCommand.run(command, invocation);
    invocation.out().flush();
    invocation.err().flush();
    return exit;
  }

  private void finish(Exit exit) {
    synchronized (this) {
      over = true;
    }
    tell(exit);
    hangUp();
  }

  private void tell(Exit exit) {
    outbox.putLast(
        FrameKind.EXIT,
        switch (exit) {
          case Exit.Status(int code) -> new Content().flag(false).number(code);
          case Exit.BySignal(int signal) -> new Content().flag(true).number(signal);
        });
  }

  private void hangUp() {
    try {
      link.close();
    } catch (IOException e) {
      return; // closed is closed
    }
  }

  private void handle(Frame frame) throws IOException {
    switch (frame.kind()) {
      case FrameKind.INPUT -> in.take(frame.rest());
      case FrameKind.SIGNAL -> signal(frame.number());
      case FrameKind.WINDOW -> terminal.window(frame);
      case FrameKind.ECHOED -> terminal.echoed(frame.flag());
      case FrameKind.BROKEN -> (frame.number() == 1 ? out : err).breakOff();
      default -> throw new IOException("a frame of kind " + frame.kind()); // no enum on the wire
    }
  }

  private void callerHasGone() {
    outbox.breakOff();
    in.end();
    terminal.end();
    synchronized (this) {
      if (over) {
        return;
      }
    }
    signal(SIGHUP);
  }

  /** To who wants to know of it; else it does what it would do to a process. */
  private void signal(int number) {
    if (receivers.isEmpty()) {
      tell(new Exit.BySignal(number));
      thread.interrupt();
      return;
    }
    for (IntConsumer receiver : receivers) {
      Thread.ofVirtual().name("signal").start(() -> receiver.accept(number));
    }
  }

  /** The agent ends, and the command has not listened to anything. */
  void interrupt() {
    thread.interrupt();
  }

  @Override
  public Registration onInterrupt(IntConsumer receiver) {
    var registered = new Registered(receiver);
    receivers.add(registered);
    return () -> receivers.remove(registered);
  }

  /** The same receiver may be registered twice. */
  private static final class Registered implements IntConsumer {
    private final IntConsumer receiver;

    Registered(IntConsumer receiver) {
      this.receiver = receiver;
    }

    @Override
    public void accept(int number) {
      receiver.accept(number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
