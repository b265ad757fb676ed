package waybill.dialects.tyger.spec;

import java.util.Optional;
import java.util.OptionalInt;

/** What a run says that it wants to execute. */
public sealed interface CodespecRef {
  /** {@code NAME} or {@code NAME/versions/N}. */
  record Named(String name, OptionalInt version) implements CodespecRef {
    /** As it is written. */
    public String text() {
      return version.isPresent() ? name + VERSIONS + version.getAsInt() : name;
    }
  }

  /** Written out. */
  record Inline(Codespec codespec) implements CodespecRef {}

  /** Stands between a name and a version. */
  String VERSIONS = "/versions/";

  /** Nothing where the text is no reference. */
  static Optional<Named> read(String text) {
    int at = text.indexOf('/');
    String name = at < 0 ? text : text.substring(0, at);
    String rest = at < 0 ? "" : text.substring(at);
    if (name.isEmpty() || !isName(name)) {
      return Optional.empty();
    }
    if (rest.isEmpty()) {
      return Optional.of(new Named(name, OptionalInt.empty()));
    }
    String digits = rest.startsWith(VERSIONS) ? rest.substring(VERSIONS.length()) : "";
    boolean number = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number
        ? Optional.of(new Named(name, OptionalInt.of(version(digits))))
        : Optional.empty();
  }

  /** No version has a number as high as what has too many digits. */
  private static int version(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException tooLarge) {
      return Integer.MAX_VALUE;
    }
  }

  /** Whether only such characters are in it as names of codespecs have. */
  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!plain && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
