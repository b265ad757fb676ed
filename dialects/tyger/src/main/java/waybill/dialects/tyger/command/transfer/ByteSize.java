package waybill.dialects.tyger.command.transfer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;

/** Sizes on command lines and in lines of progress; letters mean powers of 1024. */
public final class ByteSize {
  private static final String UNITS = "KMGTPE";
  private static final int MAX_DIGITS = 19;

  private ByteSize() {}

  /** What a text like {@code 4M}, {@code 10GiB}, {@code 64kb} or {@code 4096} means. */
  public static OptionalLong parse(String text) {
    String size = text.strip().toUpperCase(Locale.ROOT);
    int digits = 0;
    while (digits < size.length() && size.charAt(digits) >= '0' && size.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      return OptionalLong.empty();
    }
    String unit = size.substring(digits).strip();
    int power = 0;
    if (!unit.isEmpty() && !unit.equals("B")) {
      power = UNITS.indexOf(unit.charAt(0)) + 1;
      String rest = unit.substring(1);
      if (power == 0 || !(rest.isEmpty() || rest.equals("B") || rest.equals("IB"))) {
        return OptionalLong.empty();
      }
    }
    BigDecimal bytes =
        new BigDecimal(size.substring(0, digits)).multiply(BigDecimal.TWO.pow(10 * power));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }

  /** As {@code 96MiB}. */
  static String bytes(long bytes) {
    return scaled(bytes, 1024, new String[] {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"});
  }

  /** As {@code 800Mbps}. */
  static String bitsPerSecond(long bytes, long nanos) {
    double bits = nanos <= 0 ? 0 : bytes * 8.0 * 1e9 / nanos;
    return scaled(
        (long) bits, 1000, new String[] {"bps", "Kbps", "Mbps", "Gbps", "Tbps", "Pbps", "Ebps"});
  }

  /** Three digits say enough; a tenth only below ten. */
  private static String scaled(long value, int step, String[] units) {
    double scaled = value;
    int unit = 0;
    while (scaled >= step && unit < units.length - 1) {
      scaled /= step;
      unit++;
    }
    int decimals = unit > 0 && scaled < 10 ? 1 : 0;
    BigDecimal rounded =
        BigDecimal.valueOf(scaled).setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString() + units[unit];
  }
}
