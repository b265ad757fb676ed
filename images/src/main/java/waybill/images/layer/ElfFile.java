package waybill.images.layer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an ELF program or library says to the dynamic linker. All sizes in the file are taken for
 * lies until they turn out small.
 *
 * @param machine class, byte order and processor: only equal ones can be linked
 * @param interpreter the dynamic linker, of a program
 * @param needed names of libraries
 * @param rpath folders, the older way: of no meaning where there is a {@code runpath}
 * @param runpath folders
 */
record ElfFile(
    String machine,
    Optional<String> interpreter,
    List<String> needed,
    List<String> rpath,
    List<String> runpath) {

  private static final int HEADER_BYTES = 64;
  private static final int MAX_SEGMENTS = 512;
  private static final int MAX_DYNAMIC_BYTES = 1 << 20;
  private static final int MAX_NEEDED = 4096;
  private static final int MAX_TEXT = 4096;

  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int INTERPRETER = 3;

  private static final int NEEDED = 1;
  private static final int STRINGS = 5;
  private static final int RPATH = 15;
  private static final int RUNPATH = 29;

  /** A part of the file, and where it will be in memory. */
  private record Segment(int type, long offset, long address, long bytes) {}

  /** Empty if it is not an ELF file. */
  static Optional<ElfFile> read(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] header = bytes(file, 0, HEADER_BYTES);
      boolean elf =
          header.length == HEADER_BYTES
              && header[0] == 0x7f
              && header[1] == 'E'
              && header[2] == 'L'
              && header[3] == 'F'
              && (header[4] == 1 || header[4] == 2)
              && (header[5] == 1 || header[5] == 2);
      return elf ? Optional.of(new Reading(file, header).read()) : Optional.empty();
    }
  }

  private static byte[] bytes(RandomAccessFile file, long offset, int length) throws IOException {
    if (offset < 0) {
      throw damaged();
    }
    file.seek(offset);
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int count = file.read(bytes, done, length - done);
      if (count < 0) {
        return java.util.Arrays.copyOf(bytes, done);
      }
      done += count;
    }
    return bytes;
  }

  private static IOException damaged() {
    return new IOException("is a damaged ELF file");
  }

  private static final class Reading {
    private final RandomAccessFile file;
    private final ByteBuffer header;
    private final ByteOrder order;
    private final boolean wide;
    private final List<Segment> segments = new ArrayList<>();

    Reading(RandomAccessFile file, byte[] header) {
      this.file = file;
      this.wide = header[4] == 2;
      this.order = header[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      this.header = ByteBuffer.wrap(header).order(order);
    }

    ElfFile read() throws IOException {
      readSegments();
      Optional<String> interpreter = Optional.empty();
      List<String> needed = new ArrayList<>();
      List<String> rpath = List.of();
      List<String> runpath = List.of();
      for (Segment segment : segments) {
        if (segment.type() == INTERPRETER) {
          interpreter = Optional.of(text(segment.offset()));
        } else if (segment.type() == DYNAMIC) {
          ByteBuffer dynamic = part(segment.offset(), segment.bytes(), MAX_DYNAMIC_BYTES);
          long strings = stringTable(dynamic);
          for (int at = 0; at + entryBytes() <= dynamic.limit() && tag(dynamic, at) != 0; ) {
            long tag = tag(dynamic, at);
            long value = value(dynamic, at);
            if (tag == NEEDED && needed.size() < MAX_NEEDED) {
              needed.add(text(strings + value));
            } else if (tag == RPATH) {
              rpath = folders(text(strings + value));
            } else if (tag == RUNPATH) {
              runpath = folders(text(strings + value));
            }
            at += entryBytes();
          }
        }
      }
      String machine = header.get(4) + "-" + header.get(5) + "-" + header.getShort(18);
      return new ElfFile(machine, interpreter, needed, rpath, runpath);
    }

    private void readSegments() throws IOException {
      long offset = wide ? header.getLong(32) : header.getInt(28) & 0xffffffffL;
      int size = header.getShort(wide ? 54 : 42) & 0xffff;
      int count = header.getShort(wide ? 56 : 44) & 0xffff;
      if (count > MAX_SEGMENTS || (count > 0 && size < (wide ? 56 : 32))) {
        throw damaged();
      }
      ByteBuffer table = part(offset, (long) size * count, MAX_SEGMENTS << 16);
      for (int i = 0; i < count && (i + 1) * size <= table.limit(); i++) {
        int at = i * size;
        segments.add(
            wide
                ? new Segment(
                    table.getInt(at),
                    table.getLong(at + 8),
                    table.getLong(at + 16),
                    table.getLong(at + 32))
                : new Segment(
                    table.getInt(at),
                    table.getInt(at + 4) & 0xffffffffL,
                    table.getInt(at + 8) & 0xffffffffL,
                    table.getInt(at + 16) & 0xffffffffL));
      }
    }

    /** Where in the file the strings are whose place in memory the entries tell. */
    private long stringTable(ByteBuffer dynamic) throws IOException {
      for (int at = 0; at + entryBytes() <= dynamic.limit(); at += entryBytes()) {
        if (tag(dynamic, at) == STRINGS) {
          return offset(value(dynamic, at));
        }
      }
      return 0;
    }

    private long offset(long address) throws IOException {
      for (Segment segment : segments) {
        long inside = address - segment.address();
        if (segment.type() == LOAD && inside >= 0 && inside < segment.bytes()) {
          return segment.offset() + inside;
        }
      }
      throw damaged();
    }

    private int entryBytes() {
      return wide ? 16 : 8;
    }

    private long tag(ByteBuffer dynamic, int at) {
      return wide ? dynamic.getLong(at) : dynamic.getInt(at);
    }

    private long value(ByteBuffer dynamic, int at) {
      return wide ? dynamic.getLong(at + 8) : dynamic.getInt(at + 4) & 0xffffffffL;
    }

    private ByteBuffer part(long offset, long length, int most) throws IOException {
      if (length < 0 || length > most) {
        throw damaged();
      }
      return ByteBuffer.wrap(bytes(file, offset, (int) length)).order(order);
    }

    private String text(long offset) throws IOException {
      byte[] bytes = bytes(file, offset, MAX_TEXT);
      int end = 0;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      if (end == bytes.length) {
        throw damaged();
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static List<String> folders(String text) {
      List<String> folders = new ArrayList<>();
      for (int at = 0; at <= text.length(); ) {
        int colon = text.indexOf(':', at);
        int end = colon < 0 ? text.length() : colon;
        if (end > at) {
          folders.add(text.substring(at, end));
        }
        at = end + 1;
      }
      return folders;
    }
  }
}
