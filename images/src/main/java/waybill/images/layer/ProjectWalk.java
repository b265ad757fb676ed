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
import waybill.images.pattern.Glob;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/**
 * Finds what a glob matches. The whole project is looked at, hidden files and all; links are not
 * followed, and a folder that cannot be read is an error, because what it hides might match. What
 * is deleted meanwhile is passed over.
 */
final class ProjectWalk {

  /** Matching or not: more than any project has, and an end for all else. */
  private static final int MAX_VISITED = 10_000_000;

  private final Path project;
  private final Path store;
  private final Glob glob;

  /** Folders still to be looked at, relative to the project. */
  private final ArrayDeque<String> folders = new ArrayDeque<>();

  private int visited;

  /**
   * @param project absolute
   * @param store a folder to be passed over: a layer must not hold the store it is put into
   */
  ProjectWalk(Path project, Path store, Glob glob) {
    this.project = project;
    this.store = store;
    this.glob = glob;
  }

  /** Takes what was found. */
  interface Finds {
    /** Called for each match; {@code path} is relative to the project. */
    void found(String path, Path file, FileState state);
  }

  void run(Finds finds) {
    Optional<FileState> passedOver = stateOfStore();
    folders.add("");
    while (!folders.isEmpty()) {
      String folder = folders.pop();
      Path directory = project.resolve(folder);
      for (String name : names(directory)) {
        count();
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
        if (matches) {
          finds.found(path, directory.resolve(name), state);
        }
      }
    }
  }

  private void count() {
    visited++;
    if (visited > MAX_VISITED) {
      throw Failure.of(
              FailureCode.LAYER_UNBUILDABLE,
              "a glob would have to look at more than " + MAX_VISITED + " files in " + project)
          .withHelp("run in a smaller project directory")
          .asException();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw SourceFailure.interrupted();
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

  /** The state of a file that was just listed; empty if it cannot be had any more. */
  private static Optional<FileState> look(Path directory, String name, boolean matches) {
    try {
      return Optional.of(FileState.read(directory.resolve(name), false));
    } catch (NoSuchFileException | InvalidPathException missing) {
      // Deleted meanwhile; or its name is no text, and then we asked for another name.
      if (matches && !SourceFailure.isText(name)) {
        throw SourceFailure.notText(directory, name);
      }
      return Optional.empty();
    } catch (IOException failed) {
      throw SourceFailure.of("symlink_metadata", directory.resolve(name), failed);
    }
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
}
