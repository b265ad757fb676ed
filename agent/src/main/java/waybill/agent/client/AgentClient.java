package waybill.agent.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import waybill.agent.wire.Content;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Link;
import waybill.agent.wire.Request;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Runs a command in the agent: sends what it was called with, and is its hands and eyes until it is
 * over. Holds no more of its streams than one piece.
 */
public final class AgentClient {
  private static final int SIGINT = 2;

  /** So often one presses Ctrl-C who does not want to wait for the agent any more. */
  private static final int PATIENCE = 3;

  private final Link link;
  private final Invocation invocation;
  private boolean outBroken;
  private boolean errBroken;
  private boolean echoOff;
  private int interrupts;
  private Interrupts.Registration resizes = () -> {};
  private InputPump input = InputPump.NONE;

  private AgentClient(Link link, Invocation invocation) {
    this.link = link;
    this.invocation = invocation;
  }

  /**
   * Runs a program of the agent's, which is started if there is none.
   *
   * @throws FailureException when there can be none, or it is lost
   */
  public static Exit run(AgentPlace place, String program, Invocation invocation) {
    try (Link link = Door.open(place)) {
      var client = new AgentClient(link, invocation);
      link.send(
          FrameKind.REQUEST,
          new Request(
                  program,
                  invocation.arguments(),
                  invocation.environment(),
                  invocation.directory().toString(),
                  Request.Screen.of(invocation.terminal()))
              .content());
      return client.serve();
    } catch (IOException e) {
      throw new FailureException(lost(place, e), e);
    }
  }

  private static Failure lost(AgentPlace place, IOException e) {
    String why =
        e instanceof EOFException || "Connection reset".equals(e.getMessage())
            ? "it has died"
            : String.valueOf(e.getMessage());
    return Failure.of(FailureCode.AGENT_LOST, "the connection to the agent broke: " + why)
        .withHelp(
            "its last words are in "
                + place.log()
                + "; `waybill ps -a` says what became of its runs");
  }

  private Exit serve() throws IOException {
    Interrupts.Registration signals = invocation.interrupts().onInterrupt(this::signal);
    try {
      while (true) {
        Frame frame = link.receive(FrameKind.MAX_CONTENT);
        if (frame.kind() == FrameKind.EXIT) {
          return exit(frame);
        }
        handle(frame);
      }
    } catch (IOException e) {
      if (gaveUp()) {
        return new Exit.BySignal(SIGINT);
      }
      throw e;
    } finally {
      signals.close();
      resizes.close();
      if (echoOff) {
        invocation.terminal().echo(true);
      }
    }
  }

  private static Exit exit(Frame frame) throws IOException {
    boolean bySignal = frame.flag();
    int number = frame.number();
    return bySignal ? new Exit.BySignal(number) : new Exit.Status(number);
  }

  private void handle(Frame frame) throws IOException {
    switch (frame.kind()) {
      case FrameKind.STDOUT -> {
        if (!outBroken && !write(invocation.out(), frame)) {
          outBroken = true;
          reply(FrameKind.BROKEN, new Content().number(1));
        }
      }
      case FrameKind.STDERR -> {
        if (!errBroken && !write(invocation.err(), frame)) {
          errBroken = true;
          reply(FrameKind.BROKEN, new Content().number(2));
        }
      }
      case FrameKind.WANT_INPUT -> input = input.want(link, invocation.in(), frame.number());
      case FrameKind.WANT_WINDOW -> {
        resizes.close();
        resizes = invocation.terminal().onResize(this::tellWindow);
        tellWindow();
      }
      case FrameKind.ECHO -> {
        boolean on = frame.flag();
        boolean done = invocation.terminal().echo(on);
        echoOff = done && !on;
        reply(FrameKind.ECHOED, new Content().flag(done));
      }
      default -> throw new IOException("a frame of kind " + frame.kind()); // no enum on the wire
    }
  }

  private static boolean write(PrintStream stream, Frame frame) {
    byte[] bytes = frame.content().array();
    stream.write(bytes, 0, bytes.length);
    stream.flush();
    return !stream.checkError();
  }

  private void tellWindow() {
    reply(
        FrameKind.WINDOW,
        new Content().number(invocation.terminal().columns()).number(invocation.terminal().rows()));
  }

  /** The agent may have hung up already, with the end of the command on its way to us. */
  private void reply(int kind, Content content) {
    try {
      link.send(kind, content);
    } catch (IOException e) {
      return; // whoever receives meets it, too, and tells it
    }
  }

  private synchronized boolean gaveUp() {
    return interrupts >= PATIENCE;
  }

  private synchronized void signal(int number) {
    try {
      interrupts += number == SIGINT ? 1 : 0;
      if (interrupts >= PATIENCE) {
        link.close();
      } else {
        link.send(FrameKind.SIGNAL, new Content().number(number));
      }
    } catch (IOException e) {
      return; // whoever receives meets it, too, and tells it
    }
  }
}
