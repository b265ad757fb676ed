package waybill.dialects.maelstrom.json;

/** Strings of the author's inside a message, quoted and escaped as the older program does it. */
public final class Quoted {
  private Quoted() {}

  /** In double quotes, with everything escaped that does not show or would end the quotes. */
  public static String string(String value) {
    StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case 0 -> quoted.append("\\0");
        default -> {
          if (shows(c)) {
            quoted.appendCodePoint(c);
          } else {
            quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean shows(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              false;
          default -> true;
        };
  }
}
