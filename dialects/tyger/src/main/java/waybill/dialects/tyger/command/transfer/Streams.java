package waybill.dialects.tyger.command.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.ExecutionException;

/** The caller's streams as channels that copy nothing. */
public final class Streams {
  private static final int PIECE = 256 << 10;

  /** Nobody reads the output any more; there is nobody to tell, either. */
  public static final class OutputClosed extends IOException {
    private static final long serialVersionUID = 1;

    OutputClosed() {
      super("nobody reads the output any more");
    }
  }

  private Streams() {}

  static ReadableByteChannel channel(InputStream in) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer to) throws IOException {
        byte[] bytes = to.hasArray() ? to.array() : new byte[Math.min(PIECE, to.remaining())];
        int offset = to.hasArray() ? to.arrayOffset() + to.position() : 0;
        int count = in.read(bytes, offset, Math.min(to.remaining(), bytes.length - offset));
        if (count > 0) {
          if (to.hasArray()) {
            to.position(to.position() + count);
          } else {
            to.put(bytes, 0, count);
          }
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /** What is written is flushed, and fails when nobody reads it. */
  public static WritableByteChannel channel(PrintStream out) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer from) throws IOException {
        int count = from.remaining();
        if (from.hasArray()) {
          out.write(from.array(), from.arrayOffset() + from.position(), count);
          from.position(from.limit());
        } else {
          byte[] bytes = new byte[count];
          from.get(bytes);
          out.write(bytes, 0, count);
        }
        if (out.checkError()) {
          throw new OutputClosed();
        }
        return count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {
        out.flush();
      }
    };
  }

  static void rethrow(ExecutionException e) throws IOException, InterruptedException {
    switch (e.getCause()) {
      case IOException cause -> throw cause;
      case InterruptedException cause -> throw cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> // what is run throws no others
          throw new IllegalStateException(e);
    }
  }
}
