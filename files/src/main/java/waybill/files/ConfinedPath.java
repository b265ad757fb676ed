package waybill.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A relative path that cannot lead out of the folder it is put under, as far as its text goes:
 * links on the way are the business of whoever opens it.
 *
 * @param text components joined by single {@code /}; none of them empty, {@code .} or {@code ..};
 *     empty for the folder itself
 */
public record ConfinedPath(String text) {

  public ConfinedPath {
    Optional<String> objection = objection(text);
    if (objection.isPresent()) {
      throw new IllegalArgumentException(objection.get());
    }
    text = normalized(text);
  }

  /**
   * What is wrong with a path that somebody wrote, worded to follow its quoted text; empty when it
   * may be used.
   */
  public static Optional<String> objection(String written) {
    if (written.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (written.indexOf('\0') >= 0) {
      return Optional.of("holds a NUL character");
    }
    int start = 0;
    while (start <= written.length()) {
      int end = endOfComponent(written, start);
      if (end - start == 2 && written.startsWith("..", start)) {
        return Optional.of("leads out of its folder by `..`");
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  /**
   * The path below a folder.
   *
   * @throws InvalidPathException if the text cannot be a file name in this locale's encoding
   */
  public Path under(Path folder) {
    return folder.resolve(text);
  }

  private static String normalized(String written) {
    StringBuilder normal = new StringBuilder(written.length());
    int start = 0;
    while (start <= written.length()) {
      int end = endOfComponent(written, start);
      boolean skipped = end == start || (end - start == 1 && written.charAt(start) == '.');
      if (!skipped) {
        if (!normal.isEmpty()) {
          normal.append('/');
        }
        normal.append(written, start, end);
      }
      start = end + 1;
    }
    return normal.toString();
  }

  private static int endOfComponent(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 ? path.length() : slash;
  }
}
