package waybill.agent.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import waybill.agent.wire.Hello;
import waybill.cli.Interrupts;
import waybill.files.FileLock;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** The life of an agent: locks, opens its work, listens, ends its work, and leaves nothing. */
public final class AgentProcess {
  /** How long a predecessor may take that is just ending. */
  private static final Duration PREDECESSOR = Duration.ofSeconds(40);

  private static final int BACKLOG = 128;

  private final Path socket;
  private final Path lock;
  private final Hello self;
  private final Duration idle;
  private final AgentLog log;

  /**
   * @param socket where it listens
   * @param lock held as long as it lives
   * @param self what it says of itself
   * @param idle after so long without clients, runs and anything wanted it stops by itself
   */
  public AgentProcess(Path socket, Path lock, Hello self, Duration idle, AgentLog log) {
    this.socket = socket;
    this.lock = lock;
    this.self = self;
    this.idle = idle;
    this.log = log;
  }

  /**
   * Lives until it is stopped by a client, a signal or idleness.
   *
   * @param work opened when no other agent is there
   * @param ready gets one byte, and is closed, when it listens
   */
  public void run(Supplier<AgentWork> work, PrintStream ready, Interrupts interrupts) {
    try {
      FileLock alone = alone();
      try (AgentWork opened = work.get()) {
        serve(opened, ready, interrupts, alone);
      } finally {
        alone.delete();
      }
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(FailureCode.AGENT_LOST, "the agent cannot go on: " + OsReason.of(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private FileLock alone() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PREDECESSOR.toNanos();
    while (true) {
      Optional<FileLock> taken = FileLock.tryExclusive(lock);
      if (taken.isPresent()) {
        return taken.get();
      }
      if (System.nanoTime() > deadline) {
        throw Failure.of(
                FailureCode.AGENT_BUSY, "another agent has " + lock + " and does not listen")
            .withHelp("see what it does: `ps -ef | grep agent-process`; to end it: `kill PROCESS`")
            .asException();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void serve(AgentWork work, PrintStream ready, Interrupts interrupts, FileLock alone)
      throws IOException, InterruptedException {
    try (ServerSocketChannel channel = listen()) {
      var server = new AgentServer(channel, self, work, idle, log);
      try (Interrupts.Registration _ = interrupts.onInterrupt(signal -> server.stop())) {
        listens(ready);
        server.serve();
        log.line("stops");
        Files.deleteIfExists(socket); // from here on commands start another one, which waits for us
        server.endAll();
        work.close();
        alone.delete();
      } finally {
        server.hangUp(); // whoever waits for our end must find nothing of us
      }
    }
  }

  private void listens(PrintStream ready) {
    log.line("build " + self.build() + ", process " + self.process() + ", listens at " + socket);
    ready.write('\n');
    ready.flush();
    ready.close();
  }

  /** Whoever holds the lock knows that what lies there is nobody's any more. */
  private ServerSocketChannel listen() throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean listens = false;
    try {
      channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      listens = true;
      return channel;
    } finally {
      if (!listens) {
        channel.close();
      }
    }
  }
}
