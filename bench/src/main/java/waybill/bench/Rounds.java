package waybill.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Measures variants in rounds, in another order each time, and tells how they relate to the first.
 */
final class Rounds {
  private static final int WARM_UP_DIVISOR = 5;
  private static final int LEAST_WARM_UP = 5;

  private Rounds() {}

  static void measure(List<Variant> variants, int rounds) throws IOException, InterruptedException {
    var random = new Random(1);
    for (int round = -Math.max(LEAST_WARM_UP, rounds / WARM_UP_DIVISOR); round < rounds; round++) {
      var order = new ArrayList<>(variants);
      Collections.shuffle(order, random);
      for (Variant variant : order) {
        if (Math.floorMod(round, variant.every()) == 0) {
          long nanos = variant.measured().nanos();
          if (round >= 0) {
            variant.samples().add(nanos);
          }
        }
      }
    }
  }

  static void report(String title, List<Variant> variants) {
    Samples floor = variants.getFirst().samples();
    Report.table(title, "min", "p25", "median", "µs at p25");
    for (Variant variant : variants) {
      Samples own = variant.samples();
      Report.row(
          variant.name(),
          ratio(own, floor, 0),
          "**" + ratio(own, floor, 25) + "**",
          ratio(own, floor, 50),
          Long.toString(own.percentile(25) / 1000));
    }
  }

  private static String ratio(Samples own, Samples floor, int percent) {
    return Report.ratio((double) own.percentile(percent) / floor.percentile(percent));
  }
}
