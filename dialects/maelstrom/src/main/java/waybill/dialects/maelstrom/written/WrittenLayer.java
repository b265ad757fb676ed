package waybill.dialects.maelstrom.written;

import java.util.List;
import java.util.Optional;
import waybill.model.document.Span;

/** One layer of files. Paths are relative to the project's folder. */
public sealed interface WrittenLayer {
  Span span();

  /** An archive. */
  record Tar(String path, Span span) implements WrittenLayer {}

  /** Every file below the project's folder whose path matches. */
  record Glob(String pattern, Prefix prefix, Span span) implements WrittenLayer {}

  /** These files, and these folders without what is in them. */
  record Paths(List<String> paths, Prefix prefix, Span span) implements WrittenLayer {
    public Paths {
      paths = List.copyOf(paths);
    }
  }

  /** Empty files, and empty folders where the name ends in a slash; braces are expanded. */
  record Stubs(List<String> stubs, Span span) implements WrittenLayer {
    public Stubs {
      stubs = List.copyOf(stubs);
    }
  }

  /** Symbolic links. */
  record Symlinks(List<Link> symlinks, Span span) implements WrittenLayer {
    public Symlinks {
      symlinks = List.copyOf(symlinks);
    }
  }

  /** One symbolic link. */
  record Link(String link, String target) {}

  /**
   * How the path of a file becomes its path in the layer; in the order of the parameters.
   *
   * @param followSymlinks whether the file that a link leads to is taken in its place
   * @param canonicalize whether the path is made absolute and free of links
   * @param strip taken from the path's beginning where it stands there
   * @param prepend put before the path
   */
  record Prefix(
      boolean followSymlinks,
      boolean canonicalize,
      Optional<String> strip,
      Optional<String> prepend) {}
}
