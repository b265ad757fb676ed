package waybill.images.layer;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import waybill.images.pattern.BraceExpansion;
import waybill.images.pattern.Glob;
import waybill.images.store.TreeEntry;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Looks at the files that a source names, without reading them, and plans a layer. */
final class LayerScan {

  /** What a glob may look at, matching or not: more than any project, and an end for all others. */
  private static final int MAX_VISITED = 10_000_000;

  private static final int STUB_FILE_MODE = 0444;
  private static final int STUB_FOLDER_MODE = 0555;

  /** What the JDK puts in place of bytes that are no text. */
  private static final char NO_TEXT = '\uFFFD';

  private final Path project;
  private final Path store;
  private final LayerPlan plan = new LayerPlan();

  /**
   * @param project absolute; relative paths start here
   * @param store a folder that globs pass over: a layer must not hold the store it is put into
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

  void stub(String written) {
    for (String name : BraceExpansion.expand(written)) {
      String path = Destination.inside(name);
      if (name.endsWith("/")) {
        plan.folder(path, STUB_FOLDER_MODE, TreeEntry.NO_TIME);
      } else {
        resolved(path);
        plan.add(
            new PlannedEntry.Known(
                new TreeEntry.File(path, STUB_FILE_MODE, TreeEntry.NO_TIME, TreeEntry.File.EMPTY)));
      }
    }
  }

  void symlink(LayerSource.Link link) {
    String path = Destination.inside(link.link());
    if (link.target().isEmpty()) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "the symbolic link `" + link.link() + "` has no target")
          .asException();
    }
    resolved(path);
    resolved(link.target());
    plan.add(new PlannedEntry.Known(new TreeEntry.Link(path, TreeEntry.NO_TIME, link.target())));
  }

  /** Walks the whole project, links not followed. */
  void glob(String pattern, PrefixOptions options) {
    Glob glob = Glob.compile(pattern);
    Optional<FileState> passedOver = stateOfStore();
    ArrayDeque<String> folders = new ArrayDeque<>();
    folders.add("");
    int visited = 0;
    while (!folders.isEmpty()) {
      String folder = folders.pop();
      Path directory = resolved(folder);
      for (String name : names(directory)) {
        checkVisited(++visited, pattern);
        String path = folder.isEmpty() ? name : folder + '/' + name;
        boolean matches = glob.matches(path);
        Optional<FileState> found = look(directory, name, matches);
        if (found.isEmpty()) {
          continue;
        }
        FileState state = found.get();
        if (state.isFolder()) {
          if (passedOver.isPresent() && state.sameFile(passedOver.get())) {
            continue;
          }
          folders.push(path);
        }
        if (matches && state.isLink() && options.followSymlinks()) {
          path(path, options);
        } else if (matches) {
          Path source = directory.resolve(name);
          add(Destination.of(path, source, options), source, false, state);
        }
      }
    }
  }

  private static void checkVisited(int visited, String pattern) {
    if (visited > MAX_VISITED) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "the glob `" + pattern + "` looks at more than " + MAX_VISITED + " files")
          .withHelp("run in a smaller project directory")
          .asException();
    }
  }

  /** The state of a file in a folder that was just listed; empty if it cannot be had any more. */
  private static Optional<FileState> look(Path directory, String name, boolean matches) {
    try {
      return Optional.of(FileState.read(directory.resolve(name), false));
    } catch (NoSuchFileException | InvalidPathException missing) {
      // Deleted meanwhile; or its name is no text, and then what was asked for is another name.
      if (matches && name.indexOf(NO_TEXT) >= 0) {
        throw SourceFailure.notText(directory, name);
      }
      return Optional.empty();
    } catch (IOException failed) {
      throw SourceFailure.of("symlink_metadata", directory.resolve(name), failed);
    }
  }

  private Optional<FileState> stateOfStore() {
    try {
      return Optional.of(FileState.read(store, true));
    } catch (IOException missing) {
      // No store, no danger.
      return Optional.empty();
    }
  }

  private void add(String destination, Path source, boolean follow, FileState state) {
    if (state.isFile() && state.size() == 0) {
      plan.add(
          new PlannedEntry.Known(
              new TreeEntry.File(
                  destination, state.storedMode(), state.modifiedSeconds(), TreeEntry.File.EMPTY)));
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

  private static String target(Path link) {
    String target;
    try {
      target = Files.readSymbolicLink(link).toString();
    } catch (IOException failed) {
      throw SourceFailure.of("read_link", link, failed);
    }
    if (target.indexOf(NO_TEXT) >= 0) {
      throw SourceFailure.notText(link, target);
    }
    return target;
  }

  /** The names in a folder; none if it is gone. */
  private static List<String> names(Path folder) {
    String[] names = new File(folder.toString()).list();
    if (names != null) {
      return Arrays.asList(names);
    }
    // java.io lists faster in a fresh JVM, but does not tell why it could not.
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      List<String> found = new ArrayList<>();
      for (Path file : stream) {
        found.add(file.getFileName().toString());
      }
      return found;
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return List.of();
    } catch (DirectoryIteratorException failed) {
      throw SourceFailure.of("read_dir", folder, Objects.requireNonNull(failed.getCause()));
    } catch (IOException failed) {
      throw SourceFailure.of("read_dir", folder, failed);
    }
  }

  private Path resolved(String path) {
    try {
      return project.resolve(path);
    } catch (InvalidPathException invalid) {
      throw SourceFailure.notAPath(path, invalid);
    }
  }
}
