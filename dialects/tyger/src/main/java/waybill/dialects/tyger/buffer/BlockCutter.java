package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Cuts a stream into blocks: full ones, and after the flush interval what there is. One thread
 * reads the stream, which may block in it for ever; another takes the blocks. Memory is bounded by
 * the number of buffers: the reading thread waits for one to come back.
 */
final class BlockCutter {
  /** Larger reads would only go through a larger copy outside the processor's caches. */
  private static final int PIECE = 256 << 10;

  /** Many streams are short: their buffer is not made as large as a block. */
  private static final int FIRST = 64 << 10;

  private static final int GROWTH = 4;

  /** A part of the stream. */
  static final class Block {
    /** What follows the last one. */
    static final Block EMPTY = new Block(new byte[0], 0, 0, false);

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final boolean buffer;

    /**
     * @param buffer whether the bytes go back to the reading thread when the block is released
     */
    private Block(byte[] bytes, int offset, int length, boolean buffer) {
      this.bytes = bytes;
      this.offset = offset;
      this.length = length;
      this.buffer = buffer;
    }

    byte[] bytes() {
      return bytes;
    }

    int offset() {
      return offset;
    }

    int length() {
      return length;
    }
  }

  private final ReadableByteChannel in;
  private final int blockSize;
  private final int buffers;
  private final long intervalNanos;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private final Condition given = lock.newCondition();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private final Deque<Block> full = new ArrayDeque<>();
  private int made;

  /** Whether {@link #current} is a buffer that is being filled. */
  private boolean filling;

  /** Bytes of it from start to end are in no block yet. */
  private byte[] current = new byte[0];

  private int start;
  private int end;

  /** When the first of these bytes came. */
  private long since;

  private boolean ended;
  private Optional<Throwable> failure = Optional.empty();

  /**
   * @param flushInterval zero for never
   */
  BlockCutter(ReadableByteChannel in, int blockSize, int buffers, Duration flushInterval) {
    this.in = in;
    this.blockSize = blockSize;
    this.buffers = buffers;
    this.intervalNanos = flushInterval.toNanos();
  }

  /** Reads to the end of the stream, or until this thread is interrupted. */
  void readAll() {
    try {
      boolean more = true;
      while (more) {
        ByteBuffer place = place();
        int count = in.read(place);
        more = count >= 0;
        if (more) {
          filled(count);
        }
      }
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Where the next bytes go. */
  private ByteBuffer place() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!filling) {
        if (!free.isEmpty()) {
          current = free.pop();
          filling = true;
        } else if (made < buffers) {
          // Where there was a whole block there are more.
          current = new byte[made == 0 ? Math.min(FIRST, blockSize) : blockSize];
          made++;
          filling = true;
        } else {
          given.await();
        }
      }
      if (end == current.length) {
        long larger = Math.min(blockSize, (long) current.length * GROWTH);
        current = Arrays.copyOf(current, (int) larger);
      }
      return ByteBuffer.wrap(current, end, Math.min(PIECE, current.length - end));
    } finally {
      lock.unlock();
    }
  }

  private void filled(int count) {
    lock.lock();
    try {
      if (start == end && count > 0) {
        since = System.nanoTime();
        taken.signal();
      }
      end += count;
      if (end == blockSize) {
        seal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      if (end > start) {
        seal();
      }
      ended = true;
      taken.signal();
    } finally {
      lock.unlock();
    }
  }

  private void seal() {
    full.add(new Block(current, start, end - start, true));
    filling = false;
    start = 0;
    end = 0;
    taken.signal();
  }

  /** Makes {@link #next} throw this, for whoever waits in it. The first failure counts. */
  void fail(Throwable why) {
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failure = Optional.of(why);
      }
      taken.signal();
    } finally {
      lock.unlock();
    }
  }

  /** The next block; empty at the end of the stream. */
  Optional<Block> next() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (failure.isPresent()) {
          rethrow(failure.get());
        }
        if (!full.isEmpty()) {
          return Optional.of(full.remove());
        }
        if (ended) {
          return Optional.empty();
        }
        if (end == start || intervalNanos == 0) {
          taken.await();
        } else {
          long left = intervalNanos - (System.nanoTime() - since);
          if (left <= 0) {
            return Optional.of(flush());
          }
          // Gives up the lock: a block that is filled meanwhile comes before what is then to be
          // flushed, so all is looked at again, however long it took.
          taken.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The reading thread may be about to write behind these bytes, so they are copied. */
  private Block flush() {
    byte[] bytes = Arrays.copyOfRange(current, start, end);
    start = end;
    return new Block(bytes, 0, bytes.length, false);
  }

  /** The block's bytes are not needed any more. */
  void release(Block block) {
    if (block.buffer) {
      lock.lock();
      try {
        free.push(block.bytes());
        given.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  static void rethrow(Throwable why) throws IOException {
    switch (why) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> // threads of ours end with no other kinds
          throw new IllegalStateException(why);
    }
  }
}
