package waybill.dialects.tyger.command.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.tyger.api.DataServer;
import waybill.dialects.tyger.command.transfer.Transfers.Writing;
import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;

/** Access that ends, by the machine's own clock, while something is transferred. */
@Timeout(60)
class AccessOverTest {
  private static final Duration LIFE = Duration.ofSeconds(2);
  private static final Writing OFTEN = new Writing(3, 1000, Duration.ofMillis(20));

  @TempDir Path folder;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final WebClient web = new WebClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private DataServer server;
  private BufferVerbs verbs;

  @BeforeEach
  void start() {
    server = new DataServer(folder);
    server.blobs().create("abc");
    verbs =
        new BufferVerbs(
            web,
            (id, writable) -> {
              asked.incrementAndGet();
              return WebAddress.parse(server.url(id, writable, LIFE));
            },
            new Lines());
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    web.close();
    server.close();
  }

  private final class Lines implements TransferLog {
    @Override
    public void info(String message, List<Map.Entry<String, String>> fields) {}

    @Override
    public void warn(String message, List<Map.Entry<String, String>> fields) {
      lines.add("WRN " + message + fields);
    }

    @Override
    public void fatal(String message, List<Map.Entry<String, String>> fields) {
      lines.add("FTL " + message + fields);
    }
  }

  private Invocation invocation(InputStream in, ByteArrayOutputStream out) {
    return new Invocation(
        List.of(),
        in,
        new PrintStream(out, false, UTF_8),
        new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
        Map.of(),
        folder,
        FixedTerminal.NONE,
        Interrupts.NONE);
  }

  private Future<Exit> writing(String target, InputStream in) {
    return threads.submit(
        () ->
            verbs.write(
                invocation(in, new ByteArrayOutputStream()), target, Optional.empty(), OFTEN));
  }

  private Future<Exit> reading(String target, ByteArrayOutputStream out) {
    return threads.submit(
        () ->
            verbs.read(
                invocation(new ByteArrayInputStream(new byte[0]), out),
                target,
                Optional.empty(),
                4));
  }

  /** A blob now, and one each 100 ms until nobody may write any more with the first URL. */
  private static void trickle(PipedOutputStream pipe, Future<Exit> until) throws Exception {
    long end = System.nanoTime() + LIFE.multipliedBy(2).toNanos();
    while (System.nanoTime() < end && !isOverSoon(until)) {
      pipe.write('x');
      pipe.flush();
    }
  }

  private static boolean isOverSoon(Future<Exit> future) throws Exception {
    try {
      Exit _ = future.get(100, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    }
  }

  @Test
  void whoKnowsTheBufferByItsIdGoesOnWithAnotherUrl() throws Exception {
    var pipe = new PipedOutputStream();
    var out = new ByteArrayOutputStream();
    Future<Exit> writer = writing("abc", new PipedInputStream(pipe));
    Future<Exit> reader = reading("abc", out);
    trickle(pipe, writer);
    pipe.close();
    assertThat(writer.get()).describedAs(lines.toString()).isEqualTo(Exit.OK);
    assertThat(reader.get()).describedAs(lines.toString()).isEqualTo(Exit.OK);
    assertThat(out.size()).isGreaterThan(20);
    assertThat(asked.get()).isGreaterThan(2);
    assertThat(lines).isEmpty();
  }

  @Test
  void whoWasGivenAUrlEndsAndReadersAreTold() throws Exception {
    var pipe = new PipedOutputStream();
    var out = new ByteArrayOutputStream();
    Future<Exit> writer = writing(server.url("abc", true, LIFE), new PipedInputStream(pipe));
    Future<Exit> reader = reading(server.url("abc", false, Duration.ofMinutes(1)), out);
    trickle(pipe, writer);
    assertThat(writer.get()).isEqualTo(new Exit.Status(1));
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("FTL Failed to write buffer")
                    && line.contains("invalid access URL: Signed expiry time has passed"));
    assertThat(reader.get()).isEqualTo(new Exit.Status(1));
    assertThat(lines)
        .anyMatch(
            line ->
                line.startsWith("FTL Failed to read buffer")
                    && line.contains("permanently failed state"));
  }

  @Test
  void aReaderWhoWasGivenAUrlEndsWithTheReason() throws Exception {
    var pipe = new PipedOutputStream();
    Future<Exit> writer = writing("abc", new PipedInputStream(pipe));
    Future<Exit> reader = reading(server.url("abc", false, LIFE), new ByteArrayOutputStream());
    trickle(pipe, reader);
    assertThat(reader.get()).isEqualTo(new Exit.Status(1));
    assertThat(lines)
        .hasSize(1)
        .allMatch(line -> line.contains("invalid access URL: Signed expiry time has passed"));
    pipe.close();
    assertThat(writer.get()).isEqualTo(Exit.OK);
  }
}
