package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.store.LayerStore;
import waybill.images.store.Trees;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

class LayerBuilderTest {
  @TempDir Path folder = Path.of("");
  private Path project = Path.of("");

  @BeforeEach
  void createProject() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
  }

  @Test
  void filesKeepContentModeAndTime() throws Exception {
    write("bin/tool", "#!", "rwxr-x--x");
    Files.setLastModifiedTime(project.resolve("bin/tool"), FileTime.from(1234, TimeUnit.SECONDS));

    Path tree = tree(paths("bin/tool"));

    assertThat(Trees.list(tree)).containsExactly("bin/ 755", "bin/tool 751 #!");
    assertThat(seconds(tree.resolve("bin/tool"))).isEqualTo(1234);
    assertThat(seconds(tree.resolve("bin"))).isEqualTo(1705000271);
    assertThat(seconds(tree)).isEqualTo(1705000271);
  }

  @Test
  void setIdBitsAreNeverStored() throws Exception {
    write("su", "x", "rwxr-xr-x");
    Files.setAttribute(project.resolve("su"), "unix:mode", 06755);
    Path common = Files.createDirectory(project.resolve("common"));
    Files.setAttribute(common, "unix:mode", 07777);

    assertThat(Trees.list(tree(paths("su", "common")))).containsExactly("common/ 1777", "su 755 x");
  }

  @Test
  void aFolderComesWithoutWhatIsInIt() throws Exception {
    write("a/foo.bin", "x", "rw-r--r--");

    assertThat(Trees.list(tree(paths("a")))).containsExactly("a/ 755");
  }

  @Test
  void linksAreStoredOrFollowed() throws Exception {
    write("t", "hi", "rw-r--r--");
    Files.createSymbolicLink(project.resolve("s"), Path.of("t"));
    PrefixOptions follow = new PrefixOptions(true, false, Optional.empty(), Optional.empty());

    assertThat(Trees.list(tree(paths("s")))).containsExactly("s -> t");
    assertThat(Trees.list(tree(new LayerSource.Paths(List.of("s"), follow))))
        .containsExactly("s 644 hi");
    assertThat(Trees.list(tree(new LayerSource.Glob("s", follow)))).containsExactly("s 644 hi");
  }

  @Test
  void pathsMayBeAbsoluteAndPrefixesMoveThem() throws Exception {
    write("a/foo.bin", "x", "rw-r--r--");
    Path absolute = project.resolve("a/foo.bin");

    assertThat(Trees.list(tree(paths(absolute.toString()))))
        .contains(absolute.toString().substring(1) + " 644 x");
    assertThat(
            Trees.list(
                tree(
                    new LayerSource.Paths(
                        List.of("a/foo.bin"),
                        new PrefixOptions(false, false, Optional.of("a"), Optional.of("/baz"))))))
        .containsExactly("baz/ 755", "baz/foo.bin 644 x");
  }

  @Test
  void aGlobFindsHiddenFilesAndFoldersAcrossTheWholeProject() throws Exception {
    write("foo.txt", "", "rw-r--r--");
    write("d/.a.txt", "", "rw-r--r--");
    write("d/bar.bin", "", "rw-r--r--");
    Files.createDirectory(project.resolve("folder.txt"));
    Files.createDirectory(folder.resolve("outside"));
    Files.createFile(folder.resolve("outside/o.txt"));
    Files.createSymbolicLink(project.resolve("link"), folder.resolve("outside"));

    assertThat(Trees.list(tree(glob("*.txt"))))
        .containsExactly("d/ 755", "d/.a.txt 644", "folder.txt/ 755", "foo.txt 644");
  }

  @Test
  void aGlobThatMatchesNothingIsAnEmptyLayer() {
    assertThat(Trees.list(tree(glob("*.none")))).isEmpty();
  }

  @Test
  void aGlobPassesOverTheStoreItself() throws Exception {
    write("f", "x", "rw-r--r--");
    LayerStore store = LayerStore.open(project.resolve("cache"));

    String first = new LayerBuilder(store, project).build(glob("**/{f,format}")).digest();
    assertThat(Trees.list(store.folder(first))).containsExactly("f 644 x");
  }

  @Test
  void stubsAreEmptyFilesAndFolders() {
    Path tree = tree(new LayerSource.Stubs(List.of("/f", "/d/", "/foo/{bar,baz,}", "/")));

    assertThat(Trees.list(tree))
        .containsExactly("d/ 555", "f 444", "foo/ 555", "foo/bar 444", "foo/baz 444");
    assertThat(seconds(tree.resolve("f"))).isEqualTo(1705000271);
    assertThat(seconds(tree.resolve("d"))).isEqualTo(1705000271);
  }

  @Test
  void symlinksPointAnywhere() {
    Path tree =
        tree(
            new LayerSource.Symlinks(
                List.of(
                    new LayerSource.Link("/foo", "/bar"),
                    new LayerSource.Link("a/b", "../../.."))));

    assertThat(Trees.list(tree)).containsExactly("a/ 755", "a/b -> ../../..", "foo -> /bar");
    assertThat(seconds(tree.resolve("foo"))).isEqualTo(1705000271);
  }

  @Test
  void aMissingFileIsSaidOnceWithItsRootCause() {
    assertFails(
        paths("x"),
        FailureCode.INPUT_MISSING,
        "symlink_metadata(\"" + project + "/x\"): No such file or directory");
    assertFails(
        new LayerSource.Paths(
            List.of("x \"y\"\n"),
            new PrefixOptions(true, false, Optional.empty(), Optional.empty())),
        FailureCode.INPUT_MISSING,
        "metadata(\"" + project + "/x \\\"y\\\"\\n\"): No such file or directory");
    assertFails(
        new LayerSource.Paths(
            List.of("x"), new PrefixOptions(false, true, Optional.empty(), Optional.empty())),
        FailureCode.INPUT_MISSING,
        "canonicalize(\"" + project + "/x\"): No such file or directory");
  }

  @Test
  void whatIsNoFileFolderOrLinkIsRefused() {
    assertFails(paths("/dev/null"), FailureCode.LAYER_UNBUILDABLE, "unknown file type /dev/null");
  }

  @Test
  void whatThisUserMayNotReadIsSaid() throws Exception {
    write("secret", "x", "---------");
    write("closed/f", "x", "rw-r--r--");
    assumeFalse(Files.isReadable(project.resolve("secret")), "root may read everything");
    Files.setPosixFilePermissions(
        project.resolve("closed"), PosixFilePermissions.fromString("---------"));

    assertFails(
        paths("secret"),
        FailureCode.LAYER_UNBUILDABLE,
        "open(\"" + project + "/secret\"): Permission denied");
    assertFails(
        paths("closed/f"),
        FailureCode.LAYER_UNBUILDABLE,
        "symlink_metadata(\"" + project + "/closed/f\"): Permission denied");
    assertFails(
        glob("*.txt"),
        FailureCode.LAYER_UNBUILDABLE,
        "read_dir(\"" + project + "/closed\"): Permission denied");
  }

  @Test
  void theSameFileTwiceIsRefused() throws Exception {
    write("a", "x", "rw-r--r--");

    assertFails(paths("a", "a"), FailureCode.LAYER_UNBUILDABLE, "file already exists at /a");
    assertFails(
        new LayerSource.Stubs(List.of("/a", "/a/")),
        FailureCode.LAYER_UNBUILDABLE,
        "file already exists at /a");
  }

  @Test
  void namesThatNoDiskTakesAreRefused() {
    assertThatThrownBy(() -> tree(paths("a\0b")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("cannot be a file name");
    assertThatThrownBy(() -> tree(new LayerSource.Stubs(List.of("/a\0b"))))
        .isInstanceOf(FailureException.class);
    assertThatThrownBy(
            () -> tree(new LayerSource.Symlinks(List.of(new LayerSource.Link("/a", "")))))
        .isInstanceOf(FailureException.class)
        .hasMessage("the symbolic link `/a` has no target");
  }

  @Test
  void aFailureIsNotRemembered() throws Exception {
    LayerBuilder builder = new LayerBuilder(LayerStore.open(folder.resolve("cache")), project);
    assertThatThrownBy(() -> builder.build(paths("late"))).isInstanceOf(FailureException.class);

    write("late", "x", "rw-r--r--");

    assertThat(builder.build(paths("late")).digest()).startsWith("sha256:");
  }

  @Test
  void anInterruptEndsABuildThatCopies() throws Exception {
    write("f", "x", "rw-r--r--");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> tree(paths("f")))
        .isInstanceOf(FailureException.class)
        .hasMessage("interrupted while building a layer");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(Trees.hasLeftovers(folder.resolve("cache"))).isFalse();
  }

  private void assertFails(LayerSource source, FailureCode code, String message) {
    assertThatThrownBy(() -> tree(source))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().message()).isEqualTo(message);
              assertThat(e.failure().code()).isEqualTo(code);
            });
    assertThat(Trees.hasLeftovers(folder.resolve("cache"))).isFalse();
  }

  private Path tree(LayerSource source) {
    LayerStore store = LayerStore.open(folder.resolve("cache"));
    return store.folder(new LayerBuilder(store, project).build(source).digest());
  }

  private void write(String path, String content, String mode) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static long seconds(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LayerSource paths(String... paths) {
    return new LayerSource.Paths(List.of(paths), PrefixOptions.NONE);
  }

  private static LayerSource glob(String pattern) {
    return new LayerSource.Glob(pattern, PrefixOptions.NONE);
  }
}
