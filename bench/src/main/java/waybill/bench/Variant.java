package waybill.bench;

import java.io.IOException;

/**
 * Something that is measured once in every round.
 *
 * @param name as it stands in the results
 * @param every how many rounds apart; slow peers need not run in each
 * @param samples what came out so far
 */
record Variant(String name, int every, Measured measured, Samples samples) {

  Variant(String name, int every, Measured measured) {
    this(name, every, measured, new Samples());
  }

  /** Runs once and says how many nanoseconds it took. */
  interface Measured {
    long nanos() throws IOException, InterruptedException;
  }
}
