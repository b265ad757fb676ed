package waybill.agent.server;

import java.io.IOException;
import java.io.OutputStream;
import waybill.agent.wire.Content;
import waybill.agent.wire.FrameKind;

/** One of the two streams that a command writes. */
final class RemoteOutput extends OutputStream {
  private final Outbox outbox;
  private final int kind;
  private volatile boolean broken;

  RemoteOutput(Outbox outbox, int kind) {
    this.outbox = outbox;
    this.kind = kind;
  }

  /** Nobody reads it any more. */
  void breakOff() {
    broken = true;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; done += FrameKind.MAX_PIECE) {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      int piece = Math.min(length - done, FrameKind.MAX_PIECE);
      outbox.put(kind, new Content().raw(bytes, offset + done, piece));
    }
  }
}
