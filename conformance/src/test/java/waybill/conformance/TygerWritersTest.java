package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static waybill.conformance.JobDesk.awaitThat;
import static waybill.conformance.TygerDesk.run;
import static waybill.conformance.TygerDesk.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Writers of buffers that die, that sleep, that outlive their agent, or whose access is over. */
@Order(1)
class TygerWritersTest {
  private static final String FAILED = "the buffer is in a permanently failed state";
  private static final String EXPIRED = "invalid access URL: Signed expiry time has passed";

  /** Less than it takes to miss a writer of which nothing is heard. */
  private static final Duration PROMPTLY = Duration.ofSeconds(9);

  @TempDir private static Path scratch;
  private static Users users = Users.NOBODY;
  private static final List<TygerDesk> desks = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    users = Users.open(scratch, TestImages::makeForOps);
    for (OpUser user : users.all()) {
      desks.add(TygerDesk.of(user));
    }
  }

  @AfterAll
  static void close() throws IOException {
    users.close();
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    return new Promises<TygerDesk>(users.products(), p -> TygerDesk.of(p, desks).another())
        .add("a writer is killed while somebody reads", TygerWritersTest::killed)
        .add("a writer is stopped for a while", TygerWritersTest::stopped)
        .add("the agent begins anew while a buffer is written", TygerWritersTest::agentAnew)
        .add("writer and agent are killed together", TygerWritersTest::killedTogether)
        .add("the writer of a run's input is killed", TygerWritersTest::feederKilled)
        .add("access is over in the middle of a transfer", TygerWritersTest::accessOver)
        .add("a server that is not there is said to be", TygerWritersTest::noServer)
        .tests();
  }

  private static Process reader(TygerDesk desk, String buffer, String part)
      throws IOException, InterruptedException {
    Process reader = desk.begin("", "buffer", "read", buffer);
    awaitThat("the part is read", () -> said(desk, "stdout").equals(part));
    return reader;
  }

  private static String said(TygerDesk desk, String stream) throws IOException {
    return Files.readString(Path.of(desk.folder() + "." + stream));
  }

  private static void killed(TygerDesk desk) throws IOException, InterruptedException {
    try (TygerWriting writing = TygerWriting.begin(desk, "a part")) {
      Process reader = reader(desk, writing.buffer(), "a part");
      TygerWriting.signal(writing.process(), "KILL");
      long killed = System.nanoTime();
      Ending read = desk.end(reader);
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(PROMPTLY);
      assertThat(read.how()).isEqualTo("exit 1");
      assertThat(read.stderr()).contains(FAILED);
      assertThat(writing.end().how()).isEqualTo("signal 9");
      assertThat(desk.refused("buffer", "read", writing.buffer())).contains(FAILED);
      assertThat(desk.refused("buffer", "write", writing.buffer()))
          .contains("buffer cannot be overwritten");
    }
  }

  private static void stopped(TygerDesk desk) throws IOException, InterruptedException {
    TygerWriting writing = TygerWriting.begin(desk, "one ");
    Process reader = reader(desk, writing.buffer(), "one ");
    TygerWriting.signal(writing.process(), "STOP");
    // Longer than it takes to see that one is gone.
    assertThat(reader.waitFor(Duration.ofSeconds(3))).isFalse();
    TygerWriting.signal(writing.process(), "CONT");
    writing.add("two");
    writing.finish();
    assertThat(writing.end().how()).isEqualTo("exit 0");
    assertThat(desk.end(reader).stdout()).isEqualTo("one two");
  }

  private static void agentAnew(TygerDesk desk) throws IOException, InterruptedException {
    TygerWriting writing = TygerWriting.begin(desk, "one ");
    Process reader = reader(desk, writing.buffer(), "one ");
    TygerDesk third = desk.another();
    JobDesk.kill(third.agent());
    String _ = third.ask("buffer", "show", writing.buffer());
    // Longer than the next agent waits for writers.
    assertThat(reader.waitFor(Duration.ofSeconds(14))).isFalse();
    writing.add("two");
    writing.finish();
    Ending written = writing.end();
    assertThat(written.how()).describedAs(written.stderr()).isEqualTo("exit 0");
    Ending read = desk.end(reader);
    assertThat(read.how()).describedAs(read.stderr()).isEqualTo("exit 0");
    assertThat(read.stdout()).isEqualTo("one two");
  }

  private static void killedTogether(TygerDesk desk) throws IOException, InterruptedException {
    try (TygerWriting writing = TygerWriting.begin(desk, "a part")) {
      ProcessHandle agent = desk.agent();
      TygerWriting.signal(writing.process(), "STOP");
      JobDesk.kill(agent);
      TygerWriting.signal(writing.process(), "KILL");
      assertThat(writing.end().how()).isEqualTo("signal 9");
      assertThat(desk.refused("buffer", "read", writing.buffer())).contains(FAILED);
    }
  }

  private static void feederKilled(TygerDesk desk) throws IOException, InterruptedException {
    try (TygerWriting writing = TygerWriting.begin(desk, "a part")) {
      String text = run("cat $INPUT_PIPE >$OUTPUT_PIPE", "input", "output");
      String id = desk.create(text, "-b", "input=" + writing.buffer());
      desk.awaitRunning(id);
      TygerWriting.signal(writing.process(), "KILL");
      String over = desk.over(id);
      assertThat(value(over, "status")).describedAs(over).isEqualTo("Failed");
      assertThat(writing.end().how()).isEqualTo("signal 9");
      assertThat(desk.refused("buffer", "read", value(over, "output"))).contains(FAILED);
    }
  }

  private static void accessOver(TygerDesk desk) throws IOException, InterruptedException {
    String lifetime = "0.00:00:30";
    TygerWriting byId = TygerWriting.begin(desk, "one ", "--access-ttl", lifetime);
    String buffer = desk.ask("buffer", "create");
    String url = desk.ask("buffer", "access", buffer, "--write", "--access-ttl", lifetime);
    TygerWriting byUrl = TygerWriting.to(desk, url, buffer, "one ");
    String forReading = desk.ask("buffer", "access", byId.buffer(), "--access-ttl", lifetime);
    TygerDesk second = desk.another();
    Process pasted = second.begin("", "buffer", "read", forReading);
    Process renewed = desk.begin("", "buffer", "read", byId.buffer(), "--access-ttl", lifetime);
    Ending broken = second.end(pasted);
    assertThat(broken.how()).isEqualTo("exit 1");
    assertThat(broken.stderr()).contains(EXPIRED);
    byId.add("two");
    byId.finish();
    assertThat(byId.end().how()).isEqualTo("exit 0");
    assertThat(desk.end(renewed).stdout()).isEqualTo("one two");
    byUrl.add("two");
    byUrl.finish();
    Ending refused = byUrl.end();
    assertThat(refused.how()).isEqualTo("exit 1");
    assertThat(refused.stderr()).contains(EXPIRED);
    assertThat(desk.refused("buffer", "read", buffer)).contains(FAILED);
  }

  private static void noServer(TygerDesk desk) throws IOException, InterruptedException {
    Process reader = desk.begin("", "buffer", "read", "http://unknown-host.invalid/container/x");
    awaitThat("it is said", () -> said(desk, "stderr").contains("The buffer cannot be reached"));
    assertThat(said(desk, "stderr")).contains("no address of `unknown-host.invalid` is known");
    assertThat(reader.isAlive()).isTrue();
    TygerWriting.signal(reader, "INT");
    assertThat(desk.end(reader).how()).isEqualTo("exit 1");
  }
}
