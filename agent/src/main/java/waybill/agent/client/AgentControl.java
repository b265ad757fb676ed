package waybill.agent.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import waybill.agent.wire.Content;
import waybill.agent.wire.Frame;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Hello;
import waybill.agent.wire.Link;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Starting, asking and stopping the agent by hand. */
public final class AgentControl {
  private static final long END_SECONDS = 30;

  /** Of the runs that it is busy with. */
  private static final int SHOWN = 10;

  private AgentControl() {}

  /**
   * What an agent says of itself.
   *
   * @param clients commands that it serves at the moment
   * @param runs the numbers of those that run
   * @param wanted of those that are to go on whatever happens to the agent
   */
  public record Status(
      Hello agent, long upSeconds, int clients, List<Long> runs, List<Long> wanted) {
    public Status {
      runs = List.copyOf(runs);
      wanted = List.copyOf(wanted);
    }
  }

  /** Starts an agent if there is none, and says who it is. */
  public static Hello start(AgentPlace place) {
    try {
      Door.open(place).close();
      return status(place).orElseThrow().agent();
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Of the agent that is there, if one is; of another build's only who it is. */
  public static Optional<Status> status(AgentPlace place) {
    try (SocketChannel channel = Door.connect(place)) {
      if (channel == null) {
        return Optional.empty();
      }
      var link = new Link(channel);
      Hello agent = Door.greet(place, channel, link);
      if (!agent.fits(place.self())) {
        return Optional.of(new Status(agent, 0, 0, List.of(), List.of()));
      }
      link.send(FrameKind.STATUS);
      Frame answer = link.receive(FrameKind.MAX_REQUEST);
      return Optional.of(
          new Status(
              agent, answer.longNumber(), answer.number(), numbers(answer), numbers(answer)));
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Stops the agent, if there is one, and waits until its process is gone.
   *
   * @param force also when it is busy; its runs end
   * @return its process, or nothing when there was none
   * @throws FailureException when it is busy and may not be stopped then
   */
  public static Optional<Long> stop(AgentPlace place, boolean force) {
    try (SocketChannel channel = Door.connect(place)) {
      if (channel == null) {
        return Optional.empty();
      }
      var link = new Link(channel);
      Hello agent = Door.greet(place, channel, link);
      Optional<List<Long>> busy = end(link, agent, force);
      if (busy.isPresent()) {
        throw Failure.of(
                FailureCode.AGENT_BUSY,
                "the agent, process " + agent.process() + ", is busy with " + words(busy.get()))
            .withHelp(
                "`waybill agent stop --force` ends what it runs; what is wanted for longer goes on"
                    + " with the next agent")
            .asException();
      }
      return Optional.of(agent.process());
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Ends an agent that does not fit, so that one that does can be started. */
  static void replace(AgentPlace place, Link link, Hello agent) throws IOException {
    Optional<List<Long>> busy = end(link, agent, false);
    if (busy.isEmpty()) {
      return;
    }
    Hello self = place.self();
    String difference =
        agent.build().equals(self.build())
            ? "keeps its files in " + agent.state() + " and " + agent.cache()
            : "is of build " + agent.build() + " (this is " + self.build() + ")";
    throw Failure.of(
            FailureCode.AGENT_BUSY,
            "the agent, process "
                + agent.process()
                + ", "
                + difference
                + " and is busy with "
                + words(busy.get()))
        .withHelp(
            "wait until it is idle, or end what it runs with `waybill agent stop --force`; an agent"
                + " beside it needs a WAYBILL_RUNTIME_DIR of its own")
        .asException();
  }

  /** The runs it is busy with, if it goes on; nothing when it is gone. */
  private static Optional<List<Long>> end(Link link, Hello agent, boolean force)
      throws IOException {
    link.send(FrameKind.STOP, new Content().flag(force));
    Frame answer = link.receive(FrameKind.MAX_REQUEST);
    if (answer.kind() == FrameKind.BUSY) {
      return Optional.of(numbers(answer));
    }
    try {
      Frame _ = link.receive(FrameKind.MAX_CONTENT);
      throw new IOException("it does not stop");
    } catch (EOFException stopped) {
      awaitEnd(agent.process());
    }
    return Optional.empty();
  }

  private static void awaitEnd(long process) throws IOException {
    try {
      Optional<ProcessHandle> handle = ProcessHandle.of(process);
      if (handle.isPresent() && process != ProcessHandle.current().pid()) {
        handle.get().onExit().get(END_SECONDS, TimeUnit.SECONDS);
      }
    } catch (TimeoutException e) {
      throw new IOException("process " + process + " goes on after it said that it stops", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static List<Long> numbers(Frame frame) throws IOException {
    var numbers = new ArrayList<Long>();
    for (int left = frame.count(); left > 0; left--) {
      numbers.add(frame.longNumber());
    }
    return numbers;
  }

  private static String words(List<Long> runs) {
    if (runs.isEmpty()) {
      return "other commands";
    }
    StringBuilder words = new StringBuilder(runs.size() == 1 ? "run " : "runs ");
    for (int i = 0; i < Math.min(SHOWN, runs.size()); i++) {
      words.append(i == 0 ? "" : ", ").append(runs.get(i));
    }
    if (runs.size() > SHOWN) {
      words.append(" and ").append(runs.size() - SHOWN).append(" more");
    }
    return words.toString();
  }

  private static FailureException lost(IOException e) {
    return new FailureException(
        Failure.of(FailureCode.AGENT_LOST, "the connection to the agent broke: " + e.getMessage()),
        e);
  }
}
