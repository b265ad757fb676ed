package waybill.images.reference;

/**
 * The grammar of a reference to an image in a registry: {@code
 * [host[:port]/][path/]name[:tag][@digest]}. It finds the parts and the first character that cannot
 * be one; what a registry takes for a good name is a matter of {@link RegistryReference#check}.
 */
final class ReferenceGrammar {
  private static final int MAX_PORT_DIGITS = 5;
  private static final int MAX_PORT = 0xFFFF;

  /** What may stand in a part. */
  private enum Part {
    FOLDER,
    NAME,
    DIGEST,
    PORT
  }

  private final String text;
  private int index;
  private int nameEnd;
  private int tagStart = -1;
  private int digestStart = -1;

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
    if (!some(Part.NAME)) {
      return index;
    }
    nameEnd = index;
    if (take(':')) {
      tagStart = index;
      if (!some(Part.NAME)) {
        return index;
      }
    }
    if (take('@')) {
      digestStart = index;
      if (!some(Part.DIGEST)) {
        return index;
      }
    }
    return index == text.length() ? -1 : index;
  }

  /** Host, path and name; after a good {@link #check}. */
  String name() {
    return text.substring(0, nameEnd);
  }

  /** Empty where there is none. */
  String tag() {
    if (tagStart < 0) {
      return "";
    }
    return text.substring(tagStart, digestStart < 0 ? text.length() : digestStart - 1);
  }

  /** Empty where there is none. */
  String digest() {
    return digestStart < 0 ? "" : text.substring(digestStart);
  }

  /** A part before a slash. Only the first one may be a host with a port. */
  private boolean folder() {
    boolean first = index == 0;
    if (!some(Part.FOLDER)) {
      return false;
    }
    if (first && take(':') && !port()) {
      return false;
    }
    return take('/');
  }

  private boolean port() {
    int start = index;
    if (!some(Part.PORT)) {
      return false;
    }
    if (index - start <= MAX_PORT_DIGITS && Integer.parseInt(text, start, index, 10) <= MAX_PORT) {
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

  private boolean some(Part part) {
    int start = index;
    while (index < text.length()) {
      int c = text.codePointAt(index);
      if (!accepts(part, c)) {
        break;
      }
      index += Character.charCount(c);
    }
    return index > start;
  }

  private static boolean accepts(Part part, int c) {
    return switch (part) {
      case FOLDER -> c != '/' && c != '@' && c != ':';
      case NAME -> Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
      case DIGEST -> Character.isLetterOrDigit(c) || c == ':';
      case PORT -> c >= '0' && c <= '9';
    };
  }
}
