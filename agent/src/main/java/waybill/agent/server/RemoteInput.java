package waybill.agent.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import waybill.agent.wire.Content;
import waybill.agent.wire.FrameKind;

/**
 * What a command reads. Asked of the client when it is wanted and not before, so that nothing is
 * taken away from whoever reads after the command.
 */
final class RemoteInput extends InputStream {
  private static final byte[] NOTHING = {};

  private final Outbox outbox;
  private byte[] piece = NOTHING;
  private int used;
  private boolean asked;
  private boolean over;

  RemoteInput(Outbox outbox) {
    this.outbox = outbox;
  }

  /** A piece has come; an empty one is the end. */
  synchronized void take(byte[] next) throws IOException {
    if (!asked) {
      throw new IOException("input that nobody wanted");
    }
    asked = false;
    if (next.length == 0) {
      over = true;
    } else {
      piece = next;
      used = 0;
    }
    notifyAll();
  }

  /** Nothing more comes. */
  synchronized void end() {
    over = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (used == piece.length) {
      if (over) {
        return -1;
      }
      ask(length);
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    int count = Math.min(length, piece.length - used);
    System.arraycopy(piece, used, into, offset, count);
    used += count;
    return count;
  }

  /** No more than the reader wants: a line-wise prompt must not swallow what follows the line. */
  private void ask(int length) throws IOException {
    if (!asked) {
      asked = true;
      outbox.put(FrameKind.WANT_INPUT, new Content().number(Math.min(length, FrameKind.MAX_PIECE)));
    }
  }

  @Override
  public synchronized int available() {
    return piece.length - used;
  }
}
