package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** What a program reads from a pipe. It may stop reading when it likes. */
final class ToProgram implements WritableByteChannel {
  private final FileChannel pipe;
  private volatile boolean refused;

  ToProgram(FileChannel pipe) {
    this.pipe = pipe;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      return pipe.write(bytes);
    } catch (IOException e) {
      refused = true;
      throw e;
    }
  }

  /** Whether the program did not want more. */
  boolean isRefused() {
    return refused;
  }

  @Override
  public boolean isOpen() {
    return pipe.isOpen();
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }
}
