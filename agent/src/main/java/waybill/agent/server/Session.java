package waybill.agent.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import waybill.agent.wire.Content;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Hello;
import waybill.agent.wire.Link;
import waybill.agent.wire.Peer;
import waybill.agent.wire.Request;
import waybill.cli.Command;
import waybill.cli.Exit;

/** One connection, from its greeting to its end. */
final class Session implements Runnable {
  private final AgentServer server;
  private final SocketChannel channel;
  private final Link link;

  Session(AgentServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.link = new Link(channel);
  }

  @Override
  public void run() {
    try (link) {
      if (!Peer.isOurs(channel)) {
        server.log().line("refused a connection of another user's");
        return;
      }
      Hello client = Hello.of(link.receive(Hello.MAX_BYTES));
      server.self().to(link);
      Frame frame = link.receive(FrameKind.MAX_REQUEST);
      switch (frame.kind()) {
        case FrameKind.STOP -> stop(frame.flag());
        case FrameKind.STATUS -> status();
        case FrameKind.REQUEST -> serve(client, Request.of(frame));
        default -> throw new IOException("a frame of kind " + frame.kind()); // not an enum
      }
    } catch (IOException e) {
      return; // it went away, or it never was a client of ours: its own trouble
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      server.log().fault("a connection ended badly", e);
    } finally {
      server.ended(this);
    }
  }

  /** Stays connected until the process ends, so that the client sees when that is. */
  private void stop(boolean force) throws IOException {
    if (!server.mayStop(force)) {
      link.send(FrameKind.BUSY, numbers(new Content(), busyWith()));
      return;
    }
    try {
      link.send(FrameKind.STOPPING);
    } finally {
      server.stop();
    }
    Frame _ = link.receive(0);
  }

  private void status() throws IOException {
    var content = new Content().longNumber(server.upSeconds()).number(server.serving());
    link.send(FrameKind.RUNNING, numbers(numbers(content, server.live()), server.wanted()));
  }

  private Set<Long> busyWith() {
    var runs = new TreeSet<>(server.live());
    runs.addAll(server.wanted());
    return runs;
  }

  private static Content numbers(Content content, Collection<Long> numbers) {
    content.number(numbers.size());
    for (long number : numbers) {
      content.longNumber(number);
    }
    return content;
  }

  private void serve(Hello client, Request request) throws IOException, InterruptedException {
    if (!client.fits(server.self())) {
      throw new IOException("a request of another build");
    }
    Command command =
        server
            .command(request.program())
            .orElse(
                invocation -> {
                  invocation.err().print("the agent has no program " + request.program() + "\n");
                  return new Exit.Status(2);
                });
    var serving = new Serving(link, request, command);
    if (server.begin(this, serving)) {
      serving.serve();
    }
  }

  /** Ends it, whatever it does. */
  void close() {
    try {
      link.close();
    } catch (IOException e) {
      return; // closed is closed
    }
  }
}
