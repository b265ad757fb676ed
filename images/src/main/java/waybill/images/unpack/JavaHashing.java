package waybill.images.unpack;

import java.security.MessageDigest;
import waybill.images.store.TreeDigest;

/** The JDK's SHA-256. */
final class JavaHashing implements Hashing {

  @Override
  public Hash begin() {
    return new JavaHash(TreeDigest.sha256());
  }

  private record JavaHash(MessageDigest running) implements Hash {

    @Override
    public void update(byte[] bytes, int offset, int length) {
      running.update(bytes, offset, length);
    }

    @Override
    public String digest() {
      return "sha256:" + TreeDigest.hex(running);
    }

    @Override
    public void close() {
      // Memory is all that it has.
    }
  }
}
