package waybill.dialects.tyger.buffer;

/**
 * How the blobs of a buffer are called. The names of data blobs sort like their numbers, and no
 * folder holds more than 4096 of them: the low 12 bits are the file; the first folder is the length
 * in bits of what is left, and the folders below it are what is left without its highest bit. So
 * {@code 0x10102345} is {@code 11/01/02/345}.
 */
public final class BlobNames {
  /** Written first; that it exists keeps a second writer out. */
  public static final String START = ".bufferstart";

  /** Written last; says how it went. */
  public static final String END = ".bufferend";

  private static final int FILE_BITS = 12;

  private BlobNames() {}

  /**
   * The path of a data blob.
   *
   * @param number from 0 on
   */
  static String of(long number) {
    long rest = number >>> FILE_BITS;
    int length = Long.SIZE - Long.numberOfLeadingZeros(rest);
    var path = new StringBuilder(24);
    hex(path, length, 2).append('/');
    if (length > 1) {
      long folders = rest & ~Long.highestOneBit(rest);
      for (int shift = (length - 2) / 8 * 8; shift >= 0; shift -= 8) {
        hex(path, folders >>> shift & 0xFF, 2).append('/');
      }
    }
    return hex(path, number & 0xFFF, 3).toString();
  }

  private static StringBuilder hex(StringBuilder text, long value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      text.append("0123456789ABCDEF".charAt((int) (value >>> shift & 0xF)));
    }
    return text;
  }
}
