package waybill.images.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One header block of 512 bytes, in any of the formats in use: the oldest (v7), POSIX (ustar), GNU
 * and star. They differ in what the bytes after the link's target mean.
 */
final class TarHeader {
  static final int BLOCK = 512;

  private static final int NAME_BYTES = 100;
  private static final int MODE = 100;
  private static final int USER = 108;
  private static final int GROUP = 116;
  private static final int SIZE = 124;
  private static final int TIME = 136;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  /** Star puts two times behind a shorter prefix, and its own mark at the end of the block. */
  private static final int STAR_PREFIX_BYTES = 131;

  private static final int STAR_MARK = 508;

  private static final int PIECES = 386;
  private static final int PIECES_IN_HEADER = 4;
  private static final int PIECES_IN_BLOCK = 21;
  private static final int REAL_SIZE = 483;

  private static final int SHORT_NUMBER = 8;
  private static final int LONG_NUMBER = 12;

  private final byte[] block;
  private final long offset;

  /**
   * @param block of 512 bytes; used as long as this object
   * @param offset where it begins in the archive, for messages
   */
  TarHeader(byte[] block, long offset) {
    this.block = block;
    this.offset = offset;
  }

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, the sum's own field taken as blanks; old programs added signed ones. */
  void check() throws ArchiveException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      unsigned += own ? ' ' : block[i] & 0xff;
      signed += own ? ' ' : block[i];
    }
    long written = checksum();
    if (written < 0 || (written != unsigned && written != signed)) {
      throw fault("is no tar archive, or is damaged: a header's checksum is wrong");
    }
  }

  /** -1, which no sum is, for what is no number. */
  private long checksum() {
    try {
      return Math.max(-1, number(CHECKSUM, CHECKSUM_BYTES, "checksum"));
    } catch (ArchiveException none) {
      return -1;
    }
  }

  byte type() {
    return block[TYPE];
  }

  /** As written; empty if there is none. */
  byte[] name() {
    byte[] name = text(0, NAME_BYTES);
    int prefixBytes = prefixBytes();
    if (prefixBytes == 0 || block[PREFIX] == 0) {
      return name;
    }
    byte[] prefix = text(PREFIX, prefixBytes);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  byte[] target() {
    return text(LINK, NAME_BYTES);
  }

  int mode() throws ArchiveException {
    return (int) (number(MODE, SHORT_NUMBER, "mode") & 07777);
  }

  long user() throws ArchiveException {
    return number(USER, SHORT_NUMBER, "user");
  }

  long group() throws ArchiveException {
    return number(GROUP, SHORT_NUMBER, "group");
  }

  long size() throws ArchiveException {
    return number(SIZE, LONG_NUMBER, "size");
  }

  long modified() throws ArchiveException {
    return number(TIME, LONG_NUMBER, "time");
  }

  /** Whether it is of GNU's own format, in which there are sparse files. */
  boolean isOldGnu() {
    return has(MAGIC, "ustar  \0");
  }

  /** The size of a sparse file with its holes. */
  long realSize() throws ArchiveException {
    return number(REAL_SIZE, LONG_NUMBER, "size");
  }

  /**
   * Adds the pieces of a sparse file that its header names.
   *
   * @return whether there is a block with more of them
   */
  boolean addPieces(SparseMap map) throws ArchiveException {
    return addPieces(map, PIECES, PIECES_IN_HEADER);
  }

  /** The same, of a block that came after the header, or after another such block. */
  boolean addMorePieces(SparseMap map) throws ArchiveException {
    return addPieces(map, 0, PIECES_IN_BLOCK);
  }

  private boolean addPieces(SparseMap map, int first, int count) throws ArchiveException {
    int at = first;
    int end = first + count * 2 * LONG_NUMBER;
    while (at < end && block[at + LONG_NUMBER] != 0) {
      map.add(number(at, LONG_NUMBER, "sparse map"), number(at + LONG_NUMBER, LONG_NUMBER, "map"));
      at += 2 * LONG_NUMBER;
    }
    boolean more = block[end] != 0;
    if (more && at < end) {
      throw fault("is damaged: a sparse map goes on after its end");
    }
    return more;
  }

  private int prefixBytes() {
    if (!has(MAGIC, "ustar\0")) {
      return 0;
    }
    return has(STAR_MARK, "tar\0") ? STAR_PREFIX_BYTES : PREFIX_BYTES;
  }

  private boolean has(int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    return Arrays.equals(block, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private byte[] text(int at, int maxBytes) {
    int end = at;
    while (end < at + maxBytes && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, at, end);
  }

  /** Octal digits with blanks or NULs around them; or, for what they cannot hold, binary. */
  private long number(int at, int length, String what) throws ArchiveException {
    if ((block[at] & 0x80) != 0) {
      return binary(at, length, what);
    }
    int from = at;
    int to = at + length;
    while (from < to && (block[from] == ' ' || block[from] == 0)) {
      from++;
    }
    long value = 0;
    int i = from;
    while (i < to && block[i] >= '0' && block[i] <= '7') {
      value = value * 8 + (block[i] - '0');
      i++;
    }
    if (i < to && block[i] != ' ' && block[i] != 0) {
      throw fault("is damaged: a header's " + what + " is no number");
    }
    return value;
  }

  /** Big-endian two's complement, in which the first bit only says that it is binary. */
  private long binary(int at, int length, String what) throws ArchiveException {
    boolean negative = (block[at] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int digit = block[at + i] & 0xff;
      if (i == 0) {
        digit = negative ? digit : digit & 0x7f;
      }
      if (value > (Long.MAX_VALUE >> 8) || value < (Long.MIN_VALUE >> 8)) {
        throw fault("is damaged: a header's " + what + " is too large");
      }
      value = value << 8 | digit;
    }
    return value;
  }

  private ArchiveException fault(String reason) {
    return new ArchiveException(reason, offset);
  }
}
