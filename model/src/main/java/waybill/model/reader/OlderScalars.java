package waybill.model.reader;

import java.math.BigInteger;
import java.util.Locale;

/**
 * What a plain scalar means by YAML 1.1 as readers in Go take it: {@code yes} and {@code n} are
 * booleans, {@code 010} is eight and {@code 1_000} a thousand, {@code 0b11} is three; {@code 1:30}
 * and dates stay strings.
 */
final class OlderScalars implements ScalarRules {
  static final OlderScalars RULES = new OlderScalars();

  private static final CoreScalars CORE = CoreScalars.RULES;
  private static final int MAX_NUMBER_LENGTH = 1000;

  private OlderScalars() {}

  @Override
  public boolean isNull(String text) {
    return CORE.isNull(text);
  }

  @Override
  public boolean isTrue(String text) {
    return switch (text) {
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> true;
      default -> false;
    };
  }

  @Override
  public boolean isFalse(String text) {
    return switch (text) {
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> true;
      default -> false;
    };
  }

  @Override
  public boolean isInteger(String text) {
    String plain = withoutLines(text);
    int start = afterSign(plain);
    int radix = radix(plain, start);
    return isDigits(plain, start + prefix(plain, start), radix);
  }

  @Override
  public boolean isFloat(String text) {
    // A point comes first only in a number without lines between its digits.
    String plain = text.startsWith(".") ? text : withoutLines(text);
    return CORE.isFloat(plain) || isInteger(text);
  }

  @Override
  public String number(String text) {
    if (text.length() > MAX_NUMBER_LENGTH) {
      return text; // refused elsewhere, and converting takes the square of its length
    }
    String plain = withoutLines(text);
    int start = afterSign(plain);
    int radix = radix(plain, start);
    int digits = start + prefix(plain, start);
    if (!isDigits(plain, digits, radix)) {
      return plain;
    }
    String value = new BigInteger(plain.substring(digits), radix).toString();
    return plain.startsWith("-") ? "-" + value : value;
  }

  @Override
  public String key(String text) {
    // Words that are true or false as values stay words: nobody who writes `n:` means `false:`.
    if (isInteger(text)) {
      return number(text);
    }
    return isFloat(text) && text.length() <= MAX_NUMBER_LENGTH ? shortest(number(text)) : text;
  }

  /** As the float of 64 bits that it becomes, without an exponent while that is short. */
  private static String shortest(String number) {
    String lower = number.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf") || lower.endsWith(".nan")) {
      return lower;
    }
    double value = Double.parseDouble(number);
    long whole = (long) value;
    return whole == value && Math.abs(whole) < 1L << 53
        ? Long.toString(whole)
        : Double.toString(value);
  }

  private static String withoutLines(String text) {
    return text.startsWith("_") ? text : text.replace("_", "");
  }

  private static int afterSign(String text) {
    return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  }

  private static int radix(String text, int start) {
    if (text.startsWith("0x", start) || text.startsWith("0X", start)) {
      return 16;
    }
    if (text.startsWith("0b", start) || text.startsWith("0B", start)) {
      return 2;
    }
    return text.startsWith("0", start) && text.length() > start + 1 ? 8 : 10;
  }

  /** Length of what stands before the digits to say what they are. */
  private static int prefix(String text, int start) {
    if (!text.startsWith("0", start) || text.length() == start + 1) {
      return 0;
    }
    return switch (text.charAt(start + 1)) {
      case 'x', 'X', 'b', 'B', 'o', 'O' -> 2;
      default -> 0; // the zero itself is a digit
    };
  }

  private static boolean isDigits(String text, int start, int radix) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return start < text.length();
  }
}
