package waybill.dialects.maelstrom.tags;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the file holds: for each image a table of its tags, all sorted. Of TOML it writes, and takes
 * back, what it needs: bare and quoted keys, tables, and strings without escapes.
 */
final class TagTable {
  private static final String VERSION_LINE = "version = 1";
  private static final String DIGEST = "sha256:";

  private final SortedMap<String, SortedMap<String, String>> images = new TreeMap<>();

  /** What a text says; nothing where it is of another version or no such text. */
  static TagTable parse(String text) {
    TagTable table = new TagTable();
    return table.take(text) ? table : new TagTable();
  }

  Optional<String> digest(String name, String tag) {
    return Optional.ofNullable(images.getOrDefault(name, new TreeMap<>()).get(tag));
  }

  void put(String name, String tag, String digest) {
    images.computeIfAbsent(name, _ -> new TreeMap<>()).put(tag, digest);
  }

  String text() {
    StringBuilder text = new StringBuilder(VERSION_LINE).append('\n');
    for (Map.Entry<String, SortedMap<String, String>> image : images.entrySet()) {
      text.append("\n[").append(key(image.getKey())).append("]\n");
      for (Map.Entry<String, String> tag : image.getValue().entrySet()) {
        text.append(key(tag.getKey())).append(" = \"").append(tag.getValue()).append("\"\n");
      }
    }
    return text.toString();
  }

  /** Whether all of it was understood. */
  private boolean take(String text) {
    boolean versionSeen = false;
    Optional<String> image = Optional.empty();
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (!versionSeen) {
        versionSeen = line.equals(VERSION_LINE);
        if (!versionSeen) {
          return false;
        }
      } else if (line.startsWith("[") && line.endsWith("]")) {
        image = unquoted(line.substring(1, line.length() - 1));
        if (image.isEmpty()) {
          return false;
        }
      } else if (image.isEmpty() || !takeTag(image.get(), line)) {
        return false;
      }
    }
    return versionSeen;
  }

  private boolean takeTag(String image, String line) {
    int equals = line.indexOf('=');
    if (equals < 0) {
      return false;
    }
    Optional<String> tag = unquoted(line.substring(0, equals));
    String value = line.substring(equals + 1).strip();
    Optional<String> digest = value.startsWith("\"") ? unquoted(value) : Optional.empty();
    if (tag.isEmpty() || digest.isEmpty() || !digest.get().startsWith(DIGEST)) {
      return false;
    }
    put(image, tag.get(), digest.get());
    return true;
  }

  /** References hold nothing that would have to be escaped in quotes. */
  private static String key(String key) {
    return isBare(key) ? key : "\"" + key + "\"";
  }

  private static Optional<String> unquoted(String written) {
    String key = written.strip();
    boolean quoted = key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"");
    String inside = quoted ? key.substring(1, key.length() - 1) : key;
    boolean good = quoted ? inside.indexOf('"') < 0 && inside.indexOf('\\') < 0 : isBare(inside);
    return good && !inside.isEmpty() ? Optional.of(inside) : Optional.empty();
  }

  private static boolean isBare(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean bare =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      if (!bare) {
        return false;
      }
    }
    return !key.isEmpty();
  }
}
