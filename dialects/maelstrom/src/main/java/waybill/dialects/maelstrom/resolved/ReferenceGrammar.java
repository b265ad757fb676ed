package waybill.dialects.maelstrom.resolved;

/**
 * The grammar of a reference to an image in a registry, as the older program has it: {@code
 * [host[:port]/][path/]name[:tag][@digest]}. The first part is a host when it holds a dot or a
 * colon, or is {@code localhost}.
 */
final class ReferenceGrammar {
  private static final int MAX_PORT_DIGITS = 5;

  private final String text;
  private int index;

  ReferenceGrammar(String text) {
    this.text = text;
  }

  /** Where the text stops being a reference; below 0 when it is one. */
  int check() {
    while (text.indexOf('/', index) >= 0) {
      if (!folder()) {
        return index;
      }
    }
    if (!some(ReferenceGrammar::isNameCharacter)) {
      return index;
    }
    if (take(':') && !some(ReferenceGrammar::isNameCharacter)) {
      return index;
    }
    if (take('@') && !some(c -> Character.isLetterOrDigit(c) || c == ':')) {
      return index;
    }
    return index == text.length() ? -1 : index;
  }

  /** A part before a slash. Only the first one may be a host, with dots and a port. */
  private boolean folder() {
    boolean first = index == 0;
    if (!some(c -> c != '/' && c != '@' && c != ':' && (first || c != '.'))) {
      return false;
    }
    if (first && take(':') && !port()) {
      return false;
    }
    return take('/');
  }

  private boolean port() {
    int start = index;
    if (!some(c -> c >= '0' && c <= '9')) {
      return false;
    }
    if (index - start <= MAX_PORT_DIGITS && Integer.parseInt(text, start, index, 10) <= 0xFFFF) {
      return true;
    }
    index = start;
    return false;
  }

  private boolean take(char c) {
    boolean there = index < text.length() && text.charAt(index) == c;
    index += there ? 1 : 0;
    return there;
  }

  private boolean some(java.util.function.IntPredicate accepted) {
    int start = index;
    while (index < text.length()) {
      int c = text.codePointAt(index);
      if (!accepted.test(c)) {
        break;
      }
      index += Character.charCount(c);
    }
    return index > start;
  }

  private static boolean isNameCharacter(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }
}
