package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FolderTree;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/** Trees that somebody else writes, where each step of the store fails once. */
class FullDiskTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @TempDir private Path folder;

  private static void put(LayerStore store) {
    try (UnpackedStaging staging = store.stageUnpacked(DIGEST, Ids.RANGE, new PlainAccess())) {
      Files.createDirectory(staging.tree());
      Files.writeString(staging.tree().resolve("file"), "content");
      staging.commit(DIGEST, new TreeSize(1, 7));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aStepThatFailsLeavesAWholeLayerOrNone() {
    TroubledDisk counting = new TroubledDisk(NEVER, () -> {});
    put(LayerStore.open(folder.resolve("counting"), counting));
    assertThat(counting.steps()).isGreaterThan(4);
    for (int step = 1; step <= counting.steps(); step++) {
      Path cache = folder.resolve("cache" + step);
      TroubledDisk disk =
          new TroubledDisk(
              step,
              () -> {
                throw new FileSystemException("x", null, "No space left on device");
              });
      LayerStore store = LayerStore.open(cache, disk);

      assertThatThrownBy(() -> put(store))
          .as("step %s", step)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().code()).isEqualTo(FailureCode.DISK_FULL));

      assertThat(Trees.hasLeftovers(cache)).as("step %s", step).isFalse();
      put(LayerStore.open(cache));
      assertThat(LayerStore.open(cache).contains(DIGEST, Ids.RANGE)).isTrue();
      assertThat(Trees.list(store.folder(DIGEST, Ids.RANGE))).hasSize(1);
    }
  }

  @Test
  void aLayerWhoseFolderVanishedIsNoLayer() throws IOException {
    LayerStore store = LayerStore.open(folder);
    put(store);
    FolderTree.delete(store.folder(DIGEST, Ids.RANGE));

    assertThat(store.contains(DIGEST, Ids.RANGE)).isFalse();
    put(store);
    assertThat(store.contains(DIGEST, Ids.RANGE)).isTrue();
  }
}
