package waybill.agent.client;

import java.io.IOException;
import java.io.InputStream;
import waybill.agent.wire.Content;
import waybill.agent.wire.FrameKind;
import waybill.agent.wire.Link;

/** Brings input to the agent, as much as it wants and no more: the rest is the next program's. */
class InputPump {
  /** Nothing was wanted so far, and most commands never want any. */
  static final InputPump NONE = new InputPump();

  private InputPump() {}

  /** Reads so many bytes at most and sends them; returns at once. */
  InputPump want(Link link, InputStream in, int bytes) {
    var reading = new Reading(link, in);
    var thread = new Thread(reading, "waybill-input");
    thread.setDaemon(true); // nobody has to type something only for us to end
    thread.start();
    return reading.want(link, in, bytes);
  }

  private static final class Reading extends InputPump implements Runnable {
    private final Link link;
    private final InputStream in;
    private int wanted;

    Reading(Link link, InputStream in) {
      this.link = link;
      this.in = in;
    }

    @Override
    synchronized InputPump want(Link sameLink, InputStream sameIn, int bytes) {
      wanted = Math.clamp(bytes, 1, FrameKind.MAX_PIECE);
      notifyAll();
      return this;
    }

    @Override
    public void run() {
      try {
        while (true) {
          byte[] piece = new byte[next()];
          int length = read(piece);
          link.send(FrameKind.INPUT, new Content().raw(piece, 0, Math.max(0, length)));
          if (length < 0) {
            return;
          }
        }
      } catch (IOException | InterruptedException e) {
        return; // the connection has ended, which whoever receives tells
      }
    }

    private synchronized int next() throws InterruptedException {
      while (wanted == 0) {
        wait();
      }
      int bytes = wanted;
      wanted = 0;
      return bytes;
    }

    /** What cannot be read is at its end: as a closed terminal is. */
    private int read(byte[] piece) {
      try {
        return in.read(piece);
      } catch (IOException e) {
        return -1;
      }
    }
  }
}
