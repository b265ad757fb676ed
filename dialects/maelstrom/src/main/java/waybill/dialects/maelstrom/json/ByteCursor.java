package waybill.dialects.maelstrom.json;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a stream one by one. It asks the stream for more only when a byte is needed that was
 * not delivered yet, so that a value is complete as soon as its last byte is there.
 *
 * <p>Lines count from 1, columns are bytes since the last line feed, and both belong to the last
 * byte taken from the stream, be it only looked at: the rule behind every position in the older
 * program's messages.
 */
final class ByteCursor {
  /** What stands where the stream has ended. */
  static final int END = -1;

  private static final int NOTHING = -2;

  private final InputStream in;
  private final long maxValueBytes;
  private final byte[] buffer = new byte[16 * 1024];
  private int next;
  private int limit;
  private int peeked = NOTHING;
  private int line = 1;
  private int column;
  private int codePoints;
  private long offset;
  private long valueStart;

  /**
   * @param maxValueBytes how many bytes may follow one {@link #startValue} before the next
   */
  ByteCursor(InputStream in, long maxValueBytes) {
    this.in = in;
    this.maxValueBytes = maxValueBytes;
  }

  /** The next byte, which stays the next one; {@link #END} at the end. */
  int peek() throws IOException, SpecTextException {
    if (peeked == NOTHING) {
      peeked = take();
    }
    return peeked;
  }

  /** The next byte; {@link #END} at the end. */
  int next() throws IOException, SpecTextException {
    int result = peek();
    skip();
    return result;
  }

  /** Goes past the byte that was looked at. */
  void skip() {
    if (peeked != END) {
      peeked = NOTHING;
    }
  }

  /** From here on the bytes of a new value are counted. */
  void startValue() {
    valueStart = offset;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /** Where the byte stands that was looked at; at the end, where the next one would. */
  Place place() {
    return peeked == END || peeked == NOTHING ? end() : new Place(line, codePoints, offset - 1);
  }

  /** Where the last byte taken stands: what a mistake in the text itself points at. */
  Place last() {
    return new Place(line, Math.max(1, codePoints), Math.max(0, offset - 1));
  }

  /** Right behind the last byte taken. */
  Place end() {
    return new Place(line, codePoints + 1, offset);
  }

  private int take() throws IOException, SpecTextException {
    if (next == limit) {
      int count;
      do {
        count = in.read(buffer, 0, buffer.length);
      } while (count == 0);
      if (count < 0) {
        return END;
      }
      next = 0;
      limit = count;
    }
    if (offset - valueStart >= maxValueBytes) {
      throw new SpecTextException(
              "maelstrom/too-large",
              "a job may have at most " + maxValueBytes + " bytes",
              end().length(1))
          .placedAt(line, column);
    }
    byte taken = buffer[next++];
    offset++;
    if (taken == '\n') {
      line++;
      column = 0;
      codePoints = 0;
    } else {
      column++;
      boolean continuation = (taken & 0xC0) == 0x80;
      codePoints += continuation ? 0 : 1;
    }
    return taken & 0xFF;
  }
}
