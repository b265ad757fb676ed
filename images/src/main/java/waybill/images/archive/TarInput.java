package waybill.images.archive;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive: buffered, counted, and no more of them than allowed. */
final class TarInput {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final long maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private long offset;
  private long holes;

  TarInput(InputStream in, long maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Bytes consumed so far. */
  long offset() {
    return offset;
  }

  ArchiveException fault(String reason) {
    return new ArchiveException(reason, offset);
  }

  /** Fills a block; false if the archive ends right before it. */
  boolean readBlock(byte[] block) throws IOException {
    int first = readSome(block, 0, block.length);
    if (first < 0) {
      return false;
    }
    readFully(block, first, block.length - first);
    return true;
  }

  void readFully(byte[] bytes, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      done += read(bytes, at + done, length - done);
    }
  }

  /** At least one byte, for there must be more. */
  int read(byte[] bytes, int at, int length) throws IOException {
    int count = readSome(bytes, at, length);
    if (count < 0) {
      throw fault("ends in the middle");
    }
    return count;
  }

  /** Goes over what is not in the buffer by the stream's own way, which may be a short one. */
  void skip(long length) throws IOException {
    int buffered = (int) Math.min(length, end - start);
    start += buffered;
    count(buffered);
    long left = length - buffered;
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped == 0) {
        if (!fill()) {
          throw fault("ends in the middle");
        }
        skipped = Math.min(left, end);
        start = (int) skipped;
      }
      left -= skipped;
      count(skipped);
    }
  }

  /** Reads what is left and forgets it: it belongs to the digest all the same. */
  void drain() throws IOException {
    while (start < end || fill()) {
      count(end - start);
      start = end;
    }
  }

  /** -1 at the end. */
  private int readSome(byte[] bytes, int at, int length) throws IOException {
    if (start == end && length >= BUFFER_BYTES) {
      int count = in.read(bytes, at, length);
      count(Math.max(0, count));
      return count;
    }
    if (start == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - start);
    System.arraycopy(buffer, start, bytes, at, count);
    start += count;
    count(count);
    return count;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
    return end > 0;
  }

  /**
   * Bytes that the archive does not hold count like those that it does: whoever reads meets them.
   */
  void countHoles(long bytes) throws ArchiveException {
    holes = bytes > maxBytes - holes ? maxBytes + 1 : holes + bytes;
    count(0);
  }

  private void count(long bytes) throws ArchiveException {
    offset += bytes;
    if (offset > maxBytes - holes) {
      throw fault("is larger than " + maxBytes + " bytes after decompression");
    }
  }
}
