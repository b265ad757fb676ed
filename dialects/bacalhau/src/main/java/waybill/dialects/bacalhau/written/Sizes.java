package waybill.dialects.bacalhau.written;

import java.math.BigDecimal;

/** Sizes as the specification writes them. */
final class Sizes {
  private static final String[] UNITS = {"TB", "GB", "MB", "KB"};

  private Sizes() {}

  /** In the largest unit in which it is whole. */
  static String text(long bytes) {
    long factor = 1_000_000_000_000L;
    for (String unit : UNITS) {
      if (bytes >= factor && bytes % factor == 0) {
        return bytes / factor + unit;
      }
      factor /= 1000;
    }
    return bytes + "B";
  }

  /** Processors as a decimal number. */
  static String cpu(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }
}
