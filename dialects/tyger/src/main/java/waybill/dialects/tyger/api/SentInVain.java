package waybill.dialects.tyger.api;

import java.io.IOException;
import java.net.SocketTimeoutException;
import waybill.web.server.Exchange;

/** Bodies of requests that are refused: clients read the answer only when they have sent them. */
final class SentInVain {
  private static final int MOST = 64 << 20;
  private static final int PIECE = 256 << 10;

  private SentInVain() {}

  /**
   * Reads what is left to its end, where it is not endless. Whoever stalls is told at once, if he
   * still wants to know: {@link Exchange#limitStalls} says when.
   */
  static void read(Exchange exchange) throws IOException {
    boolean isBare = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    if (isBare || exchange.length() > MOST) {
      return;
    }
    byte[] piece = new byte[PIECE];
    long left = MOST;
    int count = 0;
    try {
      while (left > 0 && count >= 0) {
        count = exchange.body().read(piece, 0, (int) Math.min(left, piece.length));
        left -= count;
      }
    } catch (SocketTimeoutException stalls) {
      return;
    }
  }
}
