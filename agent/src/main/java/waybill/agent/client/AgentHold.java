package waybill.agent.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Link;
import waybill.agent.wire.Request;
import waybill.cli.Invocation;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * A program of the agent's that keeps something open there: from the first byte that it writes
 * until this is closed, or the agent ends. Costs no thread on this side.
 */
public final class AgentHold implements AutoCloseable {
  private static final int MAX_TOLD = 16 << 10;

  /** What a program's words of failure begin with; whoever tells them on says it again. */
  private static final String MARK = "error: ";

  private final Link link;

  private AgentHold(Link link) {
    this.link = link;
  }

  /**
   * Begins it; the agent is started if there is none.
   *
   * @param invocation gives arguments, directory and terminal; nothing is read from it or written
   *     to it
   * @throws FailureException when there can be no agent, or the program ends at once
   */
  public static AgentHold open(AgentPlace place, String program, Invocation invocation) {
    try {
      Link link = Door.open(place);
      boolean held = false;
      try {
        link.send(
            FrameKind.REQUEST,
            new Request(
                    program,
                    invocation.arguments(),
                    Map.copyOf(invocation.environment()),
                    invocation.directory().toString(),
                    Request.Screen.of(invocation.terminal()))
                .content());
        awaitBegin(link);
        held = true;
        return new AgentHold(link);
      } finally {
        if (!held) {
          link.close();
        }
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(FailureCode.AGENT_LOST, "the connection to the agent broke: " + e.getMessage())
              .withHelp("its last words are in " + place.log()),
          e);
    }
  }

  /** Returns when the program in the agent has begun; fails with its words when it does not. */
  private static void awaitBegin(Link link) throws IOException {
    var told = new StringBuilder();
    while (true) {
      Frame frame = link.receive(FrameKind.MAX_CONTENT);
      switch (frame.kind()) {
        case FrameKind.STDOUT -> {
          return;
        }
        case FrameKind.STDERR -> {
          if (told.length() < MAX_TOLD) {
            told.append(StandardCharsets.UTF_8.decode(frame.content()));
          }
        }
        case FrameKind.EXIT -> {
          String why = told.toString().strip();
          String bare = why.startsWith(MARK) ? why.substring(MARK.length()) : why;
          throw Failure.of(FailureCode.AGENT_LOST, "the agent refuses: " + bare).asException();
        }
        default -> throw new IOException("a frame of kind " + frame.kind()); // no enum on the wire
      }
    }
  }

  @Override
  public void close() {
    try {
      link.close();
    } catch (IOException e) {
      return; // closed is closed
    }
  }
}
