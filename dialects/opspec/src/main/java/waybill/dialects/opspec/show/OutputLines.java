package waybill.dialects.opspec.show;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Makes lines of the pieces in which a program's output comes. A line of megabytes comes in parts
 * as if it had line ends, so that nobody has to keep it. For one thread.
 */
final class OutputLines {
  /** Bytes after which a line is broken. */
  static final int LONGEST = 16 << 10;

  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(256);

  /** Calls the receiver with each line that is now complete, without its end. */
  void add(byte[] bytes, Consumer<byte[]> lines) {
    for (byte b : bytes) {
      if (b == '\n') {
        give(lines);
      } else {
        begun.write(b);
        if (begun.size() >= LONGEST && isWhole(b)) {
          give(lines);
        }
      }
    }
  }

  /** Gives what is left when no more comes. */
  void finish(Consumer<byte[]> lines) {
    if (begun.size() > 0) {
      give(lines);
    }
  }

  /** Whether no letter of UTF-8 may be cut here; one that is no UTF-8 is cut all the same. */
  private boolean isWhole(byte last) {
    return last >= 0 || begun.size() > LONGEST + 4;
  }

  private void give(Consumer<byte[]> lines) {
    byte[] line = begun.toByteArray();
    begun.reset();
    int end = line.length;
    // Programs on a terminal of their own end lines with both.
    if (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    lines.accept(end == line.length ? line : java.util.Arrays.copyOf(line, end));
  }
}
