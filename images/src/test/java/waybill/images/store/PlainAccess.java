package waybill.images.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import waybill.files.FolderTree;
import waybill.model.task.Ids;

/** Access to trees as far as the JDK and this user have it; stands in for the real one. */
public class PlainAccess implements TreeAccess {

  @Override
  public void remove(Path tree, Ids ids) {
    try {
      FolderTree.delete(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public TreeSize measure(Path tree, Ids ids) {
    try (Stream<Path> walk = Files.walk(tree)) {
      List<Path> entries = walk.filter(entry -> !entry.equals(tree)).toList();
      Set<Object> seen = new HashSet<>();
      long bytes = 0;
      for (Path entry : entries) {
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
            && seen.add(Files.getAttribute(entry, "unix:ino"))) {
          bytes += Files.size(entry);
        }
      }
      return new TreeSize(entries.size(), bytes);
    } catch (NoSuchFileException gone) {
      return new TreeSize(0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
