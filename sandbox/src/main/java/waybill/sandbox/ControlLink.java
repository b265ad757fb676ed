package waybill.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import waybill.model.failure.Failure;

/**
 * The connection to the launcher as a whole: its end is the launcher's end. What the launcher says
 * on it is at most one thing, why it could not start. Safe for all threads.
 */
final class ControlLink implements AutoCloseable {
  private static final int REPORT_BYTES = 16;
  private static final int STAGE_OFFSET = 8;
  private static final int ERRNO_OFFSET = 12;
  private static final int CLASSIC = 1;

  private final SocketChannel channel;
  private final Object writing = new Object();
  private final Object reading = new Object();

  /** Both guarded by {@code reading}. */
  private boolean asked;

  private Optional<Failure> startFailure = Optional.empty();

  ControlLink(SocketChannel channel) {
    this.channel = channel;
  }

  void configure(LauncherSettings settings) throws IOException {
    var frames = new Frames();
    frames.begin(Frames.CONTROL_CONFIGURE).number(settings.workers()).number(settings.hostId());
    frames.number(settings.kernel() == LauncherSettings.Kernel.CLASSIC ? CLASSIC : 0);
    if (settings.subordinateIds().isPresent()) {
      SubordinateIds ids = settings.subordinateIds().get();
      frames.number(ids.firstUser()).number(ids.firstGroup()).end();
    } else {
      frames.number(0).number(0).end();
    }
    send(frames);
  }

  void setRawTerminal(boolean raw) throws IOException {
    var frames = new Frames();
    frames.begin(Frames.CONTROL_RAW_TERMINAL).number(raw ? 1 : 0).end();
    send(frames);
  }

  private void send(Frames frames) throws IOException {
    ByteBuffer bytes = frames.take();
    synchronized (writing) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * What a process of the launcher other than a worker said before it died. Waits for the end of
   * the launcher, so it is asked only when that is at hand.
   */
  Optional<Failure> startFailure() {
    synchronized (reading) {
      if (!asked) {
        asked = true;
        startFailure = readFailure();
      }
      return startFailure;
    }
  }

  private Optional<Failure> readFailure() {
    var report = ByteBuffer.allocate(REPORT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int read = 0;
      while (report.hasRemaining() && read >= 0) {
        read = channel.read(report);
      }
    } catch (IOException e) {
      return Optional.empty(); // then what the worker's end of the line said is all there is
    }
    return report.hasRemaining()
        ? Optional.empty()
        : Optional.of(Stage.failure(report.getInt(STAGE_OFFSET), report.getInt(ERRNO_OFFSET)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
