package waybill.dialects.opspec.show;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paths as people know them: from their directory if they lie in it, from their home if they lie
 * there, else whole.
 *
 * @param directory absolute
 */
public record ShownPaths(Path directory, Optional<Path> home) {

  /** For the caller of a command. */
  public static ShownPaths of(Path directory, String home) {
    return new ShownPaths(
        directory, home.startsWith("/") ? Optional.of(Path.of(home)) : Optional.empty());
  }

  /** The path, shortened; what is no absolute path stays as it is. */
  public String of(String path) {
    if (!path.startsWith("/")) {
      return path;
    }
    try {
      Path whole = Path.of(path).normalize();
      if (whole.startsWith(directory)) {
        String rest = directory.relativize(whole).toString();
        return rest.isEmpty() ? "." : "./" + rest;
      }
      if (home.isPresent() && whole.startsWith(home.get())) {
        return "~/" + home.get().relativize(whole);
      }
      return whole.toString();
    } catch (InvalidPathException notOfThisMachine) {
      return path;
    }
  }

  /** The same for {@code FILE:LINE:COLUMN}. */
  public String place(String place) {
    int column = place.lastIndexOf(':');
    int line = column < 0 ? -1 : place.lastIndexOf(':', column - 1);
    return line < 0 ? of(place) : of(place.substring(0, line)) + place.substring(line);
  }
}
