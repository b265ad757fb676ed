package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;

/**
 * What a program writes to a pipe. Its end is an end only when the program did not fail: one that
 * is killed closes its pipes, too, and what it wrote till then must not look complete.
 */
final class FromProgram implements ReadableByteChannel {
  /**
   * How long the program may go on after it has closed its pipe before that is taken as meant: one
   * that dies is known to be dead much sooner.
   */
  static final Duration GRACE = Duration.ofSeconds(2);

  private final FileChannel pipe;
  private final ProgramEnd program;
  private volatile boolean programFailed;

  FromProgram(FileChannel pipe, ProgramEnd program) {
    this.pipe = pipe;
    this.program = program;
  }

  /** The program failed before it was done. */
  static final class ProgramFailed extends IOException {
    private static final long serialVersionUID = 1;

    ProgramFailed() {
      super("the program failed before it was done");
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = pipe.read(into);
    if (count < 0) {
      checkEnd();
    }
    return count;
  }

  private void checkEnd() throws IOException {
    try {
      if (program.failsWithin(GRACE)) {
        programFailed = true;
        throw new ProgramFailed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }

  /** Whether reading failed because the program did. */
  boolean programFailed() {
    return programFailed;
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
