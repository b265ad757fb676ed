package waybill.cli;

/**
 * How far a transfer is, in one row: {@code pulling ubuntu ██████░░░░ 61 % 38 MiB of 62 MiB 24
 * MiB/s 2 s left}. Sizes are binary, as their units say.
 */
public final class TransferText {
  private static final int BAR = 16;
  private static final long NANOS = 1_000_000_000;

  /** Bytes that can be counted in tenths. */
  private static final long MOST = Long.MAX_VALUE / 11;

  /** Before that, a rate says more about the beginning than about the rest. */
  private static final long SETTLED_NANOS = NANOS / 2;

  private final boolean unicode;

  /** For a terminal that shows block characters, or one that does not. */
  public TransferText(boolean unicode) {
    this.unicode = unicode;
  }

  /**
   * The row.
   *
   * @param done bytes, not more than {@code total}
   * @param total bytes
   * @param nanos since the first byte was asked for
   */
  public String of(String label, long done, long total, long nanos) {
    var text = new StringBuilder(label).append("  ").append(bar(done, total));
    text.append("  ").append(percent(done, total)).append(" %  ");
    text.append(bytes(done)).append(" of ").append(bytes(total));
    if (nanos >= SETTLED_NANOS && done > 0) {
      double rate = (double) done * NANOS / nanos;
      text.append("  ").append(bytes((long) rate)).append("/s");
      text.append("  ").append((long) Math.ceil((total - done) / rate)).append(" s left");
    }
    return text.toString();
  }

  private String bar(long done, long total) {
    int full = total == 0 ? BAR : (int) (BAR * (double) done / total);
    return (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(BAR - full);
  }

  private static long percent(long done, long total) {
    return total == 0 ? 100 : (long) (100.0 * done / total);
  }

  /** A size for people: {@code 38 MiB}, {@code 4.2 KiB}; three digits at most say enough. */
  public static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    int unit = 0;
    long tenths = Math.min(bytes, MOST) * 10;
    while (tenths >= 10_240 && unit < units.length - 1) {
      tenths = (tenths + 512) >> 10;
      unit++;
    }
    String number =
        unit == 0 || tenths >= 1000 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
    return number + " " + units[unit];
  }
}
