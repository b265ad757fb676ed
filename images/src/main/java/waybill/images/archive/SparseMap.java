package waybill.images.archive;

import java.io.IOException;
import java.util.Arrays;

/**
 * Where in a file with holes its stored bytes belong, and, while they are read, how far that is. An
 * archive holds the pieces one after the other. Maps whose pieces overlap, are out of order or lie
 * beyond the file's end are refused: programs that take them differ in what they make of them.
 */
final class SparseMap {
  /** A file of 64 GiB in which every other 64 KiB are a hole. */
  private static final int MAX_PIECES = 1 << 20;

  private static final int MAX_DIGITS = 18;

  private final long size;
  private final long offset;
  private long[] starts = new long[4];
  private long[] lengths = new long[4];
  private int declared;
  private int pieces;
  private long end;
  private long stored;

  /** Where the reader is: the piece that is read, and the place in the file. */
  private int piece;

  private long position;

  /**
   * @param size of the file with its holes
   * @param offset where the entry begins in the archive, for messages
   */
  SparseMap(long size, long offset) throws ArchiveException {
    this.size = size;
    this.offset = offset;
    if (size < 0) {
      throw fault("its size is negative");
    }
  }

  /** Adds the next piece; empty ones say where a file ends, and no more. */
  void add(long start, long length) throws ArchiveException {
    if (++declared > MAX_PIECES) {
      throw fault("it has more than " + MAX_PIECES + " pieces");
    }
    if (start < end || length < 0) {
      throw fault("its pieces overlap or are out of order");
    }
    if (start > size || length > size - start) {
      throw fault("a piece lies beyond its end");
    }
    if (length == 0) {
      return;
    }
    if (pieces == starts.length) {
      starts = Arrays.copyOf(starts, pieces * 2);
      lengths = Arrays.copyOf(lengths, pieces * 2);
    }
    starts[pieces] = start;
    lengths[pieces++] = length;
    end = start + length;
    stored += length;
  }

  /**
   * The numbers of POSIX extended headers.
   *
   * @param numbers {@code START,LENGTH,START,LENGTH…}
   */
  void addAll(byte[] numbers) throws ArchiveException {
    int at = 0;
    while (at < numbers.length) {
      int comma = next(numbers, at);
      if (comma == numbers.length) {
        throw fault("a start has no length");
      }
      int after = next(numbers, comma + 1);
      add(number(numbers, at, comma), number(numbers, comma + 1, after));
      at = after + 1;
    }
  }

  private static int next(byte[] numbers, int from) {
    int at = from;
    while (at < numbers.length && numbers[at] != ',') {
      at++;
    }
    return at;
  }

  private long number(byte[] digits, int from, int to) throws ArchiveException {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + digit(digits[i]);
    }
    if (from == to || to - from > MAX_DIGITS) {
      throw fault("its map is no list of numbers");
    }
    return number;
  }

  private int digit(byte written) throws ArchiveException {
    if (written < '0' || written > '9') {
      throw fault("its map is no list of numbers");
    }
    return written - '0';
  }

  /**
   * The map that stands before a file's bytes, in whole blocks: how many pieces, then their starts
   * and lengths, one number in a line.
   *
   * @param room the bytes that the archive has for the file
   * @return how many of them the map took
   */
  long addLines(TarInput in, long room) throws IOException {
    Lines lines = new Lines(in, room);
    long count = lines.number();
    if (count > MAX_PIECES) {
      throw fault("it has more than " + MAX_PIECES + " pieces");
    }
    for (long i = 0; i < count; i++) {
      add(lines.number(), lines.number());
    }
    return lines.taken;
  }

  private final class Lines {
    private final TarInput in;
    private final long room;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private int at = TarHeader.BLOCK;
    private long taken;

    Lines(TarInput in, long room) {
      this.in = in;
      this.room = room;
    }

    long number() throws IOException {
      long number = 0;
      int digits = 0;
      for (byte next = take(); next != '\n'; next = take()) {
        number = number * 10 + digit(next);
        if (++digits > MAX_DIGITS) {
          throw fault("its map is no list of numbers");
        }
      }
      if (digits == 0) {
        throw fault("its map is no list of numbers");
      }
      return number;
    }

    private byte take() throws IOException {
      if (at == TarHeader.BLOCK) {
        taken += TarHeader.BLOCK;
        if (taken > room) {
          throw fault("its map has no end");
        }
        in.readFully(block, 0, TarHeader.BLOCK);
        at = 0;
      }
      return block[at++];
    }
  }

  /** Of the file, with its holes. */
  long size() {
    return size;
  }

  /** What of the file is not in the archive. */
  long holes() {
    return size - stored;
  }

  /** How many were added, empty ones too. */
  int pieces() {
    return declared;
  }

  /** Once all is added: so many there should be. */
  void checkPieces(long wanted) throws ArchiveException {
    if (wanted != declared) {
      throw fault("its map has " + declared + " pieces, not " + wanted);
    }
  }

  /** Once all is added: so many bytes there must be in the archive. */
  void check(long found) throws ArchiveException {
    if (found != stored) {
      throw fault("the archive has " + found + " bytes of it, its map says " + stored);
    }
  }

  /** Goes over the hole at this place of the file, if there is one; its length. */
  long skipHole() {
    if (room() > 0) {
      return 0;
    }
    long next = piece < pieces ? starts[piece] : size;
    long hole = next - position;
    position = next;
    return hole;
  }

  /** How many bytes come before the next hole; 0 at one. */
  long room() {
    boolean inside = piece < pieces && position >= starts[piece];
    return inside ? starts[piece] + lengths[piece] - position : 0;
  }

  /** So many of them were read. */
  void took(long count) {
    position += count;
    if (room() == 0 && piece < pieces) {
      piece++;
    }
  }

  private ArchiveException fault(String reason) {
    return new ArchiveException("has a sparse file that cannot be: " + reason, offset);
  }
}
