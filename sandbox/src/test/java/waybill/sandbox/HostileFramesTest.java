package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.testing.Needs;

/**
 * Whatever comes to a worker instead of a plan, it says so or ends; it never crashes or hangs. The
 * launcher is built with the compiler's own checks of memory and arithmetic for this.
 */
@Timeout(120)
class HostileFramesTest {
  private static final int SEED = 20_251_121;
  private static final int HEAD = 8;
  private static final Path CHECKED = Layers.empty().resolve("checked");

  /** The other end of a launcher, by hand. */
  private static final class RawLauncher implements AutoCloseable {
    private final Path said = Layers.empty().resolve("stderr");
    private final Process process;
    private final SocketChannel control;
    private final SocketChannel worker;

    RawLauncher(Path program) throws IOException {
      Path socket = Layers.SOCKETS.resolve("raw-" + System.nanoTime());
      try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket));
        process =
            new ProcessBuilder(program.toString(), socket.toString())
                .redirectError(said.toFile())
                .start();
        control = server.accept();
        var frames = new Frames();
        frames.begin(Frames.CONTROL_CONFIGURE).number(1);
        frames.number(Needs.isRoot() ? TestBed.HOST_ID : 0).number(0);
        frames.number(0).number(0).end();
        write(control, frames.take());
        worker = server.accept();
      } finally {
        Files.delete(socket);
      }
      int kind = read().kind;
      Needs.need(Capabilities.callerWord(), kind == Frames.REPORT_READY, "the sandbox is refused");
    }

    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    void send(ByteBuffer bytes) throws IOException {
      write(worker, bytes);
    }

    private ByteBuffer exactly(int size) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        if (worker.read(bytes) < 0) {
          throw new EOFException("the worker is gone: " + Files.readString(said));
        }
      }
      return bytes.flip();
    }

    Report read() throws IOException {
      ByteBuffer head = exactly(HEAD);
      return new Report(head.getInt(4), exactly(head.getInt(0)));
    }

    /** Reads until the task with that number has ended, and gives the call that failed. */
    Call ended(int task) throws IOException {
      for (Report report = read(); ; report = read()) {
        if (report.kind == Frames.REPORT_ENDED
            && report.payload.getInt(WorkerLink.ENDED_TASK) == task) {
          return Call.of(report.payload.getInt(WorkerLink.ENDED_CALL));
        }
      }
    }

    /** Reads whatever is still said, to the end. */
    int lastKind() throws IOException {
      int kind = 0;
      try {
        while (true) {
          kind = read().kind;
        }
      } catch (EOFException e) {
        return kind;
      }
    }

    @Override
    public void close() throws IOException {
      control.close();
      worker.close();
      try {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(Files.readString(said)).isEmpty();
    }
  }

  private record Report(int kind, ByteBuffer payload) {}

  /** Built for all tests of this class at once. */
  @BeforeAll
  static void buildWithChecks() throws IOException, InterruptedException {
    Process compiler =
        new ProcessBuilder(
                "sh",
                "-c",
                "cc -std=gnu11 -g -O1 -fsanitize=address,undefined -o \"$0\" launcher/*.c",
                CHECKED.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Needs.need("cc", compiler.waitFor() == 0, said);
  }

  private static LaunchPlan plan() {
    try (TestBed bed = TestBed.start(1)) {
      return bed.job("/bin/true", "an argument")
          .network(Network.LOOPBACK)
          .makesMissing()
          .files(new Step.File("/etc/file", "content"))
          .mounts(
              new Mount.ContainerSystem(),
              new Mount.Tmp("/tmp"),
              new Mount.Devices(List.of(Mount.Device.NULL)))
          .bind(Layers.empty(), "/made/here", Mount.BindAccess.READ_ONLY)
          .directory("/made/directory")
          .plan();
    }
  }

  private static ByteBuffer launch(LaunchPlan plan, int task) {
    var frames = new Frames();
    frames.prepareRoot(0, plan);
    frames.launch(task, 0, 0, plan);
    return copy(frames.take());
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN).put(bytes).flip();
  }

  private static ByteBuffer frame(int kind, byte[] payload) {
    return ByteBuffer.allocate(HEAD + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(payload.length)
        .putInt(kind)
        .put(payload)
        .flip();
  }

  private static byte[] launchPayload(LaunchPlan plan) {
    var frames = new Frames();
    frames.launch(1, 0, 0, plan);
    ByteBuffer bytes = frames.take();
    byte[] payload = new byte[bytes.remaining() - HEAD];
    bytes.position(HEAD).get(payload);
    return payload;
  }

  @Test
  void framesOfRandomBytesAreSurvived() throws IOException {
    var random = new Random(SEED);
    LaunchPlan plan = plan();
    try (var launcher = new RawLauncher(CHECKED)) {
      for (int i = 0; i < 400; i++) {
        byte[] payload = new byte[random.nextInt(300)];
        random.nextBytes(payload);
        launcher.send(frame(random.nextInt(9), payload));
        if (i % 20 == 0) {
          launcher.send(launch(plan, 1000 + i));
          assertThat(launcher.ended(1000 + i)).isEqualTo(Call.NONE);
        }
      }
    }
  }

  @Test
  void plansThatWereDamagedAreSurvived() throws IOException {
    var random = new Random(SEED);
    LaunchPlan plan = plan();
    byte[] good = launchPayload(plan);
    try (var launcher = new RawLauncher(CHECKED)) {
      launcher.send(launch(plan, 5));
      assertThat(launcher.ended(5)).isEqualTo(Call.NONE);
      for (int i = 0; i < 1500; i++) {
        byte[] payload = Arrays.copyOf(good, good.length);
        switch (random.nextInt(3)) {
          case 0 -> payload = Arrays.copyOf(payload, random.nextInt(payload.length));
          case 1 -> payload = Arrays.copyOf(payload, payload.length + random.nextInt(50));
          default -> {
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
              payload[random.nextInt(good.length)] = (byte) random.nextInt(256);
            }
          }
        }
        launcher.send(frame(Frames.WORKER_LAUNCH, payload));
        if (i % 25 == 0) {
          launcher.send(launch(plan, 100_000 + i));
          assertThat(launcher.ended(100_000 + i)).isEqualTo(Call.NONE);
        }
      }
    }
  }

  @Test
  void aPlanThatIsCutShortIsSaidToBeNone() throws IOException {
    byte[] good = launchPayload(plan());
    try (var launcher = new RawLauncher(TestBed.BINARIES.resolve("waybill-launcher"))) {
      for (int size = 4; size < good.length; size += 7) {
        launcher.send(frame(Frames.WORKER_LAUNCH, Arrays.copyOf(good, size)));
        assertThat(launcher.ended(1)).isEqualTo(Call.PROTOCOL);
      }
      launcher.send(frame(Frames.WORKER_LAUNCH, good));
      assertThat(launcher.ended(1)).as("its root was never prepared").isEqualTo(Call.PROTOCOL);
    }
  }

  @Test
  void aFrameThatIsTooLongEndsTheLauncher() throws IOException {
    for (int length : new int[] {Frames.MAX_FRAME + 1, -1}) {
      try (var launcher = new RawLauncher(CHECKED)) {
        launcher.send(
            ByteBuffer.allocate(HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(2)
                .flip());
        assertThat(launcher.lastKind()).isEqualTo(Frames.REPORT_FAILED);
      }
    }
  }

  @Test
  void noiseOnTheControlSocketIsSurvivedOrEndsTheLauncher() throws IOException {
    var random = new Random(SEED);
    for (int i = 0; i < 10; i++) {
      try (var launcher = new RawLauncher(CHECKED)) {
        byte[] noise = new byte[200];
        random.nextBytes(noise);
        RawLauncher.write(launcher.control, frame(3, noise));
        RawLauncher.write(launcher.control, ByteBuffer.wrap(noise));
      }
    }
  }
}
