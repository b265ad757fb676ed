package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.model.failure.FailureException;

/** Files that change between being looked at and being copied. */
class ChangingSourceTest {
  private static final LayerSource SOURCE = new LayerSource.Paths(List.of("f"), PrefixOptions.NONE);

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void create() throws IOException {
    file = Files.writeString(Files.createDirectory(folder.resolve("project")).resolve("f"), "one");
  }

  @Test
  void aFileThatChangesOnceIsCopiedAsItIsThen() throws Exception {
    boolean[] changed = new boolean[1];
    LayerStore store =
        storeThatDoes(
            () -> {
              if (!changed[0]) {
                changed[0] = true;
                Files.writeString(file, "two and more");
              }
            });

    String digest = new LayerBuilder(store, folder.resolve("project")).build(SOURCE).digest();

    assertThat(store.folder(digest).resolve("f")).hasContent("two and more");
    assertThat(Trees.layers(folder.resolve("cache"))).containsExactly(digest);
    assertThat(Trees.hasLeftovers(folder.resolve("cache"))).isFalse();
  }

  @Test
  void aFileThatDoesNotHoldStillIsRefused() {
    LayerStore store =
        storeThatDoes(() -> Files.writeString(file, "more", StandardOpenOption.APPEND));

    assertThatThrownBy(() -> new LayerBuilder(store, folder.resolve("project")).build(SOURCE))
        .isInstanceOf(FailureException.class)
        .hasMessage("\"" + file + "\" changes while it is copied into a layer");
    assertThat(Trees.layers(folder.resolve("cache"))).isEmpty();
    assertThat(Trees.hasLeftovers(folder.resolve("cache"))).isFalse();
  }

  @Test
  void aFileThatIsReplacedByALinkIsNotReadThroughIt() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "top");
    LayerStore store =
        storeThatDoes(
            () -> {
              Files.deleteIfExists(file);
              Files.createSymbolicLink(file, secret);
            });

    String digest = new LayerBuilder(store, folder.resolve("project")).build(SOURCE).digest();

    assertThat(Trees.list(store.folder(digest))).containsExactly("f -> " + secret);
  }

  @Test
  void aFileThatIsDeletedIsMissing() {
    LayerStore store = storeThatDoes(() -> Files.deleteIfExists(file));

    assertThatThrownBy(() -> new LayerBuilder(store, folder.resolve("project")).build(SOURCE))
        .isInstanceOf(FailureException.class)
        .hasMessage("symlink_metadata(\"" + file + "\"): No such file or directory");
  }

  @Test
  void aFileThatIsTooYoungToTrustIsReadAgainButNotCopied() {
    LayerStore store = LayerStore.open(folder.resolve("cache"));
    String digest = new LayerBuilder(store, folder.resolve("project")).build(SOURCE).digest();
    LayerStore unwritable =
        storeThatDoes(
            () -> {
              throw new IOException("Read-only file system");
            });

    assertThat(new LayerBuilder(unwritable, folder.resolve("project")).build(SOURCE).digest())
        .isEqualTo(digest);
  }

  private interface Change {
    void happen() throws IOException;
  }

  /** A store that changes something before each file it writes. */
  private LayerStore storeThatDoes(Change change) {
    return LayerStore.open(
        folder.resolve("cache"),
        new StoreDisk() {
          @Override
          OutputStream createFile(Path made) throws IOException {
            change.happen();
            return super.createFile(made);
          }
        });
  }
}
