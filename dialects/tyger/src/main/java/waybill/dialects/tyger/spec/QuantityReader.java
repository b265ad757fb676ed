package waybill.dialects.tyger.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * Kubernetes' grammar of quantities: a number, then nothing, a power of ten ({@code n u m k M G T P
 * E}), a power of 1024 ({@code Ki} to {@code Ei}), or an exponent. The canonical text has no
 * fraction, and the largest unit of the author's family that allows that.
 */
final class QuantityReader {
  /** Nobody's amount has more characters, and numbers with many digits take time. */
  private static final int MAX_LENGTH = 64;

  /** No amount below 2^63 that is a multiple of 10^-9 needs a larger exponent, either way. */
  private static final int MAX_EXPONENT = 99;

  /** Finer parts are rounded up to one of these. */
  private static final int FINEST = 9;

  private static final BigDecimal MOST = new BigDecimal(Long.MAX_VALUE);
  private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
  private static final BigInteger KIBI = BigInteger.valueOf(1024);

  /** Powers of a thousand, from 10^-9. */
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");

  /** Powers of 1024. */
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

  /** Which units the author used. */
  private enum Family {
    DECIMAL,
    BINARY,
    EXPONENT
  }

  private QuantityReader() {}

  /** A number and its unit, of any size. */
  private record Amount(BigDecimal value, Family family) {}

  static Optional<Quantity> read(String text) {
    Optional<Amount> amount = amount(text);
    return amount.isEmpty()
        ? Optional.empty()
        : quantity(amount.get().value(), amount.get().family());
  }

  /** Whether a text is refused for its size alone. */
  static boolean isTooLarge(String text) {
    return amount(text).isPresent() && read(text).isEmpty();
  }

  /**
   * What somebody meant whose unit is written in other programs' ways: {@code 1GiB}, {@code 1K}.
   */
  static Optional<String> meant(String text) {
    String written = text.replace(" ", "");
    int end = 0;
    while (end < written.length() && (isDigit(written.charAt(end)) || written.charAt(end) == '.')) {
      end++;
    }
    String unit = written.substring(end);
    String bare =
        unit.endsWith("B") || unit.endsWith("b") ? unit.substring(0, unit.length() - 1) : unit;
    for (List<String> units : List.of(DECIMAL.reversed(), BINARY)) { // 1mb is no part of a byte
      for (String known : units) {
        String meant = written.substring(0, end) + known;
        if (!bare.equals("e")
            && known.equalsIgnoreCase(bare)
            && !meant.equals(text)
            && read(meant).isPresent()) {
          return Optional.of(meant);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Amount> amount(String text) {
    int start = text.startsWith("+") ? 1 : 0;
    int end = start;
    int points = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      points += text.charAt(end) == '.' ? 1 : 0;
      end++;
    }
    if (points > 1 || end - start == points || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text.substring(start, end));
    String unit = text.substring(end);
    if (BINARY.indexOf(unit) > 0) {
      BigDecimal factor = new BigDecimal(KIBI.pow(BINARY.indexOf(unit)));
      return Optional.of(new Amount(number.multiply(factor), Family.BINARY));
    }
    if (DECIMAL.contains(unit)) {
      int power = 3 * DECIMAL.indexOf(unit) - FINEST;
      return Optional.of(new Amount(number.scaleByPowerOfTen(power), Family.DECIMAL));
    }
    return exponent(unit).map(e -> new Amount(number.scaleByPowerOfTen(e), Family.EXPONENT));
  }

  private static Optional<Integer> exponent(String unit) {
    if (!unit.startsWith("e") && !unit.startsWith("E")) {
      return Optional.empty();
    }
    boolean signed = unit.startsWith("+", 1) || unit.startsWith("-", 1);
    String digits = unit.substring(signed ? 2 : 1);
    if (digits.isEmpty() || !digits.chars().allMatch(c -> isDigit((char) c))) {
      return Optional.empty();
    }
    BigInteger exponent = new BigInteger(digits);
    int bounded = exponent.min(BigInteger.valueOf(MAX_EXPONENT)).intValueExact();
    return Optional.of(unit.startsWith("-", 1) ? -bounded : bounded);
  }

  private static Optional<Quantity> quantity(BigDecimal exact, Family family) {
    BigDecimal value = exact;
    if (value.signum() == 0) {
      return Optional.of(new Quantity(BigDecimal.ZERO, "0"));
    }
    if (value.compareTo(MOST) > 0) {
      return Optional.empty();
    }
    if (value.scale() > FINEST) {
      value = value.setScale(FINEST, RoundingMode.CEILING);
    }
    return Optional.of(new Quantity(value, text(value, family)));
  }

  private static String text(BigDecimal value, Family family) {
    boolean binary =
        family == Family.BINARY
            && value.stripTrailingZeros().scale() <= 0
            && value.compareTo(new BigDecimal(KIBI)) >= 0;
    return binary ? binary(value.toBigIntegerExact()) : decimal(value, family);
  }

  private static String binary(BigInteger value) {
    BigInteger rest = value;
    int power = 0;
    while (power < BINARY.size() - 1 && rest.mod(KIBI).signum() == 0) {
      rest = rest.divide(KIBI);
      power++;
    }
    return rest + BINARY.get(power);
  }

  private static String decimal(BigDecimal value, Family family) {
    BigInteger rest = value.scaleByPowerOfTen(FINEST).toBigIntegerExact();
    int power = 0;
    while (power < DECIMAL.size() - 1 && rest.mod(THOUSAND).signum() == 0) {
      rest = rest.divide(THOUSAND);
      power++;
    }
    if (family != Family.EXPONENT) {
      return rest + DECIMAL.get(power);
    }
    int exponent = 3 * power - FINEST;
    return exponent == 0 ? rest.toString() : rest + "e" + exponent;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
