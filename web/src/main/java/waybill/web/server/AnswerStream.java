package waybill.web.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** The body of an answer that has begun. Small writes are gathered, large ones pass. */
final class AnswerStream extends OutputStream {
  private static final int GATHERED = 32 << 10;

  private final JettyExchange exchange;
  private ByteBuffer gathered = ByteBuffer.allocate(0);
  private boolean closed;

  AnswerStream(JettyExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the answer has ended");
    }
    if (length > gathered.remaining()) {
      pass();
      if (length >= GATHERED) {
        exchange.write(false, ByteBuffer.wrap(bytes, offset, length));
        return;
      }
      if (gathered.capacity() == 0) {
        gathered = ByteBuffer.allocate(GATHERED);
      }
    }
    gathered.put(bytes, offset, length);
  }

  private void pass() throws IOException {
    if (gathered.position() > 0) {
      exchange.write(false, gathered.flip());
      gathered.clear();
    }
  }

  /** Also the head, when nothing else is there yet. */
  @Override
  public void flush() throws IOException {
    if (!closed) {
      exchange.write(false, gathered.flip());
      gathered.clear();
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      if (!exchange.isBroken()) { // what broke it was told
        exchange.write(true, gathered.flip());
      }
    }
  }
}
