package waybill.images.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream in a thread of its own, some blocks ahead of the reader, so that decompressing,
 * hashing and writing share the machine's processors. All of it is read in order and by one thread:
 * when the reader has seen the end, the thread has ended with everything that it did.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCK_BYTES = 256 * 1024;
  private static final int BLOCKS = 6;

  /** Filled by one side and emptied by the other, never touched by both. */
  private static final class Block {
    final byte[] bytes = new byte[BLOCK_BYTES];
    int length;
  }

  /** What comes after the last block. */
  private sealed interface Ending {
    record End() implements Ending {}

    record Broken(IOException failure) implements Ending {}

    record Bug(RuntimeException failure) implements Ending {}
  }

  private final InputStream in;
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);

  /** Blocks, then an ending. */
  private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(BLOCKS + 1);

  private final Thread thread;
  private Block current = new Block();
  private int at;
  private boolean ended;

  ReadAhead(InputStream in, String name) {
    this.in = in;
    for (int i = 1; i < BLOCKS; i++) {
      free.add(new Block());
    }
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (at == current.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current.bytes, at, bytes, offset, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    try {
      current.length = 0;
      at = 0;
      free.put(current);
      Object taken = ready.take();
      if (taken instanceof Block block) {
        current = block;
        return true;
      }
      current = new Block();
      ended = true;
      if (taken instanceof Ending.Broken(IOException failure)) {
        throw failure;
      }
      if (taken instanceof Ending.Bug(RuntimeException failure)) {
        throw failure;
      }
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private void run() {
    try {
      ready.put(readAll());
    } catch (InterruptedException closed) {
      // Nobody waits for anything more.
      return;
    }
  }

  private Ending readAll() throws InterruptedException {
    try {
      while (true) {
        Block block = free.take();
        int length = in.readNBytes(block.bytes, 0, BLOCK_BYTES);
        if (length == 0) {
          return new Ending.End();
        }
        block.length = length;
        ready.put(block);
      }
    } catch (IOException failure) {
      return new Ending.Broken(failure);
    } catch (RuntimeException bug) {
      return new Ending.Bug(bug);
    }
  }

  /** Ends the thread, then closes the stream. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException now) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
