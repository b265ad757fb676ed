package waybill.dialects.tyger.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Marks of what things say, as decimal numbers of 64 bits. Tyger takes another hash (XxHash3); who
 * gets a mark can only compare it, so the JDK's SHA-256, cut off, does as well.
 */
final class ETags {
  private final MessageDigest digest;

  private ETags() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Of these texts and tags; those in any order.
   *
   * @param texts always as many for one kind of thing
   */
  static String of(Map<String, String> tags, String... texts) {
    var tag = new ETags();
    for (String text : texts) {
      tag.add(text);
    }
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> {
              tag.add(key);
              tag.add(value);
            });
    return Long.toUnsignedString(ByteBuffer.wrap(tag.digest.digest()).getLong());
  }

  /** With its length, so that no two lists of texts are one. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
