package waybill.bench;

import java.util.Arrays;

/** Durations of one variant, in nanoseconds. */
final class Samples {
  private long[] nanos = new long[1024];
  private int count;

  void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = value;
  }

  /** The value below which that share of the samples lies; the 25th percentile is what we quote. */
  long percentile(int percent) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, count * percent / 100)];
  }
}
