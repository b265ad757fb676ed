package waybill.dialects.opspec.reference;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import waybill.dialects.opspec.value.ValueBounds;
import waybill.dialects.opspec.value.WrongValueException;

/**
 * Replaces the references in a text.
 *
 * <p>A reference begins at {@code $(} and ends at the next {@code )}; references inside of it are
 * replaced first. Of backslashes right before a {@code $} every two stand for one, and an odd one
 * takes the {@code $} its meaning. What is never closed, and {@code $()}, is text. What a reference
 * is replaced by is not looked at again, but may be part of the reference around it.
 */
final class Interpolation {
  private static final String OPENER = "$(";
  private static final char CLOSER = ')';

  private final String template;
  private final UnaryOperator<String> values;
  private final StringBuilder done;
  // Where in what is done the references begin that are still open.
  private final Deque<Integer> open = new ArrayDeque<>();

  private Interpolation(String template, UnaryOperator<String> values) {
    this.template = template;
    this.values = values;
    this.done = new StringBuilder(template.length());
  }

  /**
   * The text with its references replaced.
   *
   * @param values from what stands between opener and closer to the text that takes its place
   * @throws WrongValueException when the result becomes longer than {@link ValueBounds#TEXT}
   */
  static String of(String template, UnaryOperator<String> values) {
    return template.indexOf('$') < 0 ? template : new Interpolation(template, values).run();
  }

  /**
   * Whether the text is one reference and nothing else: {@code $(a)}, {@code $(a[$(b)])}, {@code
   * $(dir/a(1).txt)}, but not {@code $(a)$(b)}.
   */
  static boolean isOneReference(String text) {
    return text.length() > OPENER.length() + 1
        && hasEndsOfReference(text)
        && (closesOnlyAtEnd(text, true) || closesOnlyAtEnd(text, false));
  }

  /** Whether the text is meant as one reference where only a file or dir will do. */
  static boolean hasEndsOfReference(String text) {
    return text.startsWith(OPENER) && text.charAt(text.length() - 1) == CLOSER;
  }

  /** What stands between opener and closer of a text that is one reference. */
  static String inside(String reference) {
    return reference.substring(OPENER.length(), reference.length() - 1);
  }

  private static boolean closesOnlyAtEnd(String text, boolean countPlainOpeners) {
    int depth = 0;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' && (countPlainOpeners || text.charAt(i - 1) == '$')) {
        depth++;
      } else if (c == CLOSER) {
        depth--;
        if (depth == 0) {
          return i == text.length() - 1;
        }
      }
    }
    return false;
  }

  private String run() {
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c == '\\') {
        at = backslashes(at);
      } else if (c == '$') {
        at = dollar(at);
      } else if (c == CLOSER && !open.isEmpty()) {
        close();
        at++;
      } else {
        done.append(c);
        at++;
      }
    }
    return done.toString();
  }

  private int backslashes(int from) {
    int to = from;
    while (to < template.length() && template.charAt(to) == '\\') {
      to++;
    }
    boolean beforeDollar = to < template.length() && template.charAt(to) == '$';
    int count = to - from;
    done.repeat('\\', beforeDollar ? count / 2 : count);
    if (beforeDollar && count % 2 == 1) {
      done.append('$');
      to++;
    }
    return to;
  }

  private int dollar(int at) {
    if (!template.startsWith(OPENER, at)) {
      done.append('$');
      return at + 1;
    }
    open.push(done.length());
    done.append(OPENER);
    return at + OPENER.length();
  }

  private void close() {
    int start = open.pop();
    String reference = done.substring(start + OPENER.length());
    if (reference.isEmpty()) {
      done.append(CLOSER);
      return;
    }
    String value = values.apply(reference);
    if ((long) start + value.length() > ValueBounds.TEXT) {
      throw ValueBounds.textTooLong();
    }
    done.setLength(start);
    done.append(value);
  }
}
