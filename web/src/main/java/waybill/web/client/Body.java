package waybill.web.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer; tells when it was read to its end. */
abstract sealed class Body extends InputStream {
  private final Watchdog.Stalls stalls;
  private final Runnable end;
  private boolean ended;

  private Body(Watchdog.Stalls stalls, Runnable end) {
    this.stalls = stalls;
    this.end = end;
  }

  static Body of(
      Head.Framing framing, Connection connection, Watchdog.Stalls stalls, Runnable end) {
    return switch (framing) {
      case Head.Framing.Length(long bytes) -> new Sized(connection, bytes, stalls, end);
      case Head.Framing.Chunks() -> new Chunked(connection, stalls, end);
      case Head.Framing.UntilClosed() -> new Rest(connection, stalls, end);
    };
  }

  /** At least one byte; -1 at the end. */
  abstract int some(byte[] bytes, int offset, int length) throws IOException;

  /** When it has no byte, it is at its end from the start. */
  void begin() throws IOException {}

  final void reachedEnd() {
    if (!ended) {
      ended = true;
      end.run();
    }
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    int read = limited(bytes, offset, length);
    if (read < 0) {
      reachedEnd();
    }
    return read;
  }

  private int limited(byte[] bytes, int offset, int length) throws IOException {
    stalls.begin();
    try {
      return some(bytes, offset, length);
    } catch (IOException e) {
      throw stalls.hasBitten() ? Connections.stalled(e) : e;
    } finally {
      stalls.end();
    }
  }

  @Override
  public final int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private static EOFException tooShort() {
    return new EOFException("the connection ended within the answer");
  }

  private static final class Sized extends Body {
    private final Connection connection;
    private long left;

    Sized(Connection connection, long bytes, Watchdog.Stalls stalls, Runnable end) {
      super(stalls, end);
      this.connection = connection;
      this.left = bytes;
    }

    @Override
    void begin() {
      if (left == 0) {
        reachedEnd();
      }
    }

    @Override
    int some(byte[] bytes, int offset, int length) throws IOException {
      int read = connection.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw tooShort();
      }
      left -= read;
      if (left == 0) {
        reachedEnd(); // whoever reads just so many bytes never asks again
      }
      return read;
    }
  }

  private static final class Chunked extends Body {
    private static final int MAX_SIZE_LINE = 1024;
    private static final int MAX_DIGITS = 15;

    private final Connection connection;
    private long left;
    private boolean first = true;

    Chunked(Connection connection, Watchdog.Stalls stalls, Runnable end) {
      super(stalls, end);
      this.connection = connection;
    }

    @Override
    int some(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0 && !nextChunk()) {
        return -1;
      }
      int read = connection.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw tooShort();
      }
      left -= read;
      return read;
    }

    private boolean nextChunk() throws IOException {
      if (!first && !connection.isAtLineEnd()) {
        throw new IOException("a chunk of the answer has another size than it says");
      }
      first = false;
      left = size(connection.line(MAX_SIZE_LINE));
      if (left > 0) {
        return true;
      }
      var _ = Head.fields(connection); // what comes behind the last one
      return false;
    }

    private static long size(String line) throws IOException {
      int semicolon = line.indexOf(';');
      String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
      if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
        throw new IOException("a chunk of the answer has no size");
      }
      long size = 0;
      for (int i = 0; i < digits.length(); i++) {
        int digit = Character.digit(digits.charAt(i), 16);
        if (digit < 0) {
          throw new IOException("a chunk of the answer has no size");
        }
        size = size << 4 | digit;
      }
      return size;
    }
  }

  private static final class Rest extends Body {
    private final Connection connection;

    Rest(Connection connection, Watchdog.Stalls stalls, Runnable end) {
      super(stalls, end);
      this.connection = connection;
    }

    @Override
    int some(byte[] bytes, int offset, int length) throws IOException {
      return connection.read(bytes, offset, length);
    }
  }
}
