package waybill.dialects.tyger.buffer;

/** Hears that something does not work and is tried again, each time. For any number of threads. */
@FunctionalInterface
public interface Trouble {
  /**
   * Told before the rest that comes before the next try, and not of the first short ones.
   *
   * @param why for people
   */
  void retrying(String why);
}
