package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import waybill.files.NamedPipe;

/** Moves bytes through our end of a pipe, in a thread of its own. Started at most once. */
final class Pump {
  private static final int LARGE = 1 << 20;

  /**
   * An ordinary user may have 64 MiB in pipes by default, and when he has more each new one holds
   * next to nothing: so only so many are large at a time.
   */
  private static final Semaphore LARGE_ONES = new Semaphore(32);

  private final PipeEnd end;
  private final Work work;
  private final Consumer<Throwable> failed;
  private final Thread thread;
  private volatile boolean stopped;

  /** What is done with the pipe once it is open. */
  @FunctionalInterface
  interface Work {
    void move(FileChannel pipe) throws IOException, InterruptedException;
  }

  /**
   * Not started yet.
   *
   * @param failed told why it failed, while the pipe is still open, unless it was stopped
   */
  Pump(String name, PipeEnd end, Work work, Consumer<Throwable> failed) {
    this.end = end;
    this.work = work;
    this.failed = failed;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (FileChannel pipe = end.open()) {
      try {
        move(pipe);
      } catch (IOException | InterruptedException | RuntimeException | Error failure) {
        tell(failure);
      }
    } catch (IOException failure) {
      tell(failure);
    }
  }

  private void move(FileChannel pipe) throws IOException, InterruptedException {
    boolean large = LARGE_ONES.tryAcquire();
    try {
      if (large) {
        boolean _ = NamedPipe.enlarge(end.path(), LARGE); // it works without, with more switches
      }
      work.move(pipe);
    } finally {
      if (large) {
        LARGE_ONES.release();
      }
    }
  }

  private void tell(Throwable failure) {
    if (!stopped) {
      failed.accept(failure);
    }
  }

  /** Nobody will open the other end any more: what is in the pipe goes on, and then it ends. */
  void finish() throws IOException {
    end.force();
  }

  /** Ends it, wherever it is. */
  void stop() throws IOException {
    stopped = true;
    thread.interrupt();
    end.force();
  }

  void join() throws InterruptedException {
    thread.join();
  }
}
