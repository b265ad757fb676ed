package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule that something written breaks.
 *
 * @param path the way to it, of keys and of numbers in lists
 * @param atKey whether the last key itself is wrong, and not what stands there
 * @param code short name of the rule
 * @param message as the server words it
 * @param forAuthors the same for those who look at a file, where that should differ
 */
record Broken(
    List<String> path, boolean atKey, String code, String message, Optional<String> forAuthors) {

  static Broken value(List<String> path, String code, String message) {
    return new Broken(path, false, code, message, Optional.empty());
  }

  static Broken key(List<String> path, String code, String message) {
    return new Broken(path, true, code, message, Optional.empty());
  }

  Broken toAuthors(String text) {
    return new Broken(path, atKey, code, message, Optional.of(text));
  }

  /** A path and what comes after it. */
  static List<String> path(List<String> before, String... more) {
    List<String> path = new ArrayList<>(before);
    path.addAll(List.of(more));
    return path;
  }
}
