package waybill.dialects.opspec.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * Numbers as text and back, the way Go's {@code strconv} has them: the fewest digits that read back
 * as the same number.
 */
public final class NumberText {
  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double SMALLEST_WITH_EXPONENT = 1e21;

  private NumberText() {}

  /** Without an exponent: {@code 2.0} is {@code 2}, {@code 1e21} has 22 digits. */
  public static String plain(double number) {
    if (number == 0) {
      return isNegativeZero(number) ? "-0" : "0";
    }
    return digits(number).toPlainString();
  }

  /** As in JSON: with an exponent from 1e21 up and below 1e-6. */
  public static String json(double number) {
    double size = Math.abs(number);
    if (size == 0 || (size >= SMALLEST_PLAIN && size < SMALLEST_WITH_EXPONENT)) {
      return plain(number);
    }
    BigDecimal digits = digits(number);
    String unscaled = digits.unscaledValue().abs().toString();
    int exponent = unscaled.length() - 1 - digits.scale();
    StringBuilder text = new StringBuilder(number < 0 ? "-" : "").append(unscaled.charAt(0));
    if (unscaled.length() > 1) {
      text.append('.').append(unscaled, 1, unscaled.length());
    }
    return text.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent)).toString();
  }

  /** Exactly what is shown, for exact arithmetic. */
  public static BigDecimal decimal(double number) {
    return number == 0 ? BigDecimal.ZERO : digits(number);
  }

  /**
   * What Go's {@code ParseFloat} makes of a text: decimal or hexadecimal with a {@code p} exponent,
   * a sign, no spaces. Empty for anything else, and for what no number of the language can be:
   * infinities, and what is too large.
   */
  public static OptionalDouble parse(String text) {
    if (!isNumber(text)) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  private static boolean isNumber(String text) {
    int at = skipSign(text, 0);
    boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at); // as in `0x1p-2`
    if (hexadecimal) {
      at += 2;
    }
    int radix = hexadecimal ? 16 : 10;
    int whole = skipDigits(text, at, radix);
    int count = whole - at;
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = skipDigits(text, at + 1, radix);
      count += fraction - at - 1;
      at = fraction;
    }
    if (count == 0) {
      return false;
    }
    if (at == text.length()) {
      return !hexadecimal;
    }
    char mark = Character.toLowerCase(text.charAt(at));
    if (mark != (hexadecimal ? 'p' : 'e')) {
      return false;
    }
    int exponent = skipSign(text, at + 1);
    return skipDigits(text, exponent, 10) == text.length() && exponent < text.length();
  }

  private static int skipSign(String text, int from) {
    boolean sign = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+');
    return sign ? from + 1 : from;
  }

  private static int skipDigits(String text, int from, int radix) {
    int at = from;
    while (at < text.length() && text.charAt(at) < 0x80 && isDigit(text.charAt(at), radix)) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c, int radix) {
    return Character.digit(c, radix) >= 0;
  }

  private static boolean isNegativeZero(double number) {
    return Double.doubleToRawLongBits(number) != 0;
  }

  // The JDK gives the fewest digits that suffice, but never fewer than two: 4.9E-324 is 5e-324.
  private static BigDecimal digits(double number) {
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (shortest.precision() == 2) {
      BigDecimal single = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
      if (single.doubleValue() == number) {
        return single.stripTrailingZeros();
      }
    }
    return shortest;
  }
}
