package waybill.dialects.bacalhau.run;

/** Amounts as people write them in jobs. */
public final class Sizes {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
  private static final long STEP = 1000;

  private Sizes() {}

  /** For example {@code 64 MB} or {@code 1.5 GB}: decimal, as in jobs, with one digit at most. */
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

  /** For example {@code 0.5} or {@code 2}. */
  public static String cpus(long millis) {
    String text = millis / STEP + "." + Long.toString(STEP + millis % STEP).substring(1);
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
