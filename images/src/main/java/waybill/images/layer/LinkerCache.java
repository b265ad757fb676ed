package waybill.images.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The dynamic linker's table of the libraries of this machine, {@code /etc/ld.so.cache} as glibc
 * 2.2 and later write it. Where there is none, or another one, it knows nothing, and the usual
 * folders are looked into.
 */
final class LinkerCache {
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 48;
  private static final int ENTRY_BYTES = 24;
  private static final int MAX_BYTES = 16 << 20;

  private final Map<String, List<String>> paths;

  private LinkerCache(Map<String, List<String>> paths) {
    this.paths = paths;
  }

  static LinkerCache read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return new LinkerCache(Map.of());
      }
      return new LinkerCache(parse(Files.readAllBytes(file)));
    } catch (IOException unreadable) {
      return new LinkerCache(Map.of());
    }
  }

  /** Where libraries of that name are, for whatever processors. */
  List<String> paths(String name) {
    return paths.getOrDefault(name, List.of());
  }

  private static Map<String, List<String>> parse(byte[] bytes) {
    Map<String, List<String>> paths = new HashMap<>();
    int start = start(bytes);
    if (start < 0 || bytes.length < start + HEADER_BYTES) {
      return paths;
    }
    // Written by this machine for itself.
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int count = table.getInt(start + 20);
    for (int i = 0; i < count; i++) {
      int at = start + HEADER_BYTES + i * ENTRY_BYTES;
      if (at < 0 || at + ENTRY_BYTES > bytes.length) {
        return paths;
      }
      boolean forAllProcessors = table.getLong(at + 16) == 0;
      String name = text(bytes, start + table.getInt(at + 4));
      if (forAllProcessors && !name.isEmpty()) {
        String path = text(bytes, start + table.getInt(at + 8));
        paths.computeIfAbsent(name, none -> new ArrayList<>()).add(path);
      }
    }
    return paths;
  }

  /** An older table may come before the one that counts. */
  private static int start(byte[] bytes) {
    for (int at = 0; at + MAGIC.length <= bytes.length; at += 4) {
      if (java.util.Arrays.equals(bytes, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return at;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int at) {
    int end = at;
    while (end >= 0 && end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return at < 0 || end >= bytes.length
        ? ""
        : new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }
}
