package waybill.dialects.maelstrom.resolved;

import java.util.Optional;
import java.util.function.Function;
import waybill.dialects.maelstrom.json.Quoted;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Puts variables into a text: {@code $env{X}} is the caller's, {@code $prev{X}} that of the
 * environment so far, {@code $prev{X:-d}} is {@code d} where X is missing or empty, and {@code $$}
 * is a dollar sign.
 */
final class Substitution {
  private static final String ENV = "env{";
  private static final String PREV = "prev{";

  private final Function<String, Optional<String>> env;
  private final Function<String, Optional<String>> prev;

  Substitution(Function<String, Optional<String>> env, Function<String, Optional<String>> prev) {
    this.env = env;
    this.prev = prev;
  }

  /**
   * The text with everything put in.
   *
   * @throws waybill.model.failure.FailureException when a variable is missing, or the text is
   *     malformed
   */
  String apply(String text) {
    int dollar = text.indexOf('$');
    if (dollar < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    int done = 0;
    while (dollar >= 0) {
      result.append(text, done, dollar);
      int next = dollar + 1;
      if (text.startsWith("$", next)) {
        result.append('$');
        done = next + 1;
      } else {
        boolean isEnv = text.startsWith(ENV, next);
        if (!isEnv && !text.startsWith(PREV, next)) {
          throw bad("$ must be followed by \"$\", \"env{\", or \"prev{\"");
        }
        int start = next + (isEnv ? ENV : PREV).length();
        int end = text.indexOf('}', start);
        if (end < 0) {
          throw bad("unterminated {");
        }
        result.append(value(isEnv ? env : prev, text.substring(start, end)));
        done = end + 1;
      }
      dollar = text.indexOf('$', done);
    }
    return result.append(text, done, text.length()).toString();
  }

  /** The value for what stands in the braces: a name, and perhaps a default. */
  private static String value(Function<String, Optional<String>> lookup, String inBraces) {
    int separator = inBraces.indexOf(":-");
    String name = separator < 0 ? inBraces : inBraces.substring(0, separator);
    Optional<String> value = lookup.apply(name);
    if (separator >= 0 && (value.isEmpty() || value.get().isEmpty())) {
      return inBraces.substring(separator + 2);
    }
    if (value.isEmpty()) {
      throw bad("unknown variable " + Quoted.string(name));
    }
    return value.get();
  }

  private static RuntimeException bad(String message) {
    return Failure.of(FailureCode.SPEC_INVALID, message).asException();
  }
}
