package waybill.dialects.maelstrom.command;

import waybill.dialects.maelstrom.command.SettingValue.Unusable;

/** How the character that begins a command to the terminal is written. */
final class EscapeChar {
  private static final String WRONG = "invalid character literal: ";
  private static final int ASCII_END = 0x80;
  private static final char DELETE = 0x7F;

  private EscapeChar() {}

  /** One ASCII character: itself, {@code ^} and a letter, or a backslash escape. */
  static char parse(String text) throws Unusable {
    checkAscii(text);
    if (text.length() == 1) {
      return text.charAt(0);
    }
    if (text.isEmpty()) {
      throw new Unusable(WRONG + "empty string");
    }
    return switch (text.charAt(0)) {
      case '^' -> caret(text);
      case '\\' -> escape(text);
      default -> throw new Unusable(WRONG + "too long"); // two plain characters or more
    };
  }

  /** As a person writes it. */
  static String shown(char c) {
    return c < ' ' || c == DELETE ? "^" + (char) (c ^ 0x40) : Character.toString(c);
  }

  private static void checkAscii(String text) throws Unusable {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= ASCII_END) {
        throw new Unusable(WRONG + "the byte at index " + i + " is not ASCII");
      }
    }
  }

  private static char caret(String text) throws Unusable {
    if (text.length() > 2) {
      throw new Unusable(WRONG + "too many characters after caret");
    }
    char c = text.charAt(1);
    if (c < '?' || c > '_') {
      throw new Unusable(WRONG + "invalid character after caret");
    }
    return (char) (c ^ 0x40);
  }

  private static char escape(String text) throws Unusable {
    if (text.length() == 2) {
      int index = "nrt\\0'\"".indexOf(text.charAt(1));
      if (index >= 0) {
        return "\n\r\t\\\0'\"".charAt(index);
      }
    }
    if (text.length() == 4 && text.charAt(1) == 'x') {
      int high = Character.digit(text.charAt(2), 16);
      int low = Character.digit(text.charAt(3), 16);
      if (high >= 8 && low >= 0) {
        throw new Unusable(WRONG + "hex escape yields value too large for ASCII");
      }
      if (high >= 0 && low >= 0) {
        return (char) (high * 16 + low);
      }
    }
    throw new Unusable(WRONG + "bad byte escape");
  }
}
