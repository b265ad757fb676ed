package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
  @TempDir Path folder = Path.of("");

  @Test
  void deletesAllThatIsInIt() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(tree.resolve("f"), "x");
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));

    FolderTree.delete(folder.resolve("tree"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void neverFollowsLinks() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "x");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), outside);

    FolderTree.delete(tree);
    Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
    FolderTree.delete(link);

    assertThat(outside.resolve("kept")).hasContent("x");
    assertThat(tree).doesNotExist();
    assertThat(link).doesNotExist();
  }

  @Test
  void copesWithFoldersThatForbidWritingAndReading() throws Exception {
    Path closed = Files.createDirectories(folder.resolve("tree/read-only/closed"));
    Files.writeString(closed.resolve("f"), "x");
    mode(closed, "--x--x--x");
    mode(folder.resolve("tree/read-only"), "r-xr-xr-x");
    mode(folder.resolve("tree"), "r-xr-xr-x");

    FolderTree.delete(folder.resolve("tree"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsNotThereIsNoError() throws Exception {
    FolderTree.delete(folder.resolve("none"));
    FolderTree.delete(folder.resolve("no/parent"));
  }

  @Test
  void refusesTreesThatWouldExhaustDescriptors() throws Exception {
    Path deep = folder.resolve("tree");
    for (int level = 0; level < 450; level++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);

    assertThatThrownBy(() -> FolderTree.delete(folder.resolve("tree")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested too deeply");
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
