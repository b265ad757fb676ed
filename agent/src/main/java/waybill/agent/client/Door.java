package waybill.agent.client;

import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import waybill.agent.wire.Hello;
import waybill.agent.wire.Link;
import waybill.agent.wire.Peer;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Where one gets to the agent. */
final class Door {
  /** An agent may stop just when we come, and so may the next one. */
  private static final int ATTEMPTS = 5;

  private Door() {}

  /** A connection to an agent of this build, which is started or replaced where need be. */
  static Link open(AgentPlace place) throws IOException {
    for (int attempt = 1; ; attempt++) {
      SocketChannel channel = connect(place);
      if (channel == null) {
        channel = new AgentStart(place).connected();
      }
      Link link = new Link(channel);
      boolean usable = false;
      try {
        Hello agent = greet(place, channel, link);
        if (agent.fits(place.self())) {
          usable = true;
          return link;
        }
        AgentControl.replace(place, link, agent);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw noAgent(place, e);
        }
      } finally {
        if (!usable) {
          link.close();
        }
      }
    }
  }

  /**
   * Null where nobody listens: a failed connect is all that tells a stale socket from a live one.
   */
  static @org.jspecify.annotations.Nullable SocketChannel connect(AgentPlace place)
      throws IOException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(place.socket()));
    } catch (SocketException nobody) {
      return null;
    }
  }

  static Hello greet(AgentPlace place, SocketChannel channel, Link link) throws IOException {
    if (!Peer.isOurs(channel)) {
      throw Failure.of(
              FailureCode.AGENT_LOST, "what listens at " + place.socket() + " is another user's")
          .withHelp("remove it, or set WAYBILL_RUNTIME_DIR to a folder of your own")
          .asException();
    }
    var patience = new Patience(link);
    try {
      place.self().to(link);
      return Hello.of(link.receive(Hello.MAX_BYTES));
    } catch (IOException e) {
      if (patience.isOver()) {
        throw silent(place);
      }
      throw e;
    } finally {
      patience.interrupt();
    }
  }

  private static FailureException silent(AgentPlace place) {
    return Failure.of(
            FailureCode.AGENT_LOST,
            "the agent at " + place.socket() + " took the call and did not answer")
        .withHelp("see what it does: `ps -ef | grep agent-process`; to end it: `kill PROCESS`")
        .asException();
  }

  private static FailureException noAgent(AgentPlace place, IOException e) {
    return new FailureException(
        Failure.of(
                FailureCode.AGENT_LOST,
                "what listens at "
                    + place.socket()
                    + " does not speak as an agent: "
                    + e.getMessage())
            .withHelp("end it, or set WAYBILL_RUNTIME_DIR to another folder"),
        e);
  }

  /** Ends a connection on which nothing comes: a channel cannot be read with a time limit. */
  private static final class Patience extends Thread {
    private static final long MILLIS = 10_000;
    private final Link link;
    private volatile boolean over;

    Patience(Link link) {
      super("waybill-patience");
      this.link = link;
      setDaemon(true);
      start();
    }

    boolean isOver() {
      return over;
    }

    @Override
    public void run() {
      try {
        sleep(MILLIS);
        over = true;
        link.close();
      } catch (InterruptedException answered) {
        return;
      } catch (IOException e) {
        return; // then it is as good as closed
      }
    }
  }
}
