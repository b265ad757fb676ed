package waybill.dialects.tyger.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BlockCutterTest {
  /** Counts on and on, a number at a time. */
  private static final class Numbers implements ReadableByteChannel {
    private final int count;
    private int next;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public int read(ByteBuffer place) {
      if (next == count) {
        return -1;
      }
      place.putInt(next++);
      return Integer.BYTES;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** A race: there are so many numbers that a wrong order does not stay unseen. */
  @Test
  void whatIsFlushedNeverComesBeforeWhatWasFilled() throws Exception {
    int count = 2_000_000;
    var cutter = new BlockCutter(new Numbers(count), 16 * Integer.BYTES, 100, Duration.ofNanos(1));
    Thread reader = BufferThreads.blocking("test", cutter::readAll);
    reader.start();
    int next = 0;
    Optional<BlockCutter.Block> block = cutter.next();
    while (block.isPresent()) {
      ByteBuffer bytes =
          ByteBuffer.wrap(block.get().bytes(), block.get().offset(), block.get().length());
      while (bytes.hasRemaining()) {
        assertThat(bytes.getInt()).isEqualTo(next++);
      }
      cutter.release(block.get());
      block = cutter.next();
    }
    assertThat(next).isEqualTo(count);
  }
}
