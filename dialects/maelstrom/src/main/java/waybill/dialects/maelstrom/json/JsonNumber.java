package waybill.dialects.maelstrom.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import waybill.model.document.SpecNumber;

/**
 * What kind of number a text is to the older program: a whole one as long as it fits into 64 bits,
 * a floating point one else.
 */
public final class JsonNumber {
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger SMALLEST = BigInteger.ONE.shiftLeft(63).negate();

  /** Ten digits and a sign. */
  private static final int MAX_LENGTH = 11;

  private final String text;

  public JsonNumber(SpecNumber number) {
    this.text = number.text();
  }

  /** The value where it is a whole number from 0 to 2^32-1. */
  public OptionalLong asU32() {
    return asWhole(0, 0xFFFF_FFFFL);
  }

  /** The value where it is a whole number within these bounds, of at most ten digits. */
  public OptionalLong asWhole(long least, long most) {
    // Few digits only, so that a hostile number of a million digits is never multiplied out.
    if (text.length() > MAX_LENGTH || !isWhole()) {
      return OptionalLong.empty();
    }
    long value = Long.parseLong(text);
    return value >= least && value <= most ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** Whether it is a whole number. {@code -0} is not, and {@code 1.0} is not. */
  public boolean isWhole() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    if (text.length() > 20) {
      return false;
    }
    BigInteger value = new BigInteger(text);
    boolean negativeZero = text.equals("-0");
    return !negativeZero && value.compareTo(LARGEST) <= 0 && value.compareTo(SMALLEST) >= 0;
  }

  /** For a message, for example: integer `-1`, floating point `1.5`. */
  public String inWords() {
    return isWhole() ? "integer `" + text + "`" : "floating point `" + decimal() + "`";
  }

  /** The nearest double in digits, never with an exponent, without a fraction of zero. */
  private String decimal() {
    double value = Double.parseDouble(text);
    if (value == 0) {
      return text.startsWith("-") ? "-0" : "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
