package waybill.dialects.maelstrom.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file: the part of TOML that its values need, which is one {@code key = value} a
 * line with a string or a number. Tables are passed over, for no value of ours stands in one.
 */
final class ConfigFile {
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final Map<String, String> values = new HashMap<>();

  /** Reads the file. */
  ConfigFile(Path path) throws Refusal {
    this.path = path;
    boolean inTable = false;
    int number = 0;
    for (String raw : text(path).split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      inTable |= line.startsWith("[");
      if (!inTable) {
        readLine(line, number);
      }
    }
  }

  /** The path, as messages show it. */
  Path path() {
    return path;
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  private static String text(Path path) throws Refusal {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw Refusal.badValue(reading(path), "more than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Refusal.badValue(reading(path), IoReason.of(e));
    }
  }

  private static String reading(Path path) {
    return "reading config file `" + path + "`";
  }

  private void readLine(String line, int number) throws Refusal {
    int equals = line.indexOf('=');
    String key = line.substring(0, Math.max(equals, 0)).strip();
    Optional<String> value = value(line, equals);
    if (key.isEmpty() || value.isEmpty()) {
      throw Refusal.badValue(
          reading(path), "line " + number + " is not `key = \"text\"` or `key = number`: " + line);
    }
    if (values.put(key, value.get()) != null) {
      throw Refusal.badValue(reading(path), "line " + number + " repeats the key `" + key + "`");
    }
  }

  private static Optional<String> value(String line, int equals) {
    String rest = line.substring(equals + 1).strip();
    char quote = rest.isEmpty() ? '\0' : rest.charAt(0);
    if (quote == '"' || quote == '\'') {
      int end = rest.indexOf(quote, 1);
      return end < 0 || !isCommentOrNothing(rest.substring(end + 1))
          ? Optional.empty()
          : unescaped(rest.substring(1, end), quote);
    }
    int comment = rest.indexOf('#');
    String bare = (comment < 0 ? rest : rest.substring(0, comment)).strip();
    for (int i = 0; i < bare.length(); i++) {
      if (!Character.isLetterOrDigit(bare.charAt(i)) && "_+-.".indexOf(bare.charAt(i)) < 0) {
        return Optional.empty();
      }
    }
    return bare.isEmpty() ? Optional.empty() : Optional.of(bare.replace("_", ""));
  }

  /** Strings with escapes are refused rather than misread: no value of ours needs one. */
  private static Optional<String> unescaped(String text, char quote) {
    return quote == '"' && text.indexOf('\\') >= 0 ? Optional.empty() : Optional.of(text);
  }

  private static boolean isCommentOrNothing(String text) {
    String rest = text.strip();
    return rest.isEmpty() || rest.startsWith("#");
  }
}
