package waybill.dialects.tyger.command.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of a transfer. For any number of threads. */
public final class Meter {
  private final AtomicLong bytes = new AtomicLong();
  private final long begin = System.nanoTime();
  private final OptionalLong total;

  /**
   * @param total how many there will be, where that is known
   */
  public Meter(OptionalLong total) {
    this.total = total;
  }

  public long bytes() {
    return bytes.get();
  }

  public OptionalLong total() {
    return total;
  }

  /** Nanoseconds since this was made. */
  public long nanos() {
    return System.nanoTime() - begin;
  }

  ReadableByteChannel counting(ReadableByteChannel in) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer to) throws IOException {
        return count(in.read(to));
      }

      @Override
      public boolean isOpen() {
        return in.isOpen();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  WritableByteChannel counting(WritableByteChannel out) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer from) throws IOException {
        return count(out.write(from));
      }

      @Override
      public boolean isOpen() {
        return out.isOpen();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  InputStream counting(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return count(super.read(to, offset, length));
      }
    };
  }

  private int count(int more) {
    if (more > 0) {
      bytes.addAndGet(more);
    }
    return more;
  }
}
