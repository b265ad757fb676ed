package waybill.agent.server;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import waybill.agent.wire.Hello;
import waybill.cli.Command;
import waybill.model.task.Outcome.Canceller;

/**
 * Takes connections until it is told to stop, or nobody has wanted anything for a while. Safe for
 * all threads.
 */
final class AgentServer {
  /** More connections at a time are no commands that somebody waits for. */
  private static final int MAX_SESSIONS = 1000;

  /** How long what runs may take to end when it was asked to. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final ServerSocketChannel channel;
  private final Hello self;
  private final Map<String, Command> commands;
  private final AgentWork work;
  private final Duration idle;
  private final AgentLog log;
  private final long started = System.nanoTime();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Session> sessions = new HashSet<>();
  private final Map<Session, Serving> serving = new HashMap<>();
  private long lastUsed = System.nanoTime();
  private boolean stopping;

  AgentServer(
      ServerSocketChannel channel, Hello self, AgentWork work, Duration idle, AgentLog log) {
    this.channel = channel;
    this.self = self;
    this.work = work;
    this.commands = work.commands();
    this.idle = idle;
    this.log = log;
  }

  Hello self() {
    return self;
  }

  AgentLog log() {
    return log;
  }

  Optional<Command> command(String program) {
    return Optional.ofNullable(commands.get(program));
  }

  long upSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
  }

  List<Long> live() {
    return work.runs().numbers();
  }

  List<Long> wanted() {
    return work.wanted();
  }

  int serving() {
    lock.lock();
    try {
      return serving.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when it was told to stop, or is idle. */
  void serve() throws IOException {
    work.whenAtRest(this::somethingEnded);
    Thread _ = Thread.ofPlatform().name("waybill-agent-idle").daemon().start(this::watchIdle);
    try {
      while (true) {
        SocketChannel accepted = channel.accept();
        var session = new Session(this, accepted);
        if (admit(session)) {
          Thread.ofVirtual().name("session").start(session);
        } else {
          session.close();
        }
      }
    } catch (ClosedChannelException stopped) {
      return;
    }
  }

  private boolean admit(Session session) {
    lock.lock();
    try {
      return !stopping && sessions.size() < MAX_SESSIONS && sessions.add(session);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the command may begin: not when the agent ends. */
  boolean begin(Session session, Serving command) {
    lock.lock();
    try {
      if (stopping) {
        return false;
      }
      serving.put(session, command);
      return true;
    } finally {
      lock.unlock();
    }
  }

  void ended(Session session) {
    lock.lock();
    try {
      sessions.remove(session);
      serving.remove(session);
      lastUsed = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more commands from now on, so that it can be stopped.
   *
   * @param force also when it is busy
   * @return false when it is busy and goes on
   */
  boolean mayStop(boolean force) {
    lock.lock();
    try {
      if (!force && !stopping && (!serving.isEmpty() || isBusy())) {
        return false;
      }
      stopping = true;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to stop, however busy it is. */
  void stop() {
    boolean _ = mayStop(true);
    try {
      channel.close();
    } catch (IOException e) {
      log.fault("the socket could not be closed", e);
    }
  }

  private boolean isBusy() {
    return !work.runs().isEmpty() || work.isWanted();
  }

  private void somethingEnded() {
    lock.lock();
    try {
      lastUsed = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps as long as there is something, and else for the whole time: idleness costs nothing. */
  private void watchIdle() {
    lock.lock();
    try {
      while (!stopping) {
        if (!sessions.isEmpty() || isBusy()) {
          changed.await();
          lastUsed = System.nanoTime();
          continue;
        }
        long left = idle.toNanos() - (System.nanoTime() - lastUsed);
        if (left > 0) {
          changed.awaitNanos(left);
        } else if (mayStop(false)) {
          log.line("nobody has wanted anything for " + idle.toSeconds() + " s");
          stop();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then it goes on until it is told to stop
    } finally {
      lock.unlock();
    }
  }

  /** Ends all that runs: asks first, and goes on without who does not listen. */
  void endAll() throws InterruptedException {
    work.ending();
    for (long run : live()) {
      work.runs().cancel(run, Canceller.WAYBILL);
    }
    if (!awaitCommands(GRACE)) {
      lock.lock();
      try {
        serving.values().forEach(Serving::interrupt);
      } finally {
        lock.unlock();
      }
      if (!awaitCommands(GRACE)) {
        log.line("commands do not end; the agent ends without them");
      }
    }
  }

  private boolean awaitCommands(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!serving.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      return serving.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Hangs up on everybody: they see that we have ended. */
  void hangUp() {
    List<Session> open;
    lock.lock();
    try {
      open = List.copyOf(sessions);
    } finally {
      lock.unlock();
    }
    open.forEach(Session::close);
  }
}
