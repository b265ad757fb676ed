package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waybill.dialects.tyger.problem.Refusal;

/**
 * A buffer that is not stored: the program's pipe on one side, somebody who calls once on the
 * other. It waits for whichever comes later. Its pump is there only between the two.
 */
final class RelayEnd implements RunDesk.Relay {
  private static final int PIECE = 256 << 10;

  private final String parameter;
  private final boolean input;
  private final ProgramEnd program;
  private final Consumer<String> failed;
  private final AtomicBoolean used = new AtomicBoolean();
  private @Nullable Path fifo;
  private @Nullable Pump pump;
  private boolean over;

  /**
   * Of a run that has not begun.
   *
   * @param failed told why the run must fail
   */
  RelayEnd(String parameter, boolean input, ProgramEnd program, Consumer<String> failed) {
    this.parameter = parameter;
    this.input = input;
    this.program = program;
    this.failed = failed;
  }

  @Override
  public boolean isInput() {
    return input;
  }

  /** The pipe is there. */
  synchronized void begin(Path pipe) {
    fifo = pipe;
    notifyAll();
  }

  /** The program is over, or never began. */
  synchronized void programOver() throws IOException {
    over = true;
    notifyAll();
    if (pump != null) {
      if (input) {
        pump.stop();
      } else {
        pump.finish();
      }
    }
  }

  /** Ends it, wherever it is. */
  synchronized void stop() throws IOException {
    over = true;
    notifyAll();
    if (pump != null) {
      pump.stop();
    }
  }

  /** The pump that works, or has worked. */
  synchronized Optional<Pump> pump() {
    return Optional.ofNullable(pump);
  }

  @Override
  public long fill(InputStream in) throws IOException, InterruptedException {
    claim();
    var filling = new Filling(in);
    boolean begun = pumped(filling, true);
    filling.throwFailure();
    if (!begun || !filling.complete) {
      filling.discard();
    }
    return filling.bytes;
  }

  @Override
  public long drain(OutputStream out) throws IOException, InterruptedException {
    claim();
    var draining = new Draining(out);
    if (!pumped(draining, false)) {
      throw neverOpened();
    }
    draining.throwFailure();
    if (!draining.complete) {
      throw ended();
    }
    return draining.bytes;
  }

  private void claim() {
    if (!used.compareAndSet(false, true)) {
      throw new Refusal(Refusal.Code.BAD_REQUEST, "the buffer endpoint can only be called once");
    }
  }

  private static Refusal ended() {
    return new Refusal(Refusal.Code.BAD_REQUEST, "the run ended before it was done");
  }

  private Refusal neverOpened() {
    return new Refusal(
        Refusal.Code.BAD_REQUEST,
        "the run ended without opening the pipe of its output buffer '" + parameter + "'");
  }

  /** Waits for the pipe and then until all is moved; false when there will never be one. */
  private boolean pumped(Moving moving, boolean writes) throws IOException, InterruptedException {
    Pump mine;
    synchronized (this) {
      while (fifo == null && !over) {
        wait();
      }
      if (over || fifo == null) {
        return false;
      }
      PipeEnd end = writes ? PipeEnd.writing(fifo) : PipeEnd.reading(fifo);
      moving.end = end;
      mine = new Pump("relay " + parameter, end, moving, moving.failure::set);
      pump = mine;
      mine.start();
    }
    try {
      mine.join();
      return true;
    } catch (InterruptedException e) {
      if (!program.isOver()) {
        failed.accept("Whoever used the buffer '" + parameter + "' was interrupted");
      }
      mine.stop();
      throw e;
    }
  }

  /** What a pump does here, and how that ended. */
  private abstract static class Moving implements Pump.Work {
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    volatile @Nullable PipeEnd end;
    long bytes; // read by others when the pump is over

    void throwFailure() throws IOException, InterruptedException {
      switch (failure.get()) {
        case null -> {}
        case IOException e -> throw e;
        case InterruptedException e -> throw e;
        case RuntimeException e -> throw e;
        case Throwable fault -> throw new IllegalStateException(fault);
      }
    }
  }

  /** From a caller to the program. */
  private final class Filling extends Moving {
    private final InputStream in;
    private boolean complete;

    Filling(InputStream in) {
      this.in = in;
    }

    @Override
    public void move(FileChannel pipe) throws IOException {
      var out = new ToProgram(pipe);
      byte[] piece = new byte[PIECE];
      while (!program.isOver()) {
        int count = read(piece);
        if (count < 0) {
          complete = true;
          return;
        }
        bytes += count;
        if (!write(out, piece, count)) {
          return;
        }
      }
    }

    private int read(byte[] piece) throws IOException {
      try {
        return in.read(piece);
      } catch (IOException e) {
        if (program.isOver()) {
          return -1; // then we were interrupted: nobody wants the rest
        }
        // Before the pipe is closed: to the program that would look like the end.
        failed.accept(
            "The input buffer '" + parameter + "' was not sent to its end: " + e.getMessage());
        throw e;
      }
    }

    /** Whether the program took it. */
    private boolean write(ToProgram out, byte[] piece, int count) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(piece, 0, count);
      try {
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        return true;
      } catch (IOException e) {
        if (out.isRefused()) {
          return false;
        }
        throw e;
      }
    }

    /** What the program did not want. */
    void discard() throws IOException {
      byte[] piece = new byte[PIECE];
      int count = 0;
      while (count >= 0) {
        bytes += count;
        count = in.read(piece);
      }
    }
  }

  /** From the program to a caller. */
  private final class Draining extends Moving {
    private final OutputStream out;
    private boolean complete;

    Draining(OutputStream out) {
      this.out = out;
    }

    @Override
    public void move(FileChannel pipe) throws IOException {
      var in = new FromProgram(pipe, program);
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      while (true) {
        int count;
        try {
          count = in.read(piece.clear());
        } catch (FromProgram.ProgramFailed e) {
          throw ended();
        }
        if (count < 0) {
          break;
        }
        bytes += count;
        write(piece.array(), count);
      }
      complete = true;
      PipeEnd mine = end;
      if (bytes == 0 && mine != null && mine.wasForced()) {
        throw neverOpened();
      }
    }

    private void write(byte[] piece, int count) throws IOException {
      try {
        out.write(piece, 0, count);
        out.flush(); // what comes goes on at once
      } catch (IOException e) {
        failed.accept(
            "Nobody reads the output buffer '" + parameter + "' any more: " + e.getMessage());
        throw e;
      }
    }
  }
}
