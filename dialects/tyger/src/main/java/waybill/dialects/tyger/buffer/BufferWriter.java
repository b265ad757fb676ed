package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Optional;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Writes a stream into a buffer: a first marker, which also keeps other writers out; blocks of the
 * stream as blobs, several at once; an empty blob behind the last; a marker that says how it ended.
 * There is no going on after a failure: the buffer is then marked failed.
 */
public final class BufferWriter {
  public static final int BLOCK_SIZE = 4 << 20;
  public static final int WRITERS = 16;
  public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);

  /** How long marking a buffer as failed may take: somebody waits for the command to end. */
  private static final Duration LAST_WORD = Duration.ofSeconds(3);

  private final BlobAccess blobs;
  private final int writers;
  private final int blockSize;
  private final Duration flushInterval;

  /**
   * @param writers blobs under way at once
   * @param blockSize bytes of a blob at most
   * @param flushInterval after so long what there is makes a blob; zero for never
   */
  public BufferWriter(BlobAccess blobs, int writers, int blockSize, Duration flushInterval) {
    if (writers < 1 || blockSize < 1 || blockSize > BlobAccess.MAX_BLOB) {
      throw new IllegalArgumentException(writers + " writers of " + blockSize + " bytes");
    }
    this.blobs = blobs;
    this.writers = writers;
    this.blockSize = blockSize;
    this.flushInterval = flushInterval;
  }

  /**
   * Writes until the end of the stream and marks the buffer complete. On any failure, and when the
   * thread is interrupted, it marks the buffer failed, which takes 3 seconds at most; where that
   * did not work the exception has a suppressed one that says why. The stream is read by a thread
   * of its own, which is interrupted then, and not waited for.
   *
   * @return bytes
   * @throws IOException when the stream cannot be read
   * @throws FailureException with the tool's text, also {@code buffer cannot be overwritten}
   */
  public long write(ReadableByteChannel in) throws IOException, InterruptedException {
    begin();
    try (BlobAccess.Hold _ = blobs.hold()) {
      return copyMarked(in);
    }
  }

  private long copyMarked(ReadableByteChannel in) throws IOException, InterruptedException {
    try {
      long bytes = copy(in);
      end();
      return bytes;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      markFailed(e);
      throw e;
    }
  }

  private void begin() throws InterruptedException {
    if (blobs.head(BlobNames.START).isPresent()
        || put(blobs, BlobNames.START, Marker.START) == BlobAccess.Put.EXISTS) {
      throw BufferTexts.overwrite();
    }
  }

  private long copy(ReadableByteChannel in) throws IOException, InterruptedException {
    var cutter = new BlockCutter(in, blockSize, buffers(), flushInterval);
    var uploads = new BlockUploads(blobs, writers, cutter::release, cutter::fail);
    Thread reader = BufferThreads.blocking("input", cutter::readAll);
    reader.start();
    boolean done = false;
    try {
      long bytes = 0;
      Optional<BlockCutter.Block> block = cutter.next();
      while (block.isPresent()) {
        uploads.add(block.get());
        bytes += block.get().length();
        block = cutter.next();
      }
      uploads.add(BlockCutter.Block.EMPTY);
      uploads.finish();
      // What failed meanwhile is told here.
      cutter.next();
      done = true;
      return bytes;
    } finally {
      if (!done) {
        uploads.cancel();
        reader.interrupt();
      }
    }
  }

  /** One more than can be sent at once is being filled; huge blocks must not fill all memory. */
  private int buffers() {
    long room = Runtime.getRuntime().maxMemory() / 2 / blockSize;
    return Math.clamp(room, 2, writers + 1);
  }

  private void end() throws InterruptedException {
    if (put(blobs, BlobNames.END, Marker.COMPLETE) == BlobAccess.Put.EXISTS) {
      throw BufferTexts.failed();
    }
  }

  private void markFailed(Throwable why) {
    Thread last =
        BufferThreads.of(
            "end",
            () -> {
              try {
                fail(blobs);
              } catch (RuntimeException e) {
                why.addSuppressed(e);
              }
            });
    last.start();
    try {
      if (!last.join(LAST_WORD)) {
        last.interrupt();
        why.addSuppressed(BufferTexts.server("the buffer could not be marked as failed in time"));
      }
    } catch (InterruptedException e) {
      // Asked a second time to end: readers of the buffer will wait, but this does not.
      last.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Marks a buffer failed, unless it has ended or is gone; nobody can write it after that.
   *
   * @throws FailureException when that could not be done
   */
  public static void fail(BlobAccess blobs) {
    try {
      if (put(blobs, BlobNames.END, Marker.FAILED) == BlobAccess.Put.WRITTEN) {
        put(blobs, BlobNames.START, Marker.START);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (FailureException e) {
      if (e.failure().code() != FailureCode.INPUT_MISSING) {
        throw e;
      }
    }
  }

  private static BlobAccess.Put put(BlobAccess blobs, String path, byte[] content)
      throws InterruptedException {
    return blobs.put(path, content, 0, content.length, Seal.of(content));
  }
}
