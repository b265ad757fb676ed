package waybill.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.agent.TestAgent.Caller;
import waybill.agent.client.AgentControl;
import waybill.agent.wire.Content;
import waybill.agent.wire.FrameKind;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.engine.LiveRuns;
import waybill.model.task.Outcome.Canceller;

/** How agents begin and end, and who gets in. */
@Timeout(120)
class LifeTest {
  @TempDir Path folder;

  private static final Map<String, Command> NOTHING = Map.of("it", invocation -> Exit.OK);

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void nothingStaysBehind() throws InterruptedException, IOException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      assertThat(Files.getPosixFilePermissions(agent.socket()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(AgentControl.stop(agent.place(TestAgent.BUILD), false)).isPresent();
      agent.awaitEnd();
      assertThat(AgentControl.stop(agent.place(TestAgent.BUILD), false)).isEmpty();
    }
    assertThat(left()).containsExactly("agent.log");
  }

  @Test
  void anIdleAgentEndsByItself() throws InterruptedException, IOException {
    try (TestAgent agent = TestAgent.startIdle(folder, Duration.ofMillis(50), NOTHING)) {
      agent.awaitEnd();
    }
    assertThat(left()).containsExactly("agent.log");
  }

  @Test
  void anAgentWithARunIsNotIdle() throws InterruptedException {
    try (TestAgent agent = TestAgent.startIdle(folder, Duration.ofMillis(300), NOTHING)) {
      var ended = new CountDownLatch(1);
      LiveRuns.Registration run = agent.runs().register(7, by -> ended.countDown());
      assertThat(AgentControl.status(agent.place(TestAgent.BUILD)).orElseThrow().runs())
          .containsExactly(7L);
      assertThat(ended.await(1, java.util.concurrent.TimeUnit.SECONDS)).isFalse();
      assertThat(agent.isAlive()).isTrue();
      run.close();
      agent.awaitEnd();
    }
  }

  @Test
  void anAgentStaysAsLongAsSomethingIsWanted() throws InterruptedException {
    try (TestAgent agent = TestAgent.startIdle(folder, Duration.ofMillis(100), NOTHING)) {
      agent.want(7);
      agent.want(9);
      LiveRuns.Registration run = agent.runs().register(7, by -> {});
      AgentControl.Status status = AgentControl.status(agent.place(TestAgent.BUILD)).orElseThrow();
      assertThat(status.runs()).containsExactly(7L);
      assertThat(status.wanted()).containsExactly(7L, 9L);
      run.close();
      agent.wantNoMore(7);
      assertThat(agent.endsWithin(Duration.ofMillis(500))).isFalse();
      assertThatThrownBy(() -> AgentControl.stop(agent.place(TestAgent.BUILD), false))
          .hasMessageContaining("is busy with run 9");
      agent.wantNoMore(9);
      agent.awaitEnd();
    }
  }

  @Test
  void whatIsWantedIsNoReasonNotToStopByForce() throws InterruptedException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      agent.want(7);
      assertThat(AgentControl.stop(agent.place(TestAgent.BUILD), true)).isPresent();
      agent.awaitEnd();
    }
  }

  @Test
  void ofManyRunsAFewAreNamed() {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      for (long run = 1; run <= 10_000; run++) {
        agent.want(run);
      }
      assertThat(AgentControl.status(agent.place(TestAgent.BUILD)).orElseThrow().wanted())
          .hasSize(10_000);
      assertThatThrownBy(() -> AgentControl.stop(agent.place(TestAgent.BUILD), false))
          .hasMessageEndingWith("is busy with runs 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 9990 more");
    }
  }

  @Test
  void aBusyAgentIsStoppedOnlyByForce() throws InterruptedException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      var by = new java.util.concurrent.LinkedBlockingQueue<Canceller>();
      LiveRuns.Registration run = agent.runs().register(7, by::add);
      assertThatThrownBy(() -> AgentControl.stop(agent.place(TestAgent.BUILD), false))
          .hasMessageContaining("run 7")
          .hasMessageContaining("" + ProcessHandle.current().pid());
      assertThat(agent.isAlive()).isTrue();
      assertThat(AgentControl.stop(agent.place(TestAgent.BUILD), true)).isPresent();
      assertThat(by.take()).isEqualTo(Canceller.WAYBILL);
      run.close();
      agent.awaitEnd();
    }
  }

  @Test
  void anIdleAgentOfAnotherBuildMakesRoom() throws InterruptedException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      // The next one cannot be started here, and that is what is told.
      assertThatThrownBy(() -> new Caller().call(agent.place("b2"), "it"))
          .hasMessageContaining("did not start");
      agent.awaitEnd();
    }
  }

  @Test
  void aBusyAgentOfAnotherBuildStays() throws InterruptedException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      LiveRuns.Registration run = agent.runs().register(12, by -> {});
      assertThatThrownBy(() -> new Caller().call(agent.place("b2"), "it"))
          .hasMessageContaining("b1")
          .hasMessageContaining("b2")
          .hasMessageContaining("run 12")
          .hasMessageContaining("" + ProcessHandle.current().pid());
      assertThat(agent.isAlive()).isTrue();
      run.close();
    }
  }

  @Test
  void aRequestOfAnotherBuildIsNeverServed() throws InterruptedException, IOException {
    var served = new CountDownLatch(1);
    try (TestAgent agent =
            TestAgent.start(
                folder,
                Map.of(
                    "it",
                    invocation -> {
                      served.countDown();
                      return Exit.OK;
                    }));
        RawClient client = RawClient.greeted(agent, "b2")) {
      client.request("it");
      assertThatThrownBy(client::receive)
          .isInstanceOfAny(EOFException.class, SocketException.class);
      assertThat(served.getCount()).isEqualTo(1);
    }
  }

  @Test
  void aSocketOfADeadAgentIsReplaced() throws InterruptedException, IOException {
    try (var dead =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      dead.bind(java.net.UnixDomainSocketAddress.of(folder.resolve("s")));
    }
    assertThat(folder.resolve("s")).exists();
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      assertThat(new Caller().call(agent, "it")).isEqualTo(Exit.OK);
    }
  }

  @Test
  void whatSpeaksOtherwiseIsHungUpOnAndHurtsNobody() throws InterruptedException, IOException {
    var random = new Random(11);
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      for (int i = 0; i < 300; i++) {
        try (RawClient client =
            i % 3 == 0 ? RawClient.connected(agent) : RawClient.greeted(agent)) {
          byte[] garbage = new byte[random.nextInt(2000)];
          random.nextBytes(garbage);
          if (i % 2 == 0 && garbage.length > 5) {
            // a plausible head, so that the content is looked at; to be stopped is a right wish
            int kind = 1 + i % 26;
            ByteBuffer.wrap(garbage)
                .putInt(garbage.length - 4)
                .put((byte) (kind == FrameKind.STOP ? FrameKind.REQUEST : kind));
          }
          client.raw(garbage);
          client.channel().shutdownOutput();
          while (client.channel().read(ByteBuffer.allocate(4096)) >= 0) {
            Thread.onSpinWait();
          }
        } catch (SocketException hungUp) {
          // As good an answer as the end of the stream.
        }
      }
      assertThat(new Caller().call(agent, "it")).isEqualTo(Exit.OK);
      assertThat(AgentControl.status(agent.place(TestAgent.BUILD)).orElseThrow().clients())
          .isZero();
    }
  }

  @Test
  void inputThatNobodyWantedEndsTheConnection() throws InterruptedException, IOException {
    var gone = new CountDownLatch(1);
    var registered = new CountDownLatch(1);
    try (TestAgent agent =
            TestAgent.start(
                folder,
                Map.of(
                    "it",
                    invocation -> {
                      try (Interrupts.Registration _ =
                          invocation.interrupts().onInterrupt(n -> gone.countDown())) {
                        registered.countDown();
                        TestAgent.await(gone);
                      }
                      return Exit.OK;
                    }));
        RawClient client = RawClient.greeted(agent)) {
      client.request("it");
      TestAgent.await(registered);
      client.link().send(FrameKind.INPUT, new Content().text("unasked"));
      TestAgent.await(gone);
    }
  }

  @Test
  void whatIsNoAgentIsToldAsSuch() throws InterruptedException, IOException {
    try (TestAgent agent = TestAgent.start(folder, NOTHING)) {
      agent.signal(15);
      agent.awaitEnd();
      try (var other =
          java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
        other.bind(java.net.UnixDomainSocketAddress.of(agent.socket()));
        Thread _ =
            Thread.ofPlatform()
                .daemon()
                .start(
                    () -> {
                      try {
                        while (true) {
                          try (var client = other.accept()) {
                            client.write(
                                ByteBuffer.wrap(
                                    "220 mail ready\r\n".getBytes(StandardCharsets.UTF_8)));
                          }
                        }
                      } catch (IOException closed) {
                        return;
                      }
                    });
        assertThatThrownBy(() -> new Caller().call(agent, "it"))
            .hasMessageContaining("does not speak as an agent");
      }
    }
  }
}
