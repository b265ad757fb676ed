package waybill.dialects.tyger.store;

import java.util.Map;
import waybill.dialects.tyger.problem.Refusal;

/** What tags may be; asked at the doors of the stores, so that no way in passes by it. */
final class TagRules {
  private static final int MAX_TAGS = 100;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private TagRules() {}

  /** Fails with {@link Refusal}, whose text says buffer of runs, too, as Tyger's does. */
  static void require(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw Refusal.invalid("No more than 100 tags can be set on a buffer");
    }
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || !isWord(key, MAX_KEY)) {
            throw Refusal.invalid(
                "Tag keys must contain up to 128 letters (a-z, A-Z), numbers (0-9) and"
                    + " underscores (_)");
          }
          if (!isWord(value, MAX_VALUE)) {
            throw Refusal.invalid(
                "Tag values can contain up to 256 letters (a-z, A-Z), numbers (0-9) and"
                    + " underscores (_)");
          }
        });
  }

  private static boolean isWord(String text, int max) {
    if (text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && (c < '0' || c > '9') && "-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
