package waybill.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;

/**
 * What a task wrote to one of its streams: the beginning of it, up to a limit, and how much more
 * there was. The first 64 KiB are in memory, what follows in one file without a name.
 *
 * <p>May be used by several threads, and read while the task still writes: a reader sees what was
 * kept at the time of its call. To be closed, which frees the file.
 */
public final class Captured implements AutoCloseable {
  private static final int MEMORY_BYTES = 64 * 1024;
  private static final int FIRST_BYTES = 256;
  private static final byte[] EMPTY = {};
  private static final String NO_SPACE = new Errno(28).text();
  private static final String QUOTA = new Errno(122).text();

  private final long limitBytes;
  private final SpoolFiles files;

  /** Only ever written behind {@code memoryBytes}, so a reader needs no copy of it. */
  private byte[] memory = EMPTY;

  private int memoryBytes;
  private @Nullable RandomAccessFile file;
  private long fileBytes;
  private long writtenBytes;
  private @Nullable Failure failure;
  private boolean closed;

  Captured(long limitBytes, SpoolFiles files) {
    this.limitBytes = limitBytes;
    this.files = files;
  }

  /** How many bytes are kept. */
  public synchronized long size() {
    return memoryBytes + fileBytes;
  }

  /** How many bytes were written and are not kept, because of the limit or of {@link #failure}. */
  public synchronized long lostBytes() {
    return writtenBytes - size();
  }

  /** Why less is kept than the limit allows. */
  public synchronized Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Writes what is kept now.
   *
   * @throws IOException when {@code out} or the file fails
   * @throws IllegalStateException when it was closed
   */
  public void writeTo(OutputStream out) throws IOException {
    byte[] head;
    int headBytes;
    long tailBytes;
    synchronized (this) {
      checkOpen();
      head = memory;
      headBytes = memoryBytes;
      tailBytes = fileBytes;
    }
    out.write(head, 0, headBytes);
    byte[] piece = new byte[(int) Math.min(tailBytes, MEMORY_BYTES)];
    for (long at = 0; at < tailBytes; at += piece.length) {
      int length = (int) Math.min(tailBytes - at, piece.length);
      read(at, piece, length);
      out.write(piece, 0, length);
    }
  }

  /** Frees what is kept; the counts stay. */
  @Override
  public synchronized void close() {
    closed = true;
    memory = EMPTY;
    closeFile();
  }

  /** Takes the next bytes of the stream. Never throws: what cannot be kept is counted. */
  synchronized void append(byte[] bytes, int offset, int length) {
    writtenBytes += length;
    if (closed || failure != null) {
      return;
    }
    int keep = (int) Math.min(length, limitBytes - size());
    int inMemory = Math.min(keep, MEMORY_BYTES - memoryBytes);
    if (inMemory > 0) {
      remember(bytes, offset, inMemory);
    }
    if (keep > inMemory) {
      spool(bytes, offset + inMemory, keep - inMemory);
    }
  }

  /** The stream has ended after so many bytes, of which we may have been given fewer. */
  synchronized void ended(long totalBytes) {
    writtenBytes = Math.max(writtenBytes, totalBytes);
  }

  private void remember(byte[] bytes, int offset, int length) {
    int needed = memoryBytes + length;
    if (needed > memory.length) {
      int roomy = Math.clamp(memory.length * 2L, FIRST_BYTES, MEMORY_BYTES);
      memory = Arrays.copyOf(memory, Math.max(needed, roomy));
    }
    System.arraycopy(bytes, offset, memory, memoryBytes, length);
    memoryBytes = needed;
  }

  private void spool(byte[] bytes, int offset, int length) {
    try {
      if (file == null) {
        file = files.create();
      }
      file.seek(fileBytes);
      file.write(bytes, offset, length);
      fileBytes += length;
    } catch (IOException e) {
      failure = spoolFailure(e);
    }
  }

  private synchronized void read(long at, byte[] piece, int length) throws IOException {
    checkOpen();
    if (file == null) {
      throw new IllegalStateException("bytes were counted without a file");
    }
    file.seek(at);
    file.readFully(piece, 0, length);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the captured output was closed");
    }
  }

  private void closeFile() {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      failure = spoolFailure(e);
    }
    file = null;
  }

  private static Failure spoolFailure(IOException e) {
    String reason = Causes.joined(e);
    boolean full = reason.endsWith(NO_SPACE) || reason.endsWith(QUOTA);
    return Failure.of(
            full ? FailureCode.DISK_FULL : FailureCode.STORE_UNREADABLE,
            "the rest of the task's output could not be kept: " + reason)
        .withHelp("make room in the folder for temporary files, or lower the limit for output");
  }
}
