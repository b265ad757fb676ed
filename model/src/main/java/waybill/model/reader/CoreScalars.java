package waybill.model.reader;

/**
 * What a plain scalar means by the core schema of YAML 1.2.2, chapter 10.3: neither {@code yes} nor
 * {@code 1_000} nor {@code 1:30} is more than a string, and {@code 010} is ten.
 */
final class CoreScalars implements ScalarRules {
  static final CoreScalars RULES = new CoreScalars();

  private CoreScalars() {}

  @Override
  public boolean isNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> true;
      default -> false;
    };
  }

  @Override
  public boolean isTrue(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> true;
      default -> false;
    };
  }

  @Override
  public boolean isFalse(String text) {
    return switch (text) {
      case "false", "False", "FALSE" -> true;
      default -> false;
    };
  }

  @Override
  public boolean isInteger(String text) {
    if (text.startsWith("0x")) {
      return isDigits(text, 2, 16);
    }
    if (text.startsWith("0o")) {
      return isDigits(text, 2, 8);
    }
    return isDigits(text, afterSign(text), 10);
  }

  @Override
  public boolean isFloat(String text) {
    int start = afterSign(text);
    String unsigned = text.substring(start);
    if (isInfinity(unsigned) || (start == 0 && isNotANumber(unsigned))) {
      return true;
    }
    int point = afterDigits(text, start);
    int end =
        point < text.length() && text.charAt(point) == '.' ? afterDigits(text, point + 1) : point;
    boolean anyDigit = point > start || end > point + 1;
    if (!anyDigit || end == text.length()) {
      return anyDigit;
    }
    boolean exponent = text.charAt(end) == 'e' || text.charAt(end) == 'E';
    return exponent && isDigits(text, end + 1 + afterSign(text.substring(end + 1)), 10);
  }

  @Override
  public String number(String text) {
    return text;
  }

  @Override
  public String key(String text) {
    return text;
  }

  private static boolean isInfinity(String text) {
    return switch (text) {
      case ".inf", ".Inf", ".INF" -> true;
      default -> false;
    };
  }

  private static boolean isNotANumber(String text) {
    return switch (text) {
      case ".nan", ".NaN", ".NAN" -> true;
      default -> false;
    };
  }

  private static int afterSign(String text) {
    return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  }

  private static int afterDigits(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end), 10)) {
      end++;
    }
    return end;
  }

  private static boolean isDigits(String text, int start, int radix) {
    for (int i = start; i < text.length(); i++) {
      if (!isDigit(text.charAt(i), radix)) {
        return false;
      }
    }
    return start < text.length();
  }

  private static boolean isDigit(char c, int radix) {
    return c < 0x80 && Character.digit(c, radix) >= 0;
  }
}
