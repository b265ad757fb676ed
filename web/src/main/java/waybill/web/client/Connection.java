package waybill.web.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection to a server, and what was read from it and not yet used. For one thread. */
final class Connection {
  private static final int READ_AHEAD = 64 << 10;
  private static final int PIECE = 128 << 10;

  private final WebAddress server;
  private final SocketChannel channel;
  private final ByteBuffer ahead = ByteBuffer.allocateDirect(READ_AHEAD).limit(0);
  private long idleSince = System.nanoTime();

  Connection(WebAddress server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /** With {@code /} as its target. */
  WebAddress server() {
    return server;
  }

  SocketChannel channel() {
    return channel;
  }

  void idleFromNow() {
    idleSince = System.nanoTime();
  }

  long idleNanos() {
    return System.nanoTime() - idleSince;
  }

  /** Whether the server has neither closed it nor sent what nobody asked for. */
  boolean isUsable() {
    try {
      if (ahead.hasRemaining()) {
        return false;
      }
      channel.configureBlocking(false);
      int read = channel.read(ahead.clear());
      ahead.flip();
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    write(ByteBuffer.allocate(0), bytes);
  }

  /**
   * In pieces: bytes of the heap are copied before the kernel sees them, which is cheap only while
   * the copy stays in the processor's cache.
   */
  void write(ByteBuffer head, ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (head.hasRemaining() || bytes.hasRemaining()) {
      bytes.limit(Math.min(end, bytes.position() + PIECE));
      if (head.hasRemaining()) {
        channel.write(new ByteBuffer[] {head, bytes});
      } else {
        channel.write(bytes);
      }
      bytes.limit(end);
    }
  }

  /** The next byte; -1 at the end. */
  int read() throws IOException {
    if (!ahead.hasRemaining() && !fill()) {
      return -1;
    }
    return ahead.get() & 0xff;
  }

  /** So many bytes at most; -1 at the end. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    if (!ahead.hasRemaining()) {
      if (length >= READ_AHEAD) {
        return channel.read(ByteBuffer.wrap(bytes, offset, length));
      }
      if (!fill()) {
        return -1;
      }
    }
    int some = Math.min(length, ahead.remaining());
    ahead.get(bytes, offset, some);
    return some;
  }

  private boolean fill() throws IOException {
    ahead.clear();
    int read;
    try {
      read = channel.read(ahead);
    } finally {
      ahead.flip();
    }
    return read > 0;
  }

  /** Reads two bytes that must be a line's end. */
  boolean isAtLineEnd() throws IOException {
    int first = read();
    int second = first < 0 ? -1 : read();
    if (second < 0) {
      throw new EOFException("the connection ended within the answer");
    }
    return first == '\r' && second == '\n';
  }

  /** A line without its end; fails when it is longer, or has other bytes than text. */
  String line(int limit) throws IOException {
    var line = new StringBuilder();
    while (true) {
      int next = read();
      if (next < 0) {
        throw new EOFException("the connection ended within the head of the answer");
      }
      if (next == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() >= limit) {
        throw new IOException("the answer has a line of more than " + limit + " bytes");
      }
      if (next == 0) {
        throw new IOException("the answer has a NUL in its head");
      }
      line.append((char) next);
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // closed is closed
    }
  }
}
