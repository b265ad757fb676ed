package waybill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.agent.TestAgent.Caller;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.cli.Terminal;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** A command in the agent has what it would have in a process of its own. */
@Timeout(120)
class RelayTest {
  @TempDir Path folder;

  private interface Body {
    Exit run(Invocation invocation) throws IOException, InterruptedException;
  }

  private static Command command(Body body) {
    return invocation -> {
      try {
        return body.run(invocation);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        return new Exit.Status(99);
      }
    };
  }

  private TestAgent agent(Body body) {
    return TestAgent.start(folder, Map.of("it", command(body)));
  }

  @Test
  void itIsCalledAsItsCallerWasCalled() throws InterruptedException {
    var seen = new AtomicReference<Invocation>();
    try (TestAgent agent =
        agent(
            invocation -> {
              seen.set(invocation);
              invocation.out().print("to out ü");
              invocation.err().print("to err");
              return new Exit.Status(42);
            })) {
      var caller = new Caller();
      assertThat(caller.call(agent, "it", "-a", "", "ü\n")).isEqualTo(new Exit.Status(42));
      assertThat(caller.out()).isEqualTo("to out ü");
      assertThat(caller.err()).isEqualTo("to err");
      assertThat(seen.get().arguments()).containsExactly("-a", "", "ü\n");
      assertThat(seen.get().environment()).isEqualTo(Map.of("A", "b", "ü", ""));
      assertThat(seen.get().directory()).isEqualTo(Path.of("/the/folder"));
      assertThat(seen.get().terminal().outIsTerminal()).isFalse();
    }
  }

  @Test
  void itEndsByASignalWhereItSaysSo() throws InterruptedException {
    try (TestAgent agent = agent(invocation -> new Exit.BySignal(11))) {
      assertThat(new Caller().call(agent, "it")).isEqualTo(new Exit.BySignal(11));
    }
  }

  @Test
  void whatItThrowsIsToldToItsCaller() throws InterruptedException {
    try (TestAgent agent =
        TestAgent.start(
            folder,
            Map.of(
                "fails",
                invocation -> {
                  throw Failure.of(FailureCode.IMAGE_NOT_FOUND, "no such image").asException();
                },
                "breaks",
                invocation -> {
                  throw new IllegalStateException("odd");
                }))) {
      var caller = new Caller();
      assertThat(caller.call(agent, "fails")).isEqualTo(new Exit.Status(125));
      assertThat(caller.err()).contains("no such image");
      assertThat(caller.call(agent, "breaks")).isEqualTo(new Exit.Status(125));
      assertThat(caller.err()).contains("odd", "report");
      assertThat(caller.call(agent, "unknown")).isEqualTo(new Exit.Status(2));
    }
  }

  @Test
  void inputIsTakenOnlyAsFarAsItIsRead() throws InterruptedException, IOException {
    try (TestAgent agent =
        agent(
            invocation -> {
              int first = invocation.in().read();
              byte[] line = new byte[4];
              int length = invocation.in().read(line);
              invocation
                  .out()
                  .print((char) first + new String(line, 0, length, StandardCharsets.UTF_8));
              return Exit.OK;
            })) {
      var caller = new Caller().typing("abcdefghij");
      caller.call(agent, "it");
      assertThat(caller.out()).isEqualTo("abcde");
      assertThat(new String(caller.in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("fghij");
    }
  }

  @Test
  void inputThatNobodyReadsIsNotTouched() throws InterruptedException {
    try (TestAgent agent = agent(invocation -> Exit.OK)) {
      var caller = new Caller();
      caller.in =
          new InputStream() {
            @Override
            public int read() {
              throw new AssertionError("read");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
              throw new AssertionError("read");
            }
          };
      assertThat(caller.call(agent, "it")).isEqualTo(Exit.OK);
    }
  }

  @Test
  void muchGoesThroughUnchanged() throws InterruptedException {
    byte[] much = new byte[5 << 20];
    new java.util.Random(1).nextBytes(much);
    try (TestAgent agent =
        agent(
            invocation -> {
              invocation.in().transferTo(invocation.out());
              return Exit.OK;
            })) {
      var caller = new Caller();
      caller.in = new java.io.ByteArrayInputStream(much);
      assertThat(caller.call(agent, "it")).isEqualTo(Exit.OK);
      assertThat(caller.out.toByteArray()).isEqualTo(much);
    }
  }

  @Test
  void signalsReachIt() throws InterruptedException {
    var got = new LinkedBlockingQueue<Integer>();
    var registered = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              try (Interrupts.Registration _ = invocation.interrupts().onInterrupt(got::add)) {
                registered.countDown();
                int first = got.take();
                int second = got.take();
                return new Exit.Status(first * 10 + second);
              }
            })) {
      var caller = new Caller();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    TestAgent.await(registered);
                    TestAgent.await(caller.listensToSignals);
                    caller.signals.get().accept(2);
                    caller.signals.get().accept(2);
                  });
      assertThat(caller.call(agent, "it")).isEqualTo(new Exit.Status(22));
      sender.join();
    }
  }

  @Test
  void aSignalThatItDoesNotListenToEndsIt() throws InterruptedException {
    var runs = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              runs.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return Exit.OK;
            })) {
      var caller = new Caller();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    TestAgent.await(runs);
                    TestAgent.await(caller.listensToSignals);
                    caller.signals.get().accept(15);
                  });
      assertThat(caller.call(agent, "it")).isEqualTo(new Exit.BySignal(15));
      TestAgent.await(interrupted);
      sender.join();
    }
  }

  @Test
  void whoWillNotWaitAfterTheThirdInterruptGoes() throws InterruptedException {
    var runs = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              try (Interrupts.Registration _ = invocation.interrupts().onInterrupt(n -> {})) {
                runs.countDown();
                end.await();
              }
              return Exit.OK;
            })) {
      var caller = new Caller();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    TestAgent.await(runs);
                    TestAgent.await(caller.listensToSignals);
                    for (int i = 0; i < 3; i++) {
                      caller.signals.get().accept(2);
                    }
                  });
      assertThat(caller.call(agent, "it")).isEqualTo(new Exit.BySignal(2));
      end.countDown();
      sender.join();
    }
  }

  @Test
  void itsCallersEndIsAHangUp() throws InterruptedException, IOException {
    var signals = new LinkedBlockingQueue<Integer>();
    var got = new LinkedBlockingQueue<Integer>();
    var runs = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              try (Interrupts.Registration _ = invocation.interrupts().onInterrupt(signals::add)) {
                runs.countDown();
                got.add(signals.take());
              }
              return Exit.OK;
            })) {
      try (RawClient client = RawClient.greeted(agent)) {
        client.request("it");
        TestAgent.await(runs);
      }
      assertThat(got.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void outputThatNobodyReadsIsABrokenPipe() throws InterruptedException {
    var noticed = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              while (!invocation.out().checkError()) {
                invocation.out().print("more\n");
              }
              noticed.countDown();
              return new Exit.Status(7);
            })) {
      var caller = new Caller();
      caller.toOut =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      assertThat(caller.call(agent, "it")).isEqualTo(new Exit.Status(7));
      TestAgent.await(noticed);
    }
  }

  @Test
  void aSlowCallerMakesItWaitAndNothingPilesUp() throws InterruptedException {
    var written = new AtomicInteger();
    var gate = new CountDownLatch(1);
    try (TestAgent agent =
        agent(
            invocation -> {
              byte[] piece = new byte[64 << 10];
              for (int i = 0; i < 400; i++) {
                invocation.out().write(piece, 0, piece.length);
                invocation.out().flush();
                written.incrementAndGet();
              }
              return Exit.OK;
            })) {
      var caller = new Caller();
      var count = new ByteArrayOutputStream();
      caller.toOut =
          new OutputStream() {
            @Override
            public void write(int b) {
              count.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              TestAgent.await(gate);
              count.write(bytes, offset, length);
            }
          };
      var exit = new AtomicReference<Exit>();
      Thread calling = Thread.ofPlatform().start(() -> exit.set(caller.call(agent, "it")));
      int before = -1;
      while (before != written.get() || before == 0) {
        before = written.get();
        calling.join(200);
      }
      assertThat(before).isLessThan(100);
      gate.countDown();
      calling.join();
      assertThat(count.size()).isEqualTo(400 * (64 << 10));
      assertThat(exit.get()).isEqualTo(Exit.OK);
    }
  }

  /** A terminal of which everything is known. */
  private static final class TestTerminal implements Terminal {
    private final AtomicReference<Runnable> resized = new AtomicReference<>(() -> {});
    private final List<Boolean> echoes = Collections.synchronizedList(new ArrayList<>());
    private volatile int columns = 100;

    @Override
    public boolean inIsTerminal() {
      return true;
    }

    @Override
    public boolean outIsTerminal() {
      return true;
    }

    @Override
    public boolean errIsTerminal() {
      return true;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public int rows() {
      return 30;
    }

    @Override
    public boolean colours() {
      return true;
    }

    @Override
    public boolean unicode() {
      return false;
    }

    @Override
    public boolean echo(boolean on) {
      echoes.add(on);
      return true;
    }

    @Override
    public Interrupts.Registration onResize(Runnable receiver) {
      resized.set(receiver);
      return () -> {};
    }
  }

  @Test
  void itSeesTheCallersTerminal() throws InterruptedException {
    var caller = new Caller();
    var terminal = new TestTerminal();
    caller.terminal = terminal;
    try (TestAgent agent =
        agent(
            invocation -> {
              Terminal seen = invocation.terminal();
              var changed = new CountDownLatch(1);
              try (Interrupts.Registration _ = seen.onResize(changed::countDown)) {
                String first = seen.columns() + "x" + seen.rows() + " " + seen.colours();
                terminal.columns = 120;
                terminal.resized.get().run();
                changed.await();
                invocation.out().print(first + " " + seen.columns() + " " + seen.unicode());
              }
              return Exit.OK;
            })) {
      caller.call(agent, "it");
      assertThat(caller.out()).isEqualTo("100x30 true 120 false");
    }
  }

  @Test
  void whatIsTypedIsHiddenAndShownAgainEvenIfItForgets() throws InterruptedException {
    var caller = new Caller().typing("pw\n");
    var terminal = new TestTerminal();
    caller.terminal = terminal;
    try (TestAgent agent =
        agent(
            invocation -> {
              boolean hidden = invocation.terminal().echo(false);
              invocation.out().print(hidden + " " + (char) invocation.in().read());
              return Exit.OK;
            })) {
      caller.call(agent, "it");
      assertThat(caller.out()).isEqualTo("true p");
      assertThat(terminal.echoes).containsExactly(false, true);
    }
  }

  @Test
  void manyAtOnceDoNotMix() throws InterruptedException {
    try (TestAgent agent =
        agent(
            invocation -> {
              for (int i = 0; i < 50; i++) {
                invocation.out().print(invocation.arguments().getFirst());
                invocation.out().flush();
              }
              return Exit.OK;
            })) {
      var callers = new ArrayList<Caller>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 30; i++) {
        var caller = new Caller();
        String word = "w" + i + ";";
        callers.add(caller);
        threads.add(Thread.ofPlatform().start(() -> caller.call(agent, "it", word)));
      }
      for (int i = 0; i < 30; i++) {
        threads.get(i).join();
        assertThat(callers.get(i).out()).isEqualTo(("w" + i + ";").repeat(50));
      }
    }
  }

  @Test
  void anAgentThatDiesIsToldAsSuch() throws InterruptedException {
    try (TestAgent agent = agent(invocation -> Exit.OK)) {
      agent.signal(15);
      agent.awaitEnd();
      assertThatThrownBy(() -> new Caller().call(agent, "it"))
          .hasMessageContaining("did not start")
          .hasMessageContaining("cannot go on");
    }
  }
}
