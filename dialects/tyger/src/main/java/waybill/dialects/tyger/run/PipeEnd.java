package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * Our end of a named pipe. Opening it blocks, and cannot be interrupted, until the program opens
 * the other one; somebody else can bring it about by {@link #force}.
 */
final class PipeEnd {
  private final Path path;
  private final StandardOpenOption direction;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile boolean forced;

  private PipeEnd(Path path, StandardOpenOption direction) {
    this.path = path;
    this.direction = direction;
  }

  static PipeEnd reading(Path path) {
    return new PipeEnd(path, StandardOpenOption.READ);
  }

  static PipeEnd writing(Path path) {
    return new PipeEnd(path, StandardOpenOption.WRITE);
  }

  Path path() {
    return path;
  }

  /** Once, by a platform thread: a virtual one would block others with it. */
  FileChannel open() throws IOException {
    try {
      return FileChannel.open(path, direction);
    } finally {
      opened.countDown();
    }
  }

  /**
   * Has {@link #open} return, which some thread is in or will come to for certain. Who reads then
   * still gets all that there is, and then the end.
   */
  void force() throws IOException {
    if (opened.getCount() == 0) {
      return;
    }
    forced = true;
    // For both directions at once a pipe opens without waiting for anybody.
    try (FileChannel _ =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      awaitOpened();
    }
  }

  /** Whether it was not the program that opened the other end. */
  boolean wasForced() {
    return forced;
  }

  private void awaitOpened() {
    boolean interrupted = false;
    while (true) {
      try {
        opened.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // it comes at once, and without it a thread would stay for ever
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
