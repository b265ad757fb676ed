package waybill.dialects.maelstrom.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import waybill.dialects.maelstrom.written.SpecVersion;

/** How the text of a setting becomes its value; with the older program's reasons when it cannot. */
final class SettingValue {
  private static final int MAX_SLOTS = 1000;

  private SettingValue() {}

  /** Makes a value of a text. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String text) throws Unusable;
  }

  /** The text is no such value. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason, null, false, false);
    }
  }

  static int slots(String text) throws Unusable {
    int slots = u16(text);
    if (slots < 1) {
      throw new Unusable("value must be at least 1");
    }
    if (slots > MAX_SLOTS) {
      throw new Unusable("value must be less than 1000");
    }
    return slots;
  }

  private static int u16(String text) throws Unusable {
    if (text.isEmpty()) {
      throw new Unusable("cannot parse integer from empty string");
    }
    String digits = text.startsWith("+") ? text.substring(1) : text;
    int value = 0;
    boolean tooLarge = false;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        throw new Unusable("invalid digit found in string");
      }
      value = Math.min(value * 10 + c - '0', 1 << 20);
      tooLarge |= value > 0xFFFF;
    }
    if (digits.isEmpty()) {
      throw new Unusable("invalid digit found in string");
    }
    if (tooLarge) {
      throw new Unusable("number too large to fit in target type");
    }
    return value;
  }

  /** Bytes: a number, perhaps with a fraction, and perhaps an SI or binary unit. */
  static long bytes(String text) throws Unusable {
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    if (end == 0) {
      throw new Unusable(
          "couldn't parse \"" + text + "\" into a ByteSize, cannot parse float from empty string");
    }
    double number;
    try {
      number = Double.parseDouble(text.substring(0, end));
    } catch (NumberFormatException e) {
      throw new Unusable("couldn't parse \"" + text + "\" into a ByteSize, invalid float literal");
    }
    String unit = text.substring(end).strip();
    return (long) (number * factor(unit));
  }

  private static double factor(String unit) throws Unusable {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "", "b" -> 1;
      case "k", "kb" -> 1e3;
      case "m", "mb" -> 1e6;
      case "g", "gb" -> 1e9;
      case "t", "tb" -> 1e12;
      case "p", "pb" -> 1e15;
      case "ki", "kib" -> 0x1p10;
      case "mi", "mib" -> 0x1p20;
      case "gi", "gib" -> 0x1p30;
      case "ti", "tib" -> 0x1p40;
      case "pi", "pib" -> 0x1p50;
      default ->
          throw new Unusable(
              "couldn't parse \""
                  + unit
                  + "\" into a known SI unit, couldn't parse unit of \""
                  + unit
                  + "\"");
    };
  }

  static RunSettings.LogLevel logLevel(String text) throws Unusable {
    for (RunSettings.LogLevel level : RunSettings.LogLevel.values()) {
      if (level.name().toLowerCase(Locale.ROOT).equals(text)) {
        return level;
      }
    }
    throw new Unusable("Matching variant not found");
  }

  static SpecVersion specVersion(String text) throws Unusable {
    for (SpecVersion version : SpecVersion.values()) {
      if (version.word().equals(text)) {
        return version;
      }
    }
    throw new Unusable("value must be `0.10` or `newer`");
  }

  static boolean flag(String text) throws Unusable {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new Unusable("provided string was not `true` or `false`");
  }

  /** How machines of a cluster would talk to each other. */
  static String strategy(String text) throws Unusable {
    if (text.equals("tcp") || text.equals("github")) {
      return text;
    }
    throw new Unusable("Matching variant not found");
  }

  static Path path(String text) throws Unusable {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Unusable(e.getReason());
    }
  }

  /** One ASCII character: itself, {@code ^} and a letter, or a backslash escape. */
  static char escapeChar(String text) throws Unusable {
    return EscapeChar.parse(text);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
