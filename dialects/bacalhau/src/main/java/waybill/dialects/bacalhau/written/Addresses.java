package waybill.dialects.bacalhau.written;

import java.util.Locale;
import java.util.Optional;

/** Addresses and names of the network, without asking anybody. */
final class Addresses {
  private static final int LONGEST_NAME = 253;

  private Addresses() {}

  /** IPv4 in four decimal numbers, or IPv6. */
  static boolean isAddress(String text) {
    return isVersion4(text) || isVersion6(text);
  }

  private static boolean isVersion4(String text) {
    String[] parts = text.length() > 15 ? new String[0] : text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (number(part, 255).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Integer> number(String text, int most) {
    if (text.isEmpty() || text.length() > 3) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return Optional.empty();
      }
      value = value * 10 + digit;
    }
    return value <= most ? Optional.of(value) : Optional.empty();
  }

  private static boolean isVersion6(String text) {
    if (text.length() < 2 || text.length() > 39) {
      return false;
    }
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    int before = groups(gap < 0 ? text : text.substring(0, gap));
    int after = gap < 0 ? 0 : groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && (gap < 0 ? before == 8 : before + after < 8);
  }

  /** How many; less than none where one is wrong. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] groups = text.split(":", -1);
    for (String group : groups) {
      if (group.isEmpty() || group.length() > 4) {
        return -1;
      }
      for (int i = 0; i < group.length(); i++) {
        if (Character.digit(group.charAt(i), 16) < 0 || group.charAt(i) > 'f') {
          return -1;
        }
      }
    }
    return groups.length;
  }

  /** A range like {@code 10.0.0.0/8}. */
  static boolean isRange(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String address = text.substring(0, slash);
    int most = isVersion4(address) ? 32 : isVersion6(address) ? 128 : -1;
    return number(text.substring(slash + 1), most).isPresent();
  }

  /** A name of two labels or more, without a wildcard. */
  static boolean isName(String text) {
    if (text.length() > LONGEST_NAME) {
      return false;
    }
    String[] labels = text.split("\\.", -1);
    if (labels.length < 2) {
      return false;
    }
    for (String label : labels) {
      if (!Names.isLabel(label.replace('_', 'x'))) {
        return false;
      }
    }
    // What ends in a number is an address that went wrong.
    return number(labels[labels.length - 1], 999).isEmpty();
  }

  /**
   * In small letters without blanks around it, a wildcard as {@code *.x}; nothing if it is none.
   */
  static Optional<String> domain(String text) {
    String tidy = text.strip().toLowerCase(Locale.ROOT);
    if (isAddress(tidy) || isRange(tidy) || isName(tidy)) {
      return Optional.of(tidy);
    }
    int name = tidy.startsWith("*.") ? 2 : tidy.startsWith(".") ? 1 : 0;
    return name > 0 && isName(tidy.substring(name))
        ? Optional.of("*." + tidy.substring(name))
        : Optional.empty();
  }
}
