package waybill.dialects.opspec.call;

import java.util.Optional;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** What the text of an expression says of itself, without a look at any scope. */
final class References {
  private References() {}

  /** The text between {@code $(} and {@code )}, when the expression is nothing else. */
  static Optional<String> inside(SpecValue expression) {
    if (!(expression instanceof SpecString text)) {
      return Optional.empty();
    }
    String written = text.value();
    if (!written.startsWith("$(") || !written.endsWith(")") || written.length() < 4) {
      return Optional.empty();
    }
    String inside = written.substring(2, written.length() - 1);
    // `$(a)$(b)` begins and ends like one, too.
    int depth = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(inside);
  }

  /** The variable, when the expression is a reference to one, and to all of it. */
  static Optional<String> variable(SpecValue expression) {
    return inside(expression).filter(References::isName);
  }

  /** Whether it refers to something in or around the folder of the op. */
  static boolean isEmbedded(SpecValue expression) {
    return inside(expression)
        .filter(text -> text.startsWith("/") || text.startsWith("./") || text.startsWith("../"))
        .isPresent();
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.equals(".") && !text.equals("..");
  }
}
