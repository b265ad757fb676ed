package waybill.images.layer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import waybill.files.ConfinedPath;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Where in a layer a file goes. */
final class Destination {
  private Destination() {}

  /**
   * The place of a file.
   *
   * @param written as its author wrote it
   * @param source the same, absolute
   * @return relative to the layer's root, as {@link ConfinedPath#text()}
   */
  static String of(String written, Path source, PrefixOptions options) {
    String path = options.canonicalize() ? canonical(source) : written;
    if (options.stripPrefix().isPresent()) {
      path = stripped(path, options.stripPrefix().get());
    }
    if (options.prependPrefix().isPresent()) {
      path = options.prependPrefix().get() + '/' + path;
    }
    return inside(path);
  }

  /** The place of a path as it stands, from the layer's root on. */
  static String inside(String path) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    String relative = path.substring(start);
    Optional<String> objection = ConfinedPath.objection(relative);
    if (objection.isPresent()) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "the path `" + path + "` in a layer " + objection.get())
          .withHelp("say where the file goes by strip_prefix, prepend_prefix or canonicalize")
          .asException();
    }
    return new ConfinedPath(relative).text();
  }

  private static String canonical(Path source) {
    try {
      return source.toRealPath().toString();
    } catch (IOException failed) {
      throw SourceFailure.of("canonicalize", source, failed);
    }
  }

  /**
   * The path without the components of the prefix, or as it was when it does not begin with them.
   * Doubled slashes do not count, and {@code .} only at the very beginning.
   */
  private static String stripped(String path, String prefix) {
    if (path.startsWith("/") != prefix.startsWith("/")) {
      return path;
    }
    int at = component(path, 0);
    int wanted = component(prefix, 0);
    while (wanted < prefix.length()) {
      int end = end(path, at);
      int wantedEnd = end(prefix, wanted);
      int length = end - at;
      if (length != wantedEnd - wanted || !path.regionMatches(at, prefix, wanted, length)) {
        return path;
      }
      at = component(path, end);
      wanted = component(prefix, wantedEnd);
    }
    return path.substring(at);
  }

  /** The beginning of the next component that counts, or the end. */
  private static int component(String path, int from) {
    int at = from;
    while (at < path.length()) {
      boolean dot = path.charAt(at) == '.' && at > 0 && end(path, at) == at + 1;
      if (path.charAt(at) != '/' && !dot) {
        return at;
      }
      at++;
    }
    return at;
  }

  private static int end(String path, int start) {
    int slash = path.indexOf('/', start);
    return slash < 0 ? path.length() : slash;
  }
}
