package waybill.images.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The records of POSIX extended headers, {@code LENGTH KEY=VALUE} and a line end each, of which the
 * length counts all of the record. Values are bytes: the extended attributes among them are binary.
 */
final class PaxRecords {
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";

  private static final int NANOS_DIGITS = 9;
  private static final int MAX_DIGITS = 18;

  /** Nineteen digits would be more than any length. */
  private static final int MAX_LENGTH_DIGITS = 9;

  private static final String PIECE_START = "GNU.sparse.offset";
  private static final String PIECE_LENGTH = "GNU.sparse.numbytes";

  private final Map<String, byte[]> values = new LinkedHashMap<>();

  /** Numbers with commas between them. */
  private final ByteArrayOutputStream map = new ByteArrayOutputStream(0);

  private int mapNumbers;

  /** A time: seconds since 1970 and nanoseconds after them. */
  record Time(long seconds, int nanos) {}

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** Takes the records of one header; later ones replace earlier ones, empty ones remove them. */
  void addAll(byte[] header, long offset) throws ArchiveException {
    int at = 0;
    while (at < header.length) {
      int length = 0;
      int i = at;
      while (i < header.length && isDigit(header[i]) && i - at < MAX_LENGTH_DIGITS) {
        length = length * 10 + (header[i] - '0');
        i++;
      }
      int equals = i;
      while (equals < header.length && header[equals] != '=') {
        equals++;
      }
      int end = at + length;
      if (i == at
          || i >= header.length
          || header[i] != ' '
          || end > header.length
          || equals >= end - 1
          || header[end - 1] != '\n') {
        throw new ArchiveException("is damaged: an extended header makes no sense", offset);
      }
      String key = new String(header, i + 1, equals - i - 1, StandardCharsets.UTF_8);
      put(key, Arrays.copyOfRange(header, equals + 1, end - 1), offset);
      at = end;
    }
  }

  private void put(String key, byte[] value, long offset) throws ArchiveException {
    if (key.equals(PIECE_START) || key.equals(PIECE_LENGTH)) {
      addToMap(value, key.equals(PIECE_LENGTH), offset);
      return;
    }
    boolean attribute = key.startsWith(SCHILY) || key.startsWith(LIBARCHIVE);
    if (value.length == 0 && !attribute) {
      values.remove(key);
    } else if (attribute || isKnown(key)) {
      values.put(key, value);
    }
  }

  /** The one kind of record of which there are many, in their order. */
  private void addToMap(byte[] value, boolean length, long offset) throws ArchiveException {
    if (length != (mapNumbers % 2 == 1)) {
      throw new ArchiveException("is damaged: a sparse map makes no sense", offset);
    }
    if (mapNumbers++ > 0) {
      map.write(',');
    }
    map.write(value, 0, value.length);
  }

  private static boolean isKnown(String key) {
    return switch (key) {
      case "path", "linkpath", "size", "uid", "gid", "mtime" -> true;
      case "GNU.sparse.major", "GNU.sparse.minor", "GNU.sparse.name" -> true;
      case "GNU.sparse.size", "GNU.sparse.realsize" -> true;
      case "GNU.sparse.numblocks", "GNU.sparse.map" -> true;
      default -> false; // comments, times that are not kept, names of owners
    };
  }

  /** These, and where they say nothing the others. */
  PaxRecords over(PaxRecords others) {
    PaxRecords both = new PaxRecords();
    both.values.putAll(others.values);
    both.values.putAll(values);
    both.mapNumbers = mapNumbers;
    both.map.writeBytes(map.toByteArray());
    return both;
  }

  /** Leaves the few keys that can only be there once: what is kept for all entries stays small. */
  void dropAttributes() {
    values.keySet().removeIf(key -> !isKnown(key));
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether they say anything about a sparse file. */
  boolean isSparse() {
    return mapNumbers > 0
        || has("GNU.sparse.major")
        || has("GNU.sparse.minor")
        || has("GNU.sparse.size")
        || has("GNU.sparse.realsize")
        || has("GNU.sparse.map");
  }

  /** The sparse map of these records, in one of its two notations. */
  Optional<byte[]> sparseMap() {
    return mapNumbers > 0
        ? Optional.of(map.toByteArray())
        : Optional.ofNullable(values.get("GNU.sparse.map"));
  }

  byte[] text(String key, byte[] otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  long number(String key, long otherwise, long offset) throws ArchiveException {
    Optional<byte[]> value = Optional.ofNullable(values.get(key));
    return value.isEmpty() ? otherwise : digits(value.get(), 0, value.get().length, key, offset);
  }

  Time time(String key, long otherwise, long offset) throws ArchiveException {
    byte[] value = values.getOrDefault(key, new byte[0]);
    if (value.length == 0) {
      return new Time(otherwise, 0);
    }
    boolean negative = value[0] == '-';
    int start = negative ? 1 : 0;
    int point = start;
    while (point < value.length && value[point] != '.') {
      point++;
    }
    long seconds = digits(value, start, point, key, offset);
    int nanos = 0;
    int place = 0;
    for (int i = point + 1; i < value.length; i++) {
      if (!isDigit(value[i])) {
        throw number(key, offset);
      }
      if (place < NANOS_DIGITS) {
        nanos = nanos * 10 + (value[i] - '0');
        place++;
      }
    }
    for (; place < NANOS_DIGITS; place++) {
      nanos *= 10;
    }
    if (!negative) {
      return new Time(seconds, nanos);
    }
    return nanos == 0 ? new Time(-seconds, 0) : new Time(-seconds - 1, 1_000_000_000 - nanos);
  }

  List<TarEntry.Attribute> attributes(long offset) throws ArchiveException {
    if (values.isEmpty()) {
      return List.of();
    }
    Map<String, byte[]> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(SCHILY)) {
        attributes.put(key.substring(SCHILY.length()), entry.getValue());
      } else if (key.startsWith(LIBARCHIVE)) {
        attributes.putIfAbsent(
            percentDecoded(key.substring(LIBARCHIVE.length()), offset),
            base64(entry.getValue(), offset));
      }
    }
    List<TarEntry.Attribute> list = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : attributes.entrySet()) {
      list.add(new TarEntry.Attribute(checked(entry.getKey(), offset), entry.getValue()));
    }
    return list;
  }

  private static String checked(String name, long offset) throws ArchiveException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new ArchiveException("has an extended attribute without a usable name", offset);
    }
    return name;
  }

  private static long digits(byte[] value, int from, int to, String key, long offset)
      throws ArchiveException {
    if (from == to || to - from > MAX_DIGITS) {
      throw number(key, offset);
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(value[i])) {
        throw number(key, offset);
      }
      number = number * 10 + (value[i] - '0');
    }
    return number;
  }

  private static ArchiveException number(String key, long offset) {
    return new ArchiveException(
        "is damaged: the `" + key + "` of an extended header is no number", offset);
  }

  private static byte[] base64(byte[] text, long offset) throws ArchiveException {
    try {
      // Some writers leave the padding out, which the decoder does not mind.
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException damaged) {
      throw new ArchiveException("is damaged: an extended attribute is no base64", offset);
    }
  }

  private static String percentDecoded(String text, long offset) throws ArchiveException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        decoded.append(text.charAt(i));
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low < 0) {
        throw new ArchiveException("is damaged: an extended attribute's name", offset);
      }
      decoded.append((char) (high * 16 + low));
      i += 2;
    }
    return decoded.toString();
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
