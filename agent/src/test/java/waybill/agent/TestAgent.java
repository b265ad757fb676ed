package waybill.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import waybill.agent.client.AgentClient;
import waybill.agent.client.AgentPlace;
import waybill.agent.server.AgentLog;
import waybill.agent.server.AgentProcess;
import waybill.agent.server.AgentWork;
import waybill.agent.wire.Hello;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.Terminal;
import waybill.engine.LiveRuns;

/** An agent in this process, and what one needs to call it. */
final class TestAgent implements AutoCloseable {
  static final String BUILD = "b1";

  private final Path folder;
  private final Thread thread;
  private final LiveRuns runs = new LiveRuns();
  private final Set<Long> wanted = new ConcurrentSkipListSet<>();
  private final AtomicReference<Runnable> atRest = new AtomicReference<>(() -> {});
  private final CountDownLatch worked = new CountDownLatch(1);
  private final AtomicReference<IntConsumer> signal = new AtomicReference<>(number -> {});

  private TestAgent(Path folder, Duration idle, Map<String, Command> commands) {
    this.folder = folder;
    var listens = new CountDownLatch(1);
    var process =
        new AgentProcess(
            socket(),
            folder.resolve("agent.lock"),
            self(BUILD),
            idle,
            new AgentLog(folder.resolve("agent.log")));
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> process.run(() -> work(commands), ready(listens), this::interrupts));
    await(listens);
  }

  static TestAgent start(Path folder, Map<String, Command> commands) {
    return new TestAgent(folder, Duration.ofMinutes(5), commands);
  }

  static TestAgent startIdle(Path folder, Duration idle, Map<String, Command> commands) {
    return new TestAgent(folder, idle, commands);
  }

  private Interrupts.Registration interrupts(IntConsumer receiver) {
    signal.set(receiver);
    return () -> {};
  }

  private AgentWork work(Map<String, Command> commands) {
    return new AgentWork() {
      @Override
      public Map<String, Command> commands() {
        return commands;
      }

      @Override
      public LiveRuns runs() {
        return runs;
      }

      @Override
      public List<Long> wanted() {
        return List.copyOf(wanted);
      }

      @Override
      public boolean isWanted() {
        return !wanted.isEmpty();
      }

      @Override
      public void whenAtRest(Runnable tell) {
        runs.whenEmpty(tell);
        atRest.set(tell);
      }

      @Override
      public void ending() {
        // nothing here is only held open
      }

      @Override
      public void close() {
        worked.countDown();
      }
    };
  }

  private static PrintStream ready(CountDownLatch listens) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void close() {
            listens.countDown();
          }
        });
  }

  static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not happen");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Path socket() {
    return folder.resolve("s");
  }

  LiveRuns runs() {
    return runs;
  }

  void want(long run) {
    wanted.add(run);
  }

  void wantNoMore(long run) {
    wanted.remove(run);
    atRest.get().run();
  }

  Hello self(String build) {
    return new Hello(
        Hello.VERSION,
        build,
        ProcessHandle.current().pid(),
        folder.resolve("state").toString(),
        folder.resolve("cache").toString());
  }

  AgentPlace place(String build) {
    return new AgentPlace(
        socket(),
        folder.resolve("start"),
        self(build),
        folder.resolve("agent.log"),
        new AgentPlace.Program() {
          @Override
          public List<String> command() {
            return List.of("/bin/sh", "-c", "echo cannot go on >&2; exit 3");
          }

          @Override
          public Map<String, String> environment() {
            return Map.of();
          }
        });
  }

  /** As if the process got that signal. */
  void signal(int number) {
    signal.get().accept(number);
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() throws InterruptedException {
    thread.join();
    await(worked);
  }

  boolean endsWithin(Duration time) throws InterruptedException {
    return thread.join(time);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    signal(15);
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A caller. */
  static final class Caller {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final AtomicReference<IntConsumer> signals = new AtomicReference<>(number -> {});
    final CountDownLatch listensToSignals = new CountDownLatch(1);
    InputStream in = new ByteArrayInputStream(new byte[0]);
    OutputStream toOut = out;
    Terminal terminal = FixedTerminal.NONE;

    Caller typing(String text) {
      in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Exit call(TestAgent agent, String program, String... arguments) {
      return call(agent.place(BUILD), program, arguments);
    }

    Exit call(AgentPlace place, String program, String... arguments) {
      return AgentClient.run(
          place,
          program,
          new Invocation(
              List.of(arguments),
              in,
              new PrintStream(toOut, false, StandardCharsets.UTF_8),
              new PrintStream(err, false, StandardCharsets.UTF_8),
              Map.of("A", "b", "ü", ""),
              Path.of("/the/folder"),
              terminal,
              receiver -> {
                signals.set(receiver);
                listensToSignals.countDown();
                return () -> {};
              }));
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }
}
