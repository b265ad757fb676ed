package waybill.dialects.tyger.command.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
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

@Timeout(60)
class BufferVerbsTest {
  private static final Exit FAILED = new Exit.Status(1);

  @TempDir Path folder;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicReference<IntConsumer> interrupt = new AtomicReference<>(signal -> {});
  private final WebClient web = new WebClient();
  private DataServer server;
  private BufferVerbs verbs;

  @BeforeEach
  void start() {
    server = new DataServer(folder);
    server.blobs().create("abc");
    verbs =
        new BufferVerbs(
            web,
            (id, writable) -> WebAddress.parse(server.url(id, writable)),
            new Lines(lines));
  }

  @AfterEach
  void stop() {
    web.close();
    server.close();
  }

  private record Lines(List<String> lines) implements TransferLog {
    @Override
    public void info(String message, List<Map.Entry<String, String>> fields) {
      lines.add("INF " + message + fields);
    }

    @Override
    public void warn(String message, List<Map.Entry<String, String>> fields) {
      lines.add("WRN " + message + fields);
    }

    @Override
    public void fatal(String message, List<Map.Entry<String, String>> fields) {
      lines.add("FTL " + message + fields);
    }
  }

  private Invocation invocation(InputStream in, OutputStream to) {
    Interrupts interrupts =
        receiver -> {
          interrupt.set(receiver);
          return () -> {};
        };
    return new Invocation(
        List.of(),
        in,
        new PrintStream(to, false, UTF_8),
        new PrintStream(new ByteArrayOutputStream(), false, UTF_8),
        Map.of(),
        folder,
        FixedTerminal.NONE,
        interrupts);
  }

  private Invocation invocation(String in) {
    return invocation(new ByteArrayInputStream(in.getBytes(UTF_8)), out);
  }

  @Test
  void aBufferIsWrittenAndReadByItsId() {
    assertThat(verbs.write(invocation("text"), "abc", Optional.empty(), Writing.DEFAULT))
        .isEqualTo(Exit.OK);
    assertThat(verbs.read(invocation(""), "abc", Optional.empty(), 32)).isEqualTo(Exit.OK);
    assertThat(out.toString(UTF_8)).isEqualTo("text");
    assertThat(lines).first().isEqualTo("INF Transfer starting[]");
    assertThat(lines)
        .last()
        .asString()
        .startsWith("INF Transfer complete[elapsed=0.")
        .contains("avgThroughput=", "totalCompletedData=4B");
  }

  @Test
  void urlsAndFilesWithUrlsNameBuffersToo() throws Exception {
    Files.writeString(folder.resolve("data"), "text");
    Optional<String> data = Optional.of("data");
    assertThat(verbs.write(invocation(""), server.url("abc", true), data, Writing.DEFAULT))
        .isEqualTo(Exit.OK);
    Files.writeString(folder.resolve("url"), server.url("abc", false) + "\n");
    Optional<String> output = Optional.of("output");
    assertThat(verbs.read(invocation(""), "url", output, 32)).isEqualTo(Exit.OK);
    assertThat(folder.resolve("output")).hasContent("text");
  }

  @Test
  void aSecondWriteIsRefused() {
    verbs.write(invocation("text"), "abc", Optional.empty(), Writing.DEFAULT);
    assertThat(verbs.write(invocation("more"), "abc", Optional.empty(), Writing.DEFAULT))
        .isEqualTo(FAILED);
    assertThat(lines)
        .last()
        .isEqualTo("FTL Failed to write buffer[error=buffer cannot be overwritten]");
  }

  @Test
  void aBufferThatIsNotThereIsSaidNotToExist() {
    assertThat(verbs.read(invocation(""), "missing", Optional.empty(), 32)).isEqualTo(FAILED);
    assertThat(lines)
        .last()
        .isEqualTo("FTL Failed to read buffer[error=the buffer does not exist]");
  }

  @Test
  void nobodyReadsWithNoReaders() {
    assertThatThrownBy(() -> verbs.read(invocation(""), "abc", Optional.empty(), 0))
        .hasMessage("the degree of parallelism (dop) must be at least 1");
    var none = new Writing(0, 4, Duration.ZERO);
    assertThatThrownBy(() -> verbs.write(invocation(""), "abc", Optional.empty(), none))
        .hasMessage("the degree of parallelism (dop) must be at least 1");
  }

  @Test
  void filesThatCannotBeUsedAreNamed() {
    assertThatThrownBy(
            () ->
                verbs.write(invocation(""), "abc", Optional.of("no/such"), Writing.DEFAULT))
        .hasMessageContaining("no/such")
        .hasMessageContaining("No such file or directory");
    assertThatThrownBy(() -> verbs.read(invocation(""), "abc", Optional.of("no/such"), 2))
        .hasMessageContaining("no/such");
    assertThatThrownBy(() -> verbs.read(invocation(""), "bad://x", Optional.empty(), 2))
        .hasMessageStartingWith("invalid access URL");
  }

  @Test
  void anInterruptMarksTheBufferFailed() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = new CountDownLatch(1);
      var in = new PipedInputStream();
      var feed = new PipedOutputStream(in);
      var watched =
          new InputStream() {
            @Override
            public int read() throws IOException {
              return in.read();
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
              reading.countDown();
              return in.read(to, offset, length);
            }
          };
      Future<Exit> written =
          threads.submit(
              () ->
                  verbs.write(
                      invocation(watched, out), "abc", Optional.empty(), Writing.DEFAULT));
      reading.await();
      interrupt.get().accept(2);
      assertThat(written.get()).isEqualTo(FAILED);
      assertThat(lines).last().isEqualTo("WRN Canceling...[]");
      assertThat(verbs.read(invocation(""), "abc", Optional.empty(), 2)).isEqualTo(FAILED);
      assertThat(lines)
          .last()
          .isEqualTo(
              "FTL Failed to read buffer[error=the buffer is in a permanently failed state]");
      feed.flush();
    }
  }

  @Test
  void outputThatNobodyReadsEndsItQuietly() {
    verbs.write(invocation("text"), "abc", Optional.empty(), Writing.DEFAULT);
    lines.clear();
    var broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Invocation invocation = invocation(new ByteArrayInputStream(new byte[0]), broken);
    assertThat(verbs.read(invocation, "abc", Optional.empty(), 2)).isEqualTo(FAILED);
    assertThat(lines).noneMatch(line -> line.startsWith("FTL"));
    assertThat(BufferVerbs.gen(invocation, "1M", Optional.empty())).isEqualTo(FAILED);
  }

  @Test
  void generatedBytesAreTheOlderPrograms() throws Exception {
    assertThat(BufferVerbs.gen(invocation(""), "3M", Optional.empty())).isEqualTo(Exit.OK);
    assertThat(sha256(out.toByteArray()))
        .isEqualTo("09d7daed99c15bcee48dfa269c7597a1036a371c90100dda6f4fdcfe7ab79385");
    assertThat(out.toString(UTF_8)).startsWith(":;<=>?@ABC");
    BufferVerbs.gen(invocation(""), "32M", Optional.of("gen"));
    assertThat(sha256(Files.readAllBytes(folder.resolve("gen"))))
        .isEqualTo("b997630f9de63d635b4f686f6e4d9827d253bcf3e0ee204186095486ff64793c");
    assertThatThrownBy(() -> BufferVerbs.gen(invocation(""), "much", Optional.empty()))
        .hasMessage("invalid size: much");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
