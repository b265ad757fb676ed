package waybill.images.pattern;

import java.util.ArrayList;
import java.util.List;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * Writes out a name with braces as all the names it stands for, the leftmost brace changing
 * slowest:
 *
 * <ul>
 *   <li><code>{a,b}</code> is each of its alternatives; they may be empty, and hold braces
 *       themselves
 *   <li><code>{1..3}</code>, <code>{c..a}</code> is a range of whole numbers or of letters of one
 *       case, in either direction; with a leading zero, as in <code>{08..10}</code>, all numbers
 *       get the same width
 *   <li>{@code \} takes the meaning from the character after it
 * </ul>
 *
 * <p>A text without an opening brace stands for itself as it is, backslashes included.
 */
public final class BraceExpansion {
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_DEPTH = 64;

  /** Names that one text may stand for. */
  static final int MAX_NAMES = 100_000;

  /** Characters of all names together, so that many long ones do not exhaust memory. */
  private static final int MAX_CHARACTERS = 16 << 20;

  private final String text;
  private int position;

  private BraceExpansion(String text) {
    this.text = text;
  }

  /**
   * The names that a text stands for, at least one.
   *
   * @throws FailureException if braces do not match, a range is none, or there are more than
   *     100,000 names
   */
  public static List<String> expand(String text) {
    if (text.indexOf('{') < 0) {
      return List.of(text);
    }
    if (text.length() > MAX_LENGTH) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "a text with braces has "
                  + text.length()
                  + " characters; "
                  + MAX_LENGTH
                  + " are allowed")
          .asException();
    }
    return new BraceExpansion(text).sequence(0);
  }

  /** Reads up to the end, or up to the {@code ,} or <code>}</code> that ends an alternative. */
  private List<String> sequence(int depth) {
    List<String> names = List.of("");
    StringBuilder literal = new StringBuilder();
    while (position < text.length()) {
      char character = text.charAt(position);
      if (depth > 0 && (character == ',' || character == '}')) {
        break;
      }
      position++;
      switch (character) {
        case '{' -> {
          names = joined(names, List.of(literal.toString()));
          literal.setLength(0);
          names = joined(names, braces(depth + 1));
        }
        case '}' -> throw malformed("`}` at character " + position + " has no `{`");
        case '\\' -> {
          if (position == text.length()) {
            throw malformed("nothing follows the last `\\`");
          }
          literal.append(text.charAt(position++));
        }
        default -> literal.append(character);
      }
    }
    return joined(names, List.of(literal.toString()));
  }

  /** What the braces stand for, the first of which was just read. */
  private List<String> braces(int depth) {
    int open = position;
    if (depth > MAX_DEPTH) {
      throw malformed("braces are nested deeper than " + MAX_DEPTH);
    }
    int close = text.indexOf('}', open);
    String inside = close < 0 ? "" : text.substring(open, close);
    if (inside.contains("..") && inside.indexOf(',') < 0 && inside.indexOf('{') < 0) {
      position = close + 1;
      return range(inside);
    }
    List<String> names = new ArrayList<>();
    while (true) {
      names.addAll(sequence(depth));
      checkSize(names.size(), 0);
      if (position == text.length()) {
        throw malformed("`{` at character " + open + " has no `}`");
      }
      if (text.charAt(position++) == '}') {
        return names;
      }
    }
  }

  private List<String> range(String inside) {
    int dots = inside.indexOf("..");
    String first = inside.substring(0, dots);
    String last = inside.substring(dots + 2);
    if (isNumber(first) && isNumber(last)) {
      return numbers(first, last);
    }
    if (first.length() == 1 && last.length() == 1 && sameCase(first.charAt(0), last.charAt(0))) {
      List<String> letters = new ArrayList<>();
      int step = first.charAt(0) <= last.charAt(0) ? 1 : -1;
      for (int letter = first.charAt(0); letter != last.charAt(0) + step; letter += step) {
        letters.add(Character.toString(letter));
      }
      return letters;
    }
    throw malformed(
        "`{" + inside + "}` is no range: its ends must be two numbers or two letters of one case");
  }

  private List<String> numbers(String first, String last) {
    long from = Long.parseLong(first);
    long to = Long.parseLong(last);
    checkSize(Math.abs(to - from) + 1, 0);
    boolean padded = isPadded(first) || isPadded(last);
    int width = padded ? Math.max(first.length(), last.length()) : 1;
    List<String> numbers = new ArrayList<>();
    long step = from <= to ? 1 : -1;
    for (long number = from; number != to + step; number += step) {
      String digits = Long.toString(number);
      numbers.add("0".repeat(Math.max(0, width - digits.length())) + digits);
    }
    return numbers;
  }

  /** Every beginning with every end. */
  private List<String> joined(List<String> beginnings, List<String> ends) {
    long count = (long) beginnings.size() * ends.size();
    checkSize(count, 0);
    List<String> names = new ArrayList<>((int) count);
    long characters = 0;
    for (String beginning : beginnings) {
      for (String end : ends) {
        characters += beginning.length() + end.length();
        checkSize(count, characters);
        names.add(beginning + end);
      }
    }
    return names;
  }

  private void checkSize(long names, long characters) {
    if (names > MAX_NAMES || characters > MAX_CHARACTERS) {
      throw malformed("it stands for too many names; " + MAX_NAMES + " are allowed");
    }
  }

  private FailureException malformed(String what) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, "`" + text + "`: " + what)
        .withHelp("put a `\\` before a brace that is meant as it is")
        .asException();
  }

  /** Up to 18 digits, which fit a long. */
  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }

  private static boolean isPadded(String number) {
    return number.length() > 1 && number.startsWith("0");
  }

  private static boolean sameCase(char a, char b) {
    return (a >= 'a' && a <= 'z' && b >= 'a' && b <= 'z')
        || (a >= 'A' && a <= 'Z' && b >= 'A' && b <= 'Z');
  }
}
