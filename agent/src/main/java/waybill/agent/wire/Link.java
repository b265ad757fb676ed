package waybill.agent.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connection. Any thread may send; one at a time receives. A thread that is interrupted while
 * it sends or receives ends the connection, as with every channel.
 */
public final class Link implements AutoCloseable {
  private static final int HEAD = 5;

  private final SocketChannel channel;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);

  public Link(SocketChannel channel) {
    this.channel = channel;
  }

  public synchronized void send(int kind, Content content) throws IOException {
    ByteBuffer body = content.buffer();
    ByteBuffer whole = ByteBuffer.allocate(HEAD + body.remaining());
    whole.putInt(body.remaining() + 1).put((byte) kind).put(body).flip();
    while (whole.hasRemaining()) {
      channel.write(whole);
    }
  }

  public void send(int kind) throws IOException {
    send(kind, new Content());
  }

  /**
   * The next frame.
   *
   * @param limit bytes of content that it may have
   * @throws EOFException when the other side has ended
   */
  public Frame receive(int limit) throws IOException {
    fill(head.clear());
    int length = head.getInt(0) - 1;
    if (length < 0 || length > limit) {
      throw new IOException("a frame of " + (length + 1L) + " bytes");
    }
    ByteBuffer content = ByteBuffer.allocate(length);
    fill(content);
    return new Frame(head.get(4), content.flip());
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the other side has gone");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
