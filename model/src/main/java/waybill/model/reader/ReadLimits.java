package waybill.model.reader;

/**
 * How much one document may hold.
 *
 * @param bytes of UTF-8, from the first character of the document to its last
 * @param depth of objects and lists within each other
 * @param stringLength of one key or string, in UTF-16 units
 * @param values objects, lists and scalars together; what a YAML alias stands for counts each time.
 *     This bounds memory: a value of two bytes takes up to 150 as a tree
 */
public record ReadLimits(int bytes, int depth, int stringLength, int values) {

  /** 16 MiB, 200 levels, strings of 8 Mi units, half a million values. */
  public static final ReadLimits DEFAULT = new ReadLimits(16 << 20, 200, 8 << 20, 500_000);
}
