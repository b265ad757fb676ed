package waybill.images.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.images.store.LayerStore;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Layer;
import waybill.testing.Needs;

/** Users as images and authors write them, found in the layers. */
class ImageUsersTest {
  private static final String PASSWD =
      """
      # a remark
      root:x:0:0:root:/root:/bin/bash
      broken:x:none:0
      short:x
      www-data:x:33:34:www:/var/www:/usr/sbin/nologin
      homeless:x:40:40:::
      1000:x:2000:2001:digits:/digits:/bin/sh
      user:x:1000:1001:u:/home/user:/bin/sh
      huge:x:65536:1:::
      vast:x:99999999999:1:::
      """;

  private static final String GROUP =
      """
      root:x:0:
      www-data:x:34:
      disk:x:6:user,www-data
      tape:x:26:www-data
      again:x:26:www-data
      own:x:34:www-data
      most:x:70000:user2
      """;

  @TempDir private Path folder;
  private Path base;

  @BeforeEach
  void makeBase() throws IOException {
    base = layer("etc/passwd", PASSWD);
    Files.writeString(base.resolve("etc/group"), GROUP);
  }

  private Path layer(String path, String content) throws IOException {
    Path layer = Files.createTempDirectory(folder, "layer");
    Path file = layer.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return layer;
  }

  private Path empty() throws IOException {
    return Files.createTempDirectory(folder, "layer");
  }

  private static Path link(Path layer, String path, String target) throws IOException {
    Path link = layer.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
    return layer;
  }

  private ImageUser find(String text, Path... layers) {
    var stack = new ArrayList<Layer>();
    for (Path layer : layers) {
      stack.add(new Layer.Folder(layer));
    }
    return new ImageUsers(() -> LayerStore.open(folder.resolve("cache")))
        .find(stack, Optional.of(text));
  }

  private FailureException refused(String text, Path... layers) {
    var thrown = new ArrayList<FailureException>();
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> find(text, layers))
        .satisfies(
            failure -> {
              assertThat(failure.failure().code()).isEqualTo(FailureCode.IMAGE_UNUSABLE);
              thrown.add(failure);
            });
    return thrown.getFirst();
  }

  private static ImageUser user(long user, long group, String home, Long... more) {
    return new ImageUser(user, group, List.of(more), home);
  }

  @Test
  void usersAreFoundByNameAndByNumber() {
    assertThat(find("www-data", base)).isEqualTo(user(33, 34, "/var/www", 6L, 26L));
    assertThat(find("33", base)).isEqualTo(user(33, 34, "/var/www", 6L, 26L));
    assertThat(find("", base)).isEqualTo(user(0, 0, "/root"));
    assertThat(find(" root ", base)).isEqualTo(user(0, 0, "/root"));
    assertThat(find("user", base)).isEqualTo(user(1000, 1001, "/home/user", 6L));
    assertThat(find("homeless", base)).isEqualTo(user(40, 40, "/"));
  }

  @Test
  void aNameOfDigitsWinsOverTheNumberThatComesLater() {
    assertThat(find("1000", base)).isEqualTo(user(2000, 2001, "/digits"));
  }

  @Test
  void aGroupReplacesTheUsersOwnAndAllOthers() {
    assertThat(find("www-data:disk", base)).isEqualTo(user(33, 6, "/var/www"));
    assertThat(find("www-data:5", base)).isEqualTo(user(33, 5, "/var/www"));
    assertThat(find("7:www-data", base)).isEqualTo(user(7, 34, "/"));
    assertThat(find(":disk", base)).isEqualTo(user(0, 6, "/root"));
    assertThat(find("user:", base)).isEqualTo(user(1000, 1001, "/home/user", 6L));
  }

  @Test
  void numbersNeedNotBeKnown() throws IOException {
    assertThat(find("7", base)).isEqualTo(user(7, 0, "/"));
    assertThat(find("7:8", empty())).isEqualTo(user(7, 8, "/"));
    assertThat(find("", empty())).isEqualTo(user(0, 0, "/"));
    assertThat(find("65535:65535", empty())).isEqualTo(user(65535, 65535, "/"));
  }

  @Test
  void whatTheImageDoesNotKnowIsRefused() throws IOException {
    assertThat(refused("nobody", base))
        .hasMessageContaining("the image's /etc/passwd has no user `nobody`");
    assertThat(refused("nobody:x", base)).hasMessageContaining("(of `nobody:x`)");
    assertThat(refused("user:nogroup", base))
        .hasMessageContaining("/etc/group has no group `nogroup`");
    assertThat(refused("user:disk:x", base)).hasMessageContaining("`disk:x`");
    assertThat(refused("root", empty())).hasMessageContaining("no user `root`");
    refused("-1", base);
    refused("broken", base);
    refused("short", base);
    refused("99999999999", base);
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge", "65536", "4294967295", "1:65536", "1:most", "9999999999"})
  void numbersThatNoTaskHasAreRefused(String text) {
    assertThat(refused(text, base)).hasMessageContaining("the ids of a task end at 65535");
  }

  @Test
  void upperLayersWin() throws IOException {
    Path upper = layer("etc/passwd", "www-data:x:1:2::/upper:\n");
    assertThat(find("www-data", base, upper)).isEqualTo(user(1, 2, "/upper", 6L, 26L, 34L));
    assertThat(find("www-data", upper, base)).isEqualTo(user(33, 34, "/var/www", 6L, 26L));
    assertThat(find("www-data", base, empty(), layer("other", "")))
        .isEqualTo(user(33, 34, "/var/www", 6L, 26L));
  }

  @Test
  void whatWasRemovedIsNotThere() throws IOException, InterruptedException {
    Needs.root(); // only it can make the mark
    Path removed = empty();
    Files.createDirectory(removed.resolve("etc"));
    whiteout(removed.resolve("etc/passwd"));
    refused("www-data", base, removed);
    assertThat(find("1:disk", base, removed)).isEqualTo(user(1, 6, "/"));
    Path folderRemoved = empty();
    whiteout(folderRemoved.resolve("etc"));
    refused("1:disk", base, folderRemoved);
    assertThat(find("www-data", base, folderRemoved, base).user()).isEqualTo(33);
  }

  private static void whiteout(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mknod", path.toString(), "c", "0", "0").start().waitFor())
        .isZero();
  }

  @Test
  void anOpaqueFolderHidesWhatLiesBelow() throws IOException {
    Path opaque = layer("etc/group", "g:x:5:\n");
    Files.getFileAttributeView(opaque.resolve("etc"), UserDefinedFileAttributeView.class)
        .write("overlay.opaque", ByteBuffer.wrap(new byte[] {'y'}));
    refused("www-data", base, opaque);
    assertThat(find("7:g", base, opaque).group()).isEqualTo(5);
    assertThat(find("www-data", opaque, base).user()).isEqualTo(33);
  }

  @Test
  void aFileInPlaceOfAFolderHidesIt() throws IOException {
    assertThat(refused("www-data", base, layer("etc", ""))).hasMessageContaining("is no file");
    Path deep = link(empty(), "etc/passwd", "/a/b");
    refused("x", layer("a/b", "x:x:1:1::/:"), deep, layer("a", "a file"));
  }

  @Test
  void linksLeadWhereTheyWouldInATask() throws IOException {
    Path real = layer("nix/store/passwd", "nix:x:5:6::/nix:\n");
    assertThat(find("nix", real, link(empty(), "etc/passwd", "/nix/store/passwd")).user())
        .isEqualTo(5);
    assertThat(
            find("nix", real, link(empty(), "etc/passwd", "../../../../nix/./store/passwd")).user())
        .isEqualTo(5);
    assertThat(
            find("nix", link(empty(), "etc", "nix/there"), link(real, "nix/there", "store")).user())
        .isEqualTo(5);
  }

  @Test
  void linksNeverLeadToTheHost() throws IOException {
    Path host = layer("secret", "leaked:x:1:1::/:\n").resolve("secret");
    for (String target : List.of(host.toString(), "../../.." + host, "/proc/self/root" + host)) {
      assertThat(refused("leaked", link(empty(), "etc/passwd", target)))
          .hasMessageContaining("no user `leaked`");
    }
    assertThat(refused("root", link(empty(), "etc", "/etc"))).hasMessageContaining("many links");
    assertThat(refused("root", link(link(empty(), "etc/passwd", "/a"), "a", "/etc/passwd")))
        .hasMessageContaining("many links");
  }

  @Test
  void whatIsNoTextFileOfReasonableSizeIsRefused() throws IOException, InterruptedException {
    Path odd = empty();
    Files.createDirectories(odd.resolve("etc/passwd"));
    assertThat(refused("root", odd)).hasMessageContaining("is no file");
    Path fifo = empty();
    Files.createDirectory(fifo.resolve("etc"));
    assertThat(
            new ProcessBuilder("mkfifo", fifo.resolve("etc/passwd").toString()).start().waitFor())
        .isZero();
    assertThat(refused("root", fifo)).hasMessageContaining("is no file");
    Path large = layer("etc/passwd", "x".repeat((4 << 20) + 1));
    assertThat(refused("root", large)).hasMessageContaining("larger than 4 MiB");
    Path binary = empty();
    Files.createDirectory(binary.resolve("etc"));
    Files.write(binary.resolve("etc/passwd"), new byte[] {(byte) 0xff, 0, '\n', 'r', ':', 'x'});
    refused("root", binary);
  }

  @Test
  void whatMayNotBeReadIsTold() throws IOException {
    assumeFalse(Needs.isRoot(), "root may read everything");
    Files.setPosixFilePermissions(
        base.resolve("etc/passwd"), PosixFilePermissions.fromString("---------"));
    assertThat(refused("root", base)).hasMessageContaining("Permission denied");
  }

  private boolean hasFolder(String path, Path... layers) {
    List<Layer> stacked = new ArrayList<>();
    for (Path layer : layers) {
      stacked.add(new Layer.Folder(layer));
    }
    return new ImageUsers(
            () -> {
              throw new AssertionError("no layer is stored");
            })
        .hasFolder(stacked, path);
  }

  @Test
  void foldersAreFoundThroughLinksAndInEveryLayer() throws IOException {
    Path upper = link(layer("opt/app/x", ""), "app", "/opt/app");
    assertThat(hasFolder("/etc", base, upper)).isTrue();
    assertThat(hasFolder("/app", base, upper)).isTrue();
    assertThat(hasFolder("/app/../app/", base, upper)).isTrue();
    assertThat(hasFolder("/", base, upper)).isTrue();
    assertThat(hasFolder("/../..", base)).isTrue();
    assertThat(hasFolder("/nope", base, upper)).isFalse();
    assertThat(hasFolder("/etc/nope/deeper", base, upper)).isFalse();
    assertThatExceptionOfType(FailureException.class)
        .isThrownBy(() -> hasFolder("/etc/passwd", base))
        .withMessage("the image's /etc/passwd is no folder");
  }
}
