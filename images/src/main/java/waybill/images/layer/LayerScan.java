package waybill.images.layer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import waybill.images.pattern.BraceExpansion;
import waybill.images.pattern.Glob;
import waybill.images.store.TreeEntry;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Looks at the files that a source names, without reading them, and plans a layer. */
final class LayerScan {
  private static final int STUB_FILE_MODE = 0444;
  private static final int STUB_FOLDER_MODE = 0555;

  private final Path project;
  private final Path store;
  private final LayerPlan plan = new LayerPlan();

  /**
   * @param project absolute; relative paths start here
   * @param store the store that the layer will be put into
   */
  LayerScan(Path project, Path store) {
    this.project = project;
    this.store = store;
  }

  LayerPlan plan() {
    return plan;
  }

  void path(String written, PrefixOptions options) {
    Path source = resolved(written);
    String destination = Destination.of(written, source, options);
    boolean follow = options.followSymlinks();
    FileState state;
    try {
      state = FileState.read(source, follow);
    } catch (IOException failed) {
      throw SourceFailure.of(follow ? "metadata" : "symlink_metadata", source, failed);
    }
    add(destination, source, follow, state);
  }

  void glob(String pattern, PrefixOptions options) {
    new ProjectWalk(project, store, Glob.compile(pattern)).run(new Matches(options));
  }

  /** A class and no lambda, because the first lambda costs a fresh JVM 4 ms. */
  private final class Matches implements ProjectWalk.Finds {
    private final PrefixOptions options;

    Matches(PrefixOptions options) {
      this.options = options;
    }

    @Override
    public void found(String path, Path file, FileState state) {
      if (state.isLink() && options.followSymlinks()) {
        path(path, options);
      } else {
        add(Destination.of(path, file, options), file, false, state);
      }
    }
  }

  void stub(String written) {
    for (String name : BraceExpansion.expand(written)) {
      String path = made(name);
      if (name.endsWith("/")) {
        plan.folder(path, STUB_FOLDER_MODE, TreeEntry.NO_TIME);
      } else {
        addEmpty(path, STUB_FILE_MODE, TreeEntry.NO_TIME);
      }
    }
  }

  void archive(String written) {
    Path source = resolved(written);
    FileState state;
    try {
      state = FileState.read(source, true);
    } catch (IOException failed) {
      throw SourceFailure.of("open", source, failed);
    }
    if (!state.isFile()) {
      throw SourceFailure.noArchive(source);
    }
    plan.archive(new PlannedArchive(source, state));
  }

  void sharedLibraries(List<String> programs, PrefixOptions options) {
    LibrarySearch search = new LibrarySearch(LinkerCache.read(Path.of("/etc/ld.so.cache")));
    for (String program : programs) {
      search.add(resolved(program));
    }
    for (Path library : search.found()) {
      path(library.toString(), options);
    }
  }

  void symlink(LayerSource.Link link) {
    String path = made(link.link());
    if (link.target().isEmpty()) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "the symbolic link `" + link.link() + "` has no target")
          .asException();
    }
    resolved(link.target());
    plan.add(new PlannedEntry.Known(new TreeEntry.Link(path, TreeEntry.NO_TIME, link.target())));
  }

  private void add(String destination, Path source, boolean follow, FileState state) {
    if (state.isFile() && state.size() == 0) {
      addEmpty(destination, state.storedMode(), state.modifiedSeconds());
    } else if (state.isFile()) {
      plan.add(new PlannedEntry.Copied(destination, source, follow, state));
    } else if (state.isFolder()) {
      plan.folder(destination, state.storedMode(), state.modifiedSeconds());
    } else if (state.isLink()) {
      plan.add(
          new PlannedEntry.Known(
              new TreeEntry.Link(destination, state.modifiedSeconds(), target(source))));
    } else {
      throw SourceFailure.unknownType(source);
    }
  }

  private void addEmpty(String path, int mode, long modified) {
    plan.add(
        new PlannedEntry.Known(new TreeEntry.File(path, mode, modified, TreeEntry.File.EMPTY)));
  }

  private static String target(Path link) {
    String target;
    try {
      target = Files.readSymbolicLink(link).toString();
    } catch (IOException failed) {
      throw SourceFailure.of("read_link", link, failed);
    }
    if (!SourceFailure.isText(target)) {
      throw SourceFailure.notText(link, target);
    }
    return target;
  }

  /**
   * The place of something that exists only in the layer; the disk must be able to take its name.
   */
  private String made(String written) {
    String path = Destination.inside(written);
    resolved(path);
    return path;
  }

  private Path resolved(String path) {
    try {
      return project.resolve(path);
    } catch (InvalidPathException invalid) {
      throw SourceFailure.notAPath(path, invalid);
    }
  }
}
