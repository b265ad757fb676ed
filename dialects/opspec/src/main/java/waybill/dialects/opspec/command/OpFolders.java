package waybill.dialects.opspec.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The ops below a folder. Does not follow links and passes over what it may not read. */
final class OpFolders {
  private static final int MAX_DEPTH = 64;

  /** Enough for any project; a whole disk is not to be walked by mistake. */
  private static final int MAX_VISITED = 1_000_000;

  private OpFolders() {}

  /** All of them, sorted by their paths. */
  static List<Path> below(Path folder) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          MAX_DEPTH,
          new Visitor(found));
    } catch (IOException e) {
      // The visitor lets none out; of a folder that went away meanwhile, the rest is listed.
      return List.copyOf(found);
    }
    found.sort(null);
    return List.copyOf(found);
  }

  /** Of the conventional folder, as one may name them from the directory. */
  static List<String> names(Path directory) {
    Path conventional = directory.resolve(OpRef.CONVENTIONAL);
    var names = new ArrayList<String>();
    for (Path op : below(conventional)) {
      names.add(conventional.relativize(op).toString());
    }
    return names;
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final List<Path> found;
    private int visited;

    Visitor(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : next();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.endsWith(OpRef.FILE) && Files.isRegularFile(file)) {
        Path parent = file.getParent();
        if (parent != null) {
          found.add(parent);
        }
      }
      return next();
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return next();
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, java.io.IOException e) {
      return FileVisitResult.CONTINUE;
    }

    private FileVisitResult next() {
      visited++;
      return visited > MAX_VISITED ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
  }
}
