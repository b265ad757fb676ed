package waybill.images.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import waybill.files.FileLock;
import waybill.files.FolderTree;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * The folder for trees that are not in the store yet, or no longer. Each has a lock file beside it
 * that its builder holds; a tree whose lock is free was left by somebody who was killed.
 */
final class Stages {
  private static final String LOCK = ".lock";

  /** What names of trees begin with that only a {@link TreeAccess} can surely delete. */
  private static final String RANGE = "range-";

  /** Enough to get past all who sweep or take names at this moment. */
  private static final int ATTEMPTS = 1000;

  private final Path folder;
  private final StoreDisk disk;

  Stages(Path folder, StoreDisk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** A name that says for which ids a tree is. */
  static String name(String name, Ids ids) {
    return ids == Ids.SINGLE ? name : RANGE + name;
  }

  /** Takes a name that nobody has, and makes its folder. */
  LayerStore.Stage beginFolder() throws IOException {
    LayerStore.Stage stage = begin(Ids.SINGLE);
    boolean made = false;
    try {
      disk.createFolder(stage.tree());
      made = true;
      return stage;
    } finally {
      if (!made) {
        discard(stage);
      }
    }
  }

  /** Takes a name that nobody has. */
  LayerStore.Stage begin(Ids ids) throws IOException {
    String prefix = name(Long.toHexString(System.nanoTime()), ids) + "-";
    IOException last = new IOException("no free name");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path tree = folder.resolve(prefix + attempt);
      try {
        disk.createIfMissing(folder);
        Optional<FileLock> lock = FileLock.tryExclusive(lockOf(tree));
        if (lock.isPresent()) {
          return new LayerStore.Stage(tree, lock.get());
        }
      } catch (NoSuchFileException | FileAlreadyExistsException raced) {
        // Another one removed the empty folder of all stagings, or has this name.
        last = raced;
      }
    }
    throw last;
  }

  /** Waits until the name is free; what a killed owner left there is removed. */
  LayerStore.Stage begin(String name, Ids ids, TreeAccess access)
      throws IOException, InterruptedException {
    Path tree = folder.resolve(name(name, ids));
    for (int attempt = 1; ; attempt++) {
      try {
        disk.createIfMissing(folder);
        LayerStore.Stage stage = new LayerStore.Stage(tree, FileLock.exclusive(lockOf(tree)));
        clear(stage, ids, access);
        return stage;
      } catch (NoSuchFileException raced) {
        if (attempt == ATTEMPTS) {
          throw raced;
        }
      }
    }
  }

  private void clear(LayerStore.Stage stage, Ids ids, TreeAccess access) {
    if (!exists(stage.tree())) {
      return;
    }
    boolean cleared = false;
    try {
      access.remove(stage.tree(), ids);
      cleared = true;
    } finally {
      if (!cleared) {
        discard(stage);
      }
    }
  }

  /** Ends a staging: deletes its tree, unless that was moved away, and lets go of its name. */
  void discard(LayerStore.Stage stage) {
    try (FileLock held = stage.lock()) {
      FolderTree.delete(stage.tree());
      FolderTree.delete(scratchOf(stage));
      held.delete();
    } catch (IOException kept) {
      // Then it is a leftover, and swept when the store is next opened. What brought us here, if
      // anything went wrong, matters more.
      return;
    }
    removeIfEmpty();
  }

  /** Removes what killed builders left; looks no further than one name when there is nothing. */
  void sweep() {
    for (String name : leftovers()) {
      sweep(name);
    }
    removeIfEmpty();
  }

  private void sweep(String name) {
    Path tree = folder.resolve(name);
    try {
      Optional<FileLock> lock = FileLock.tryExclusive(lockOf(tree));
      if (lock.isPresent()) {
        discard(new LayerStore.Stage(tree, lock.get()));
      }
    } catch (IOException kept) {
      // A leftover costs space, and nothing else. That this user may not write to the store is no
      // reason not to read from it.
      return;
    }
  }

  /** The same with somebody who can delete everything. */
  void sweep(TreeAccess access) {
    for (String name : leftovers()) {
      sweep(name, access);
    }
  }

  private void sweep(String name, TreeAccess access) {
    Path tree = folder.resolve(name);
    try {
      Optional<FileLock> lock = FileLock.tryExclusive(lockOf(tree));
      if (lock.isPresent()) {
        LayerStore.Stage stage = new LayerStore.Stage(tree, lock.get());
        clear(stage, name.startsWith(RANGE) ? Ids.RANGE : Ids.SINGLE, access);
        discard(stage);
      }
    } catch (IOException | FailureException kept) {
      // As above.
      return;
    }
  }

  private String[] leftovers() {
    String[] names = new File(folder.toString()).list();
    if (names == null) {
      return new String[0];
    }
    int count = 0;
    for (String name : names) {
      if (name.endsWith(LOCK)) {
        names[count++] = name.substring(0, name.length() - LOCK.length());
      }
    }
    return java.util.Arrays.copyOf(names, count);
  }

  /** Succeeds for the last one; while it is not there, opening the store takes one look. */
  private void removeIfEmpty() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException inUse) {
      // Another builder is at work, or left something for the next sweep.
      return;
    }
  }

  private static boolean exists(Path tree) {
    return Files.exists(tree, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where a builder may put what it needs for a moment; goes with the stage. */
  Path scratch(LayerStore.Stage stage) throws IOException {
    Path scratch = scratchOf(stage);
    disk.createIfMissing(scratch);
    return scratch;
  }

  private static Path scratchOf(LayerStore.Stage stage) {
    return stage.tree().resolveSibling(stage.tree().getFileName() + ".scratch");
  }

  private static Path lockOf(Path tree) {
    return tree.resolveSibling(tree.getFileName() + LOCK);
  }
}
