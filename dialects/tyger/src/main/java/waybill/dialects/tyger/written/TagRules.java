package waybill.dialects.tyger.written;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.RuleTexts;

/** What tags of buffers and runs may be. */
public final class TagRules {
  private static final int MOST = 100;
  private static final int KEY = 128;
  private static final int VALUE = 256;

  private TagRules() {}

  /**
   * Refuses tags that are none.
   *
   * @throws Refusal which says the first thing that is wrong
   */
  public static void check(Map<String, String> tags) {
    check(
        tags,
        List.of(),
        broken -> {
          throw Refusal.invalid(broken.message());
        });
  }

  static void check(Map<String, String> tags, List<String> where, Consumer<Broken> broken) {
    if (tags.size() > MOST) {
      broken.accept(Broken.value(where, "too-many-tags", RuleTexts.TOO_MANY_TAGS));
    }
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      List<String> path = Broken.path(where, tag.getKey());
      if (tag.getKey().isEmpty() || !isPlain(tag.getKey(), KEY)) {
        broken.accept(Broken.key(path, "bad-tag", RuleTexts.BAD_TAG_KEY));
      }
      if (!isPlain(tag.getValue(), VALUE)) {
        broken.accept(Broken.value(path, "bad-tag", RuleTexts.BAD_TAG_VALUE));
      }
    }
  }

  private static boolean isPlain(String text, int most) {
    if (text.length() > most) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
