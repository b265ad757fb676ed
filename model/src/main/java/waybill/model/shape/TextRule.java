package waybill.model.shape;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text must look like.
 *
 * @param wanted as the end of the sentence "must be …"
 * @param pattern the whole text matches it; means the same to JSON Schema and to Java, and must not
 *     backtrack
 * @param most characters it may have, so that matching is cheap
 * @param help with an example
 */
public record TextRule(String wanted, Optional<Pattern> pattern, int most, Optional<String> help) {
  private static final int MOST_WHERE_MATCHED = 1000;

  /** Whatever is a text. */
  public static final TextRule ANY =
      new TextRule("text", Optional.empty(), Integer.MAX_VALUE, Optional.empty());

  public static TextRule of(String wanted, String pattern, String help) {
    return new TextRule(
        wanted, Optional.of(Pattern.compile(pattern)), MOST_WHERE_MATCHED, Optional.of(help));
  }

  /** The same, called otherwise. */
  public TextRule called(String otherwise) {
    return new TextRule(otherwise, pattern, most, help);
  }

  public boolean allows(String text) {
    return text.length() <= most && (pattern.isEmpty() || pattern.get().matcher(text).find());
  }
}
