package waybill.bench;

import java.io.IOException;

/**
 * Something that is measured once in every round.
 *
 * @param name as it stands in the results
 * @param every how many rounds apart; slow peers need not run in each
 */
record Variant(String name, int every, Measured measured) {

  /** Runs once and says how many nanoseconds it took. */
  interface Measured {
    long nanos() throws IOException, InterruptedException;
  }
}
