package waybill.dialects.opspec.parameter;

/** Addresses of mail, hosts and resources as text. Nothing here asks a name server. */
final class Addresses {
  private static final String ATOM_MARKS = "!#$%&'*+-/=?^_`{|}~";

  private Addresses() {}

  /** A mail address, alone or in angle brackets after a name. */
  static boolean isEmail(String text) {
    String address = text.strip();
    if (address.endsWith(">")) {
      int start = address.lastIndexOf('<');
      if (start < 0 || !isDisplayName(address.substring(0, start).strip())) {
        return false;
      }
      address = address.substring(start + 1, address.length() - 1);
    }
    int at = address.lastIndexOf('@');
    if (at <= 0) {
      return false;
    }
    String local = address.substring(0, at);
    String domain = address.substring(at + 1);
    return (isDotAtom(local) || isQuoted(local)) && (isDotAtom(domain) || isLiteral(domain));
  }

  /** Four numbers up to 255, without leading zeros. */
  static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
      if (part.isEmpty() || part.length() > 3 || leadingZero || !isAll(part, 10)) {
        return false;
      }
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Eight groups, of which some may be left out once; the last two may be an IPv4 address. */
  static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = groups(text.substring(0, gap));
    int after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < 8 && !text.substring(0, gap).contains(".");
  }

  /** Anything with a scheme, without backslashes, spaces in its host, or broken escapes. */
  static boolean isUri(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || !isScheme(text.substring(0, colon)) || text.indexOf('\\') >= 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        return false;
      }
      if (c == '%' && (i + 2 >= text.length() || !isAll(text.substring(i + 1, i + 3), 16))) {
        return false;
      }
    }
    return !text.startsWith("//", colon + 1) || isAuthority(text, colon + 3);
  }

  private static boolean isScheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean later = i > 0 && (isDigit(c, 10) || c == '+' || c == '-' || c == '.');
      if (!later && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAuthority(String text, int start) {
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String host = text.substring(start, end);
    if (host.indexOf(' ') >= 0) {
      return false;
    }
    host = host.substring(host.lastIndexOf('@') + 1);
    int bracket = host.lastIndexOf(']');
    int port = host.indexOf(':', Math.max(bracket, 0));
    boolean opened = host.startsWith("[");
    return opened == (bracket >= 0) && (port < 0 || isAll(host.substring(port + 1), 10));
  }

  // -1 when it is something else than groups; 0 for an empty text.
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        if (!isIpv4(parts[i])) {
          return -1;
        }
        count++;
      } else if (parts[i].isEmpty() || parts[i].length() > 4 || !isAll(parts[i], 16)) {
        return -1;
      }
    }
    return count;
  }

  private static boolean isDisplayName(String text) {
    if (text.startsWith("\"")) {
      return isQuoted(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '.' && !isAtomCharacter(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDotAtom(String text) {
    boolean atom = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' ? !atom : !isAtomCharacter(c)) {
        return false;
      }
      atom = c != '.';
    }
    return atom;
  }

  private static boolean isAtomCharacter(char c) {
    return isDigit(c, 10)
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c >= 0x80
        || ATOM_MARKS.indexOf(c) >= 0;
  }

  private static boolean isQuoted(String text) {
    if (text.length() < 2 || text.charAt(0) != '"') {
      return false;
    }
    int at = 1;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) < ' ') {
        return false;
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at == text.length() - 1;
  }

  private static boolean isLiteral(String text) {
    return text.startsWith("[")
        && text.endsWith("]")
        && (isIpv4(text.substring(1, text.length() - 1))
            || isIpv6(text.substring(1, text.length() - 1).replaceFirst("^IPv6:", "")));
  }

  private static boolean isAll(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i), radix)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c, int radix) {
    return c < 0x80 && Character.digit(c, radix) >= 0;
  }
}
