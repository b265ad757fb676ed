package waybill.web.client;

import java.io.IOException;
import java.io.InputStream;

/** Reads no more than one is ready to hold. */
final class Bounded {
  private Bounded() {}

  static byte[] bytes(InputStream in, int limit) throws IOException {
    byte[] bytes = in.readNBytes(limit);
    if (bytes.length == limit && in.read() >= 0) {
      throw new IOException("the answer has more than " + limit + " bytes");
    }
    return bytes;
  }
}
