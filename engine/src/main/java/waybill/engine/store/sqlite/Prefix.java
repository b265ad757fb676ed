package waybill.engine.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Texts that begin in a certain way, as a stretch of an index: SQLite compares bytes of UTF-8,
 * which is the order of code points.
 */
final class Prefix {
  private Prefix() {}

  /** The first text behind all that begin so; nothing when there is none. */
  static Optional<String> end(String prefix) {
    int length = prefix.length();
    while (length > 0) {
      int last = prefix.codePointBefore(length);
      length -= Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
        return Optional.of(prefix.substring(0, length) + Character.toString(next));
      }
    }
    return Optional.empty();
  }

  /** The order of SQLite; that of Java's texts is another one where there are surrogates. */
  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
