package waybill.cli;

import java.util.Arrays;

/** Text from anywhere, made fit for a terminal, and how many columns it takes there. */
public final class DisplayText {
  /**
   * First and last code point of the ranges that take two columns: East Asian Width W and F of
   * Unicode 16, joined over gaps that hold no letters.
   */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
    0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB,
    0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3,
    0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728,
    0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0,
    0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0xA4CF,
    0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19, 0xFE30, 0xFE6F, 0xFF01, 0xFF60,
    0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E,
    0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
    0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8,
    0x1F43E, 0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F567, 0x1F57A,
    0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC,
    0x1F6CC, 0x1F6D0, 0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0,
    0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70,
    0x1FAFF, 0x20000, 0x3FFFD
  };

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int CONTROL_PICTURES = 0x2400;
  private static final int PICTURE_OF_DELETE = 0x2421;
  private static final int REPLACEMENT = 0xFFFD;

  private DisplayText() {}

  /**
   * The text with a visible sign in place of every character that a terminal would obey instead of
   * showing: control characters, line ends, marks that turn the writing direction, invisible ones.
   */
  public static String safe(String text) {
    int next = 0;
    while (next < text.length()) {
      int point = text.codePointAt(next);
      if (visible(point) != point) {
        return replaced(text, next);
      }
      next += Character.charCount(point);
    }
    return text;
  }

  private static String replaced(String text, int from) {
    StringBuilder safe = new StringBuilder(text.length()).append(text, 0, from);
    int next = from;
    while (next < text.length()) {
      int point = text.codePointAt(next);
      safe.appendCodePoint(visible(point));
      next += Character.charCount(point);
    }
    return safe.toString();
  }

  /** The code point itself, or the sign to show for it. */
  static int visible(int point) {
    if (point < 0x20) {
      return CONTROL_PICTURES + point;
    }
    if (point < 0x7F) {
      return point;
    }
    if (point == 0x7F) {
      return PICTURE_OF_DELETE;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          REPLACEMENT;
      case Character.FORMAT ->
          point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER ? point : REPLACEMENT;
      default -> point;
    };
  }

  /** Columns of a text that is {@link #safe}. */
  public static int width(String text) {
    int width = 0;
    int next = 0;
    while (next < text.length()) {
      int point = text.codePointAt(next);
      width += width(point);
      next += Character.charCount(point);
    }
    return width;
  }

  /** Columns of one code point: 0, 1 or 2. */
  static int width(int point) {
    if (point < 0x300) {
      return 1;
    }
    if (isWide(point)) {
      return 2;
    }
    boolean joinsBefore =
        switch (Character.getType(point)) {
          case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
          default -> point >= 0x1160 && point <= 0x11FF;
        };
    return joinsBefore ? 0 : 1;
  }

  private static boolean isWide(int point) {
    int found = Arrays.binarySearch(WIDE, point);
    // Between two entries: inside of a range where the one before is its beginning.
    return found >= 0 || (-found - 1) % 2 == 1;
  }

  /** The beginning of a safe text that fits into so many columns. */
  public static String cut(String text, int columns) {
    int width = 0;
    int next = 0;
    while (next < text.length()) {
      int point = text.codePointAt(next);
      width += width(point);
      if (width > columns) {
        return text.substring(0, next);
      }
      next += Character.charCount(point);
    }
    return text;
  }
}
