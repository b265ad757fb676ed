package waybill.images.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A disk with trouble at one of its steps, counted from 1; writing a file's bytes is a step too.
 */
class TroubledDisk extends StoreDisk {
  private final int at;
  private final Trouble trouble;
  private final AtomicInteger steps = new AtomicInteger();

  /** What happens at the chosen step, before it is taken. */
  interface Trouble {
    void happen() throws IOException;
  }

  TroubledDisk(int at, Trouble trouble) {
    this.at = at;
    this.trouble = trouble;
  }

  /** Whether the chosen step was reached. */
  boolean happened() {
    return steps.get() >= at;
  }

  int steps() {
    return steps.get();
  }

  private void step() throws IOException {
    if (steps.incrementAndGet() == at) {
      trouble.happen();
    }
  }

  @Override
  void createFolder(Path folder) throws IOException {
    step();
    super.createFolder(folder);
  }

  @Override
  OutputStream createFile(Path file) throws IOException {
    step();
    OutputStream out = super.createFile(file);
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        step();
        out.write(single);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        step();
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  void createLink(Path link, String target, long modified) throws IOException {
    step();
    super.createLink(link, target, modified);
  }

  @Override
  void settle(Path path, int mode, long modified) throws IOException {
    step();
    super.settle(path, mode, modified);
  }

  @Override
  void rename(Path from, Path to) throws IOException {
    step();
    super.rename(from, to);
  }

  @Override
  void sync(Path folder) throws IOException {
    step();
    super.sync(folder);
  }
}
