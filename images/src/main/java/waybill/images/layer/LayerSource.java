package waybill.images.layer;

import static waybill.images.layer.PrefixOptions.measured;

import java.util.List;

/** What an author wrote to say which files a layer holds. Paths are relative to the project. */
public sealed interface LayerSource {

  /**
   * A text that is the same for equal sources and no others. It stands in for {@code equals} and
   * {@code hashCode}, which a record makes at first use in 10 ms.
   */
  String key();

  /** Looks at the files; a method and no switch over the types, for the same reason. */
  void describeTo(LayerScan scan);

  /**
   * All files, folders and links of the project whose path matches.
   *
   * @param pattern as {@link waybill.images.pattern.Glob} reads it
   */
  record Glob(String pattern, PrefixOptions options) implements LayerSource {
    @Override
    public String key() {
      return "glob " + options.key() + measured(pattern);
    }

    @Override
    public void describeTo(LayerScan scan) {
      scan.glob(pattern, options);
    }
  }

  /**
   * Files, folders and links by name; a folder comes without what is in it.
   *
   * @param paths relative to the project, or absolute
   */
  record Paths(List<String> paths, PrefixOptions options) implements LayerSource {
    public Paths {
      paths = List.copyOf(paths);
    }

    @Override
    public String key() {
      StringBuilder key = new StringBuilder("paths ").append(options.key());
      for (String path : paths) {
        key.append(measured(path));
      }
      return key.toString();
    }

    @Override
    public void describeTo(LayerScan scan) {
      for (String path : paths) {
        scan.path(path, options);
      }
    }
  }

  /**
   * Empty files, and empty folders where a name ends with a slash.
   *
   * @param stubs inside the layer, with braces as {@link waybill.images.pattern.BraceExpansion}
   *     reads them
   */
  record Stubs(List<String> stubs) implements LayerSource {
    public Stubs {
      stubs = List.copyOf(stubs);
    }

    @Override
    public String key() {
      StringBuilder key = new StringBuilder("stubs ");
      for (String stub : stubs) {
        key.append(measured(stub));
      }
      return key.toString();
    }

    @Override
    public void describeTo(LayerScan scan) {
      for (String stub : stubs) {
        scan.stub(stub);
      }
    }
  }

  /**
   * An archive, unpacked: plain, or compressed by gzip or zstd.
   *
   * @param path relative to the project, or absolute
   */
  record Tar(String path) implements LayerSource {
    @Override
    public String key() {
      return "tar " + measured(path);
    }

    @Override
    public void describeTo(LayerScan scan) {
      scan.archive(path);
    }
  }

  /**
   * The libraries that programs need to start, and the dynamic linker, but not the programs.
   *
   * @param programs relative to the project, or absolute
   */
  record SharedLibraries(List<String> programs, PrefixOptions options) implements LayerSource {
    public SharedLibraries {
      programs = List.copyOf(programs);
    }

    @Override
    public String key() {
      StringBuilder key = new StringBuilder("shared libraries ").append(options.key());
      for (String program : programs) {
        key.append(measured(program));
      }
      return key.toString();
    }

    @Override
    public void describeTo(LayerScan scan) {
      scan.sharedLibraries(programs, options);
    }
  }

  /** Symbolic links that exist nowhere else. */
  record Symlinks(List<Link> links) implements LayerSource {
    public Symlinks {
      links = List.copyOf(links);
    }

    @Override
    public String key() {
      StringBuilder key = new StringBuilder("symlinks ");
      for (Link link : links) {
        key.append(measured(link.link())).append(measured(link.target()));
      }
      return key.toString();
    }

    @Override
    public void describeTo(LayerScan scan) {
      for (Link link : links) {
        scan.symlink(link);
      }
    }
  }

  /**
   * One symbolic link.
   *
   * @param link where it lies in the layer
   * @param target stored as it is
   */
  record Link(String link, String target) {}
}
