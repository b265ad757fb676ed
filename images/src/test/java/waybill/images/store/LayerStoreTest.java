package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FileLock;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

class LayerStoreTest {
  private static final String DIGEST = "sha256:ab" + "0".repeat(62);

  @TempDir Path folder = Path.of("");

  @Test
  void isMadeWithItsFormatAndClosedToOthers() throws Exception {
    LayerStore store = LayerStore.open(folder.resolve("new/cache"));

    assertThat(store.root()).isEqualTo(folder.resolve("new/cache/layers"));
    assertThat(Trees.list(folder.resolve("new"))).contains("cache/layers/ 700");
    assertThat(store.root().resolve("format")).hasContent("1\n");
    assertThat(Files.exists(LayerStore.open(folder.resolve("new/cache")).root())).isTrue();
  }

  @Test
  void knowsWhereALayerLies() {
    LayerStore store = LayerStore.open(folder);

    assertThat(store.folder(DIGEST))
        .isEqualTo(folder.resolve("layers/sha256/ab/ab" + "0".repeat(62)));
    assertThat(store.contains(DIGEST)).isFalse();
  }

  @Test
  void takesNothingButDigestsForALayersName() {
    LayerStore store = LayerStore.open(folder);

    for (String other :
        List.of("", "ab", "sha256:", DIGEST + "0", DIGEST.replace("ab", "AB"), "sha256:../../x")) {
      assertThatThrownBy(() -> store.folder(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAStoreOfAnotherFormat() throws Exception {
    LayerStore.open(folder);
    Files.writeString(folder.resolve("layers/format"), "2\n");

    Failure failure = failureOfOpening(folder);
    assertThat(failure.code()).isEqualTo(FailureCode.STORE_UNREADABLE);
    assertThat(failure.message())
        .isEqualTo(
            "the layer store "
                + folder.resolve("layers")
                + " has format `2`; this program reads format `1`");
    assertThat(failure.help()).isPresent();
  }

  @Test
  void refusesAStoreThatLostItsFormat() throws Exception {
    Files.createDirectories(folder.resolve("layers/sha256"));

    assertThat(failureOfOpening(folder).message()).endsWith("does not say its format");
  }

  @Test
  void saysWhyItCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    Failure failure = failureOfOpening(file);
    assertThat(failure.code()).isEqualTo(FailureCode.STORE_UNREADABLE);
    assertThat(failure.message())
        .isEqualTo("cannot make the layer store " + file + "/layers: Not a directory");
    assertThat(failure.help()).get().asString().contains("WAYBILL_CACHE_DIR");
  }

  @Test
  void saysWhyItCannotBeWritten() throws Exception {
    LayerStore store = LayerStore.open(folder);
    Files.setPosixFilePermissions(store.root(), PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(store.root()), "root may write everywhere");

    assertThatThrownBy(store::stage)
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "cannot begin a layer in the layer store " + store.root() + ": Permission denied");
  }

  @Test
  void opensWithoutWritingWhenItIsThere() throws Exception {
    LayerStore.open(folder);
    List<String> before = Trees.list(folder);

    LayerStore.open(folder, new Untouchable());

    assertThat(Trees.list(folder)).isEqualTo(before);
  }

  @Test
  void sweepsLeftoversButNotTheWorkOfTheLiving() throws Exception {
    LayerStore.open(folder);
    Path leftover = Files.createDirectories(folder.resolve("layers/tmp/1-0/a"));
    Files.writeString(leftover.resolve("f"), "half");
    Files.createFile(folder.resolve("layers/tmp/1-0.lock"));
    Files.createDirectories(folder.resolve("layers/tmp/2-0"));
    FileLock living = FileLock.exclusive(folder.resolve("layers/tmp/2-0.lock"));

    LayerStore.open(folder);
    assertThat(Trees.list(folder.resolve("layers/tmp")))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("2-0/"))
        .anyMatch(line -> line.startsWith("2-0.lock"));

    living.close();
    LayerStore.open(folder);
    assertThat(Trees.hasLeftovers(folder)).isFalse();
  }

  private static Failure failureOfOpening(Path cache) {
    try {
      throw new AssertionError("opened " + LayerStore.open(cache).root());
    } catch (FailureException e) {
      return e.failure();
    }
  }

  /** A disk on which everything fails. */
  private static final class Untouchable extends StoreDisk {
    @Override
    void createFolder(Path made) throws IOException {
      throw new IOException("Read-only file system");
    }
  }
}
