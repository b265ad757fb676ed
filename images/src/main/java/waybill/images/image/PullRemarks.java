package waybill.images.image;

import java.util.Locale;
import java.util.function.Consumer;

/** Says in words how far an image is, at most every ten seconds. For any number of threads. */
public final class PullRemarks implements ImageProgress {
  private static final long EVERY_NANOS = 10_000_000_000L;
  private static final double MIB = 1 << 20;

  private final Consumer<String> say;
  private final long[] done = new long[MAX_LAYERS];
  private final long[] total = new long[MAX_LAYERS];
  private boolean begun;
  private long saidNanos;

  /** Of more layers no bytes are counted. */
  private static final int MAX_LAYERS = 512;

  /** Says it to somebody who returns at once. */
  public PullRemarks(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public synchronized void resolving(String image) {
    say(image, "asking its registry");
  }

  @Override
  public synchronized void layer(String image, int number, int count, long got, long of) {
    if (number <= MAX_LAYERS) {
      done[number - 1] = got;
      total[number - 1] = of;
    }
    say(image, "");
  }

  @Override
  public synchronized void unpacking(String image, int number, int count) {
    say(image, "unpacking layer " + number + " of " + count);
  }

  @Override
  public synchronized void finished(String image) {
    if (begun) {
      say.accept("pulling " + image + ": over");
    }
  }

  private void say(String image, String what) {
    long now = System.nanoTime();
    if (begun && now - saidNanos < EVERY_NANOS) {
      return;
    }
    begun = true;
    saidNanos = now;
    String text = what.isEmpty() ? bytes() : what;
    say.accept("pulling " + image + ": " + text);
  }

  private String bytes() {
    long here = 0;
    long all = 0;
    for (int i = 0; i < MAX_LAYERS; i++) {
      here += done[i];
      all += total[i];
    }
    return String.format(Locale.ROOT, "%.1f of %.1f MiB", here / MIB, all / MIB);
  }
}
