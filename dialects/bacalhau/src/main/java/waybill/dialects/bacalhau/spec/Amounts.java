package waybill.dialects.bacalhau.spec;

import java.math.BigDecimal;

/** Amounts of resources as text, decimal as jobs write them. */
public final class Amounts {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
  private static final long STEP = 1000;

  private Amounts() {}

  /** Rounded to one digit, for people: {@code 64 MB} or {@code 1.5 GB}. */
  public static String bytes(long bytes) {
    int unit = 0;
    long divisor = 1;
    while (unit < UNITS.length - 1 && bytes / divisor >= STEP) {
      divisor *= STEP;
      unit++;
    }
    long tenths = Math.round(bytes * 10.0 / divisor);
    String digits = tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10);
    return digits + ' ' + UNITS[unit];
  }

  /** Every byte of it, for jobs: in the largest unit in which it is whole, {@code 1500MB}. */
  public static String exactBytes(long bytes) {
    int unit = 0;
    long left = bytes;
    while (unit < UNITS.length - 1 && left != 0 && left % STEP == 0) {
      left /= STEP;
      unit++;
    }
    return left + UNITS[unit];
  }

  /** Processors, for both: {@code 0.5} or {@code 2}. */
  public static String cpus(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }
}
