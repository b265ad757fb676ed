package waybill.images.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the files of a tar archive lie, from its headers alone. It knows what programs that write
 * images write: ustar, long names of GNU and PAX. Names are texts, because those of images are.
 */
final class TarIndex {

  /**
   * A file or a link.
   *
   * @param link the name it leads to; empty for a file
   */
  record Entry(long offset, long size, String link) {}

  private static final int BLOCK = 512;
  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_EXTENSION = 64 << 10;

  // Where the fields of a header are.
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;

  private final FileChannel channel;
  private final byte[] header = new byte[BLOCK];
  private final Map<String, Entry> entries = new HashMap<>();
  private String longName = "";
  private String longLink = "";
  private long longSize = -1;

  TarIndex(FileChannel channel) {
    this.channel = channel;
  }

  Map<String, Entry> read() throws IOException, MalformedException {
    long position = 0;
    long length = channel.size();
    while (position + BLOCK <= length) {
      fill(header, BLOCK, position);
      if (isZero()) {
        break;
      }
      if (checksum() != number(CHECKSUM, CHECKSUM_LENGTH)) {
        throw new MalformedException(notTar(position));
      }
      long size = longSize >= 0 ? longSize : number(SIZE, SIZE_LENGTH);
      long data = position + BLOCK;
      if (size < 0 || size > length - data) {
        throw new MalformedException("ends in the middle of an entry at offset " + position);
      }
      entry(data, size);
      position = data + (size + BLOCK - 1) / BLOCK * BLOCK;
    }
    return entries;
  }

  private String notTar(long position) {
    boolean gzip = (header[0] & 0xff) == 0x1f && (header[1] & 0xff) == 0x8b;
    boolean zstd = (header[0] & 0xff) == 0x28 && (header[1] & 0xff) == 0xb5;
    if (position == 0 && (gzip || zstd)) {
      return "is compressed as a whole; decompress it first";
    }
    return "is not a tar archive at offset " + position;
  }

  private void entry(long data, long size) throws IOException, MalformedException {
    switch (header[TYPE]) {
      case 'L' -> longName = terminated(extension(data, size));
      case 'K' -> longLink = terminated(extension(data, size));
      case 'x' -> pax(extension(data, size));
      case 'g' -> {}
      default -> { // every real entry
        add(data, size);
        longName = "";
        longLink = "";
        longSize = -1;
      }
    }
  }

  private void add(long data, long size) throws MalformedException {
    if (entries.size() >= MAX_ENTRIES) {
      throw new MalformedException("has more than " + MAX_ENTRIES + " entries");
    }
    String name = normal(longName.isEmpty() ? name() : longName);
    String link = longLink.isEmpty() ? text(LINK, NAME_LENGTH) : longLink;
    switch (header[TYPE]) {
      case '0', 0, '7' -> entries.put(name, new Entry(data, size, ""));
      case '1' -> entries.put(name, new Entry(data, 0, normal(link)));
      case '2' -> {
        int slash = name.lastIndexOf('/');
        String beside = link.startsWith("/") || slash < 0 ? "" : name.substring(0, slash + 1);
        entries.put(name, new Entry(data, 0, normal(beside + link)));
      }
      default -> {} // folders and what else images have no use for
    }
  }

  private String name() {
    String name = text(NAME, NAME_LENGTH);
    boolean ustar = new String(header, MAGIC, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
    String prefix = ustar ? text(PREFIX, PREFIX_LENGTH) : "";
    return prefix.isEmpty() ? name : prefix + '/' + name;
  }

  private byte[] extension(long data, long size) throws IOException, MalformedException {
    if (size > MAX_EXTENSION) {
      throw new MalformedException("has an entry with a header of " + size + " bytes");
    }
    byte[] bytes = new byte[(int) size];
    fill(bytes, bytes.length, data);
    return bytes;
  }

  /** Records of the form {@code LENGTH KEY=VALUE\n}. */
  private void pax(byte[] bytes) throws MalformedException {
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      int length = 0;
      while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9') {
        length = Math.min(length * 10 + bytes[space++] - '0', MAX_EXTENSION + 1);
      }
      if (space >= bytes.length || length <= space - at + 1 || length > bytes.length - at) {
        throw new MalformedException("has a damaged extended header");
      }
      String record = new String(bytes, space + 1, at + length - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      pax(record.substring(0, Math.max(equals, 0)), record.substring(equals + 1));
      at += length;
    }
  }

  private void pax(String key, String value) throws MalformedException {
    switch (key) {
      case "path" -> longName = value;
      case "linkpath" -> longLink = value;
      case "size" -> {
        try {
          longSize = Long.parseLong(value);
        } catch (NumberFormatException damaged) {
          throw new MalformedException("has a damaged extended header");
        }
      }
      default -> {} // owners, times and attributes do not matter here
    }
  }

  /** A name without empty parts, {@code .} and {@code ..}, which stops at the root. */
  static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  private static String terminated(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private String text(int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.UTF_8);
  }

  /** Octal, or in base 256 where the first bit is set; below 0 when it is neither. */
  private long number(int at, int length) {
    long value = 0;
    if ((header[at] & 0x80) != 0) {
      for (int i = at + 1; i < at + length; i++) {
        if (value >>> 55 != 0) {
          return -1;
        }
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    for (int i = at; i < at + length; i++) {
      int digit = header[i] - '0';
      if (digit >= 0 && digit < 8) {
        value = value * 8 + digit;
      } else if (header[i] != ' ' && header[i] != 0) {
        return -1;
      }
    }
    return value;
  }

  private int checksum() {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean itself = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
      sum += itself ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  private boolean isZero() {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void fill(byte[] bytes, int length, long position) throws IOException {
    try (SliceStream in = new SliceStream(channel, position, length)) {
      if (in.readNBytes(bytes, 0, length) < length) {
        throw new IOException("the archive ends too early");
      }
    }
  }
}
