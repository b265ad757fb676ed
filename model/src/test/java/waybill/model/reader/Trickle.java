package waybill.model.reader;

import java.io.IOException;
import java.io.InputStream;

/** A stream that gives few bytes at a time, and counts them. */
class Trickle extends InputStream {
  private final byte[] bytes;
  private final int most;
  private int given;

  /**
   * @param most bytes that one read gives
   */
  Trickle(byte[] bytes, int most) {
    this.bytes = bytes;
    this.most = most;
  }

  int given() {
    return given;
  }

  /** What is asked for behind the last byte. */
  int end() throws IOException {
    return -1;
  }

  @Override
  public int read() throws IOException {
    return given == bytes.length ? end() : bytes[given++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (given == bytes.length) {
      return end();
    }
    int count = Math.min(Math.min(length, most), bytes.length - given);
    System.arraycopy(bytes, given, target, offset, count);
    given += count;
    return count;
  }
}
