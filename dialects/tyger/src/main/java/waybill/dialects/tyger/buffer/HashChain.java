package waybill.dialects.tyger.buffer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The hashes that tie the blobs of a buffer to their places: each is made of the one before and the
 * blob's MD5, so that only short texts are hashed in order while blobs are hashed side by side.
 */
final class HashChain {
  /** What stands before the first blob's. */
  static final String FIRST = "MDAwMDAwMDAwMDAwMDAwMA==";

  private HashChain() {}

  /** The chain's next hash, in base64. */
  static String next(String previous, String md5) {
    MessageDigest sha = digest("SHA-256");
    sha.update(previous.getBytes(StandardCharsets.US_ASCII));
    return base64(sha.digest(md5.getBytes(StandardCharsets.US_ASCII)));
  }

  /** MD5 in base64, as {@code Content-MD5} has it. */
  static String md5(byte[] bytes, int offset, int length) {
    MessageDigest md5 = digest("MD5");
    md5.update(bytes, offset, length);
    return base64(md5.digest());
  }

  private static String base64(byte[] hash) {
    return Base64.getEncoder().encodeToString(hash);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
