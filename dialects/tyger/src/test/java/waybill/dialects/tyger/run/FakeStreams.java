package waybill.dialects.tyger.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Buffers in memory, which can be told to fail. */
final class FakeStreams implements BufferStreams {
  /** Where a buffer stands. */
  enum State {
    OPEN,
    COMPLETE,
    FAILED
  }

  private static final class Content {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    State state = State.OPEN;
  }

  private final Map<String, Content> contents = new HashMap<>();
  private boolean full;

  private Content content(String id) {
    return contents.computeIfAbsent(id, unknown -> new Content());
  }

  synchronized void put(String id, byte[] bytes) {
    content(id).bytes.writeBytes(bytes);
    content(id).state = State.COMPLETE;
    notifyAll();
  }

  synchronized void fillTheDisk() {
    full = true;
  }

  synchronized State state(String id) {
    return content(id).state;
  }

  synchronized String text(String id) {
    return content(id).bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public long read(String buffer, WritableByteChannel out)
      throws IOException, InterruptedException {
    byte[] bytes;
    synchronized (this) {
      while (content(buffer).state == State.OPEN) {
        wait();
      }
      if (content(buffer).state == State.FAILED) {
        throw Failure.of(
                FailureCode.STORE_UNREADABLE, "the buffer is in a permanently failed state")
            .asException();
      }
      bytes = content(buffer).bytes.toByteArray();
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
    return bytes.length;
  }

  @Override
  public long write(String buffer, ReadableByteChannel in) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(1 << 16);
    boolean complete = false;
    try {
      while (in.read(piece.clear()) >= 0) {
        append(buffer, piece);
      }
      complete = true;
    } finally {
      end(buffer, complete ? State.COMPLETE : State.FAILED);
    }
    return 0;
  }

  private synchronized void append(String buffer, ByteBuffer piece) {
    if (full) {
      throw Failure.of(FailureCode.DISK_FULL, "No space left on device").asException();
    }
    byte[] bytes = new byte[piece.flip().remaining()];
    piece.get(bytes);
    content(buffer).bytes.writeBytes(bytes);
    notifyAll();
  }

  private synchronized void end(String buffer, State state) {
    if (content(buffer).state == State.OPEN) {
      content(buffer).state = state;
      notifyAll();
    }
  }

  synchronized void awaitText(String buffer, String wanted) throws InterruptedException {
    while (!text(buffer).contains(wanted)) {
      wait();
    }
  }

  @Override
  public void fail(String buffer) {
    end(buffer, State.FAILED);
  }
}
