package waybill.images.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import waybill.images.archive.ArchiveLimits;
import waybill.images.store.LayerStore;
import waybill.images.store.Trees;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** Several processes unpack into one store, and some of them die. */
@Timeout(120)
class SeveralUnpackersTest {
  private static final int NEVER = 0;

  @TempDir private Path cache;

  private Layer.Stored install(LayerStore store, Ids ids) {
    return new LayerUnpack(
            store, new JavaUnpacker(), Hashing.inJava(), ArchiveLimits.DEFAULT, EntryRules.IMAGE)
        .install(Archives.gzip(Archives.large()), ids);
  }

  @ParameterizedTest
  @EnumSource(Ids.class)
  void whoeverIsKilledLeavesNothingThatStays(Ids ids) throws Exception {
    for (int entry = 1; entry <= 3; entry++) {
      Process unpacker = UnpackProcess.start(cache, entry, ids);
      assertThat(unpacker.inputReader().readLine()).isEqualTo("stuck");
      unpacker.destroyForcibly().waitFor();
      assertThat(Trees.hasLeftovers(cache)).isTrue();
    }

    LayerStore store = LayerStore.open(cache);
    assertThat(Trees.hasLeftovers(cache)).isFalse();
    assertThat(store.contains(Archives.digest(Archives.large()), ids)).isFalse();
    Layer.Stored layer = install(store, ids);
    assertThat(Files.size(store.folder(layer.digest(), ids).resolve("b"))).isEqualTo(3_000_000);
  }

  @Test
  void whoWaitsForOneThatIsKilledTakesOver() throws Exception {
    Process first = UnpackProcess.start(cache, 3, Ids.SINGLE);
    assertThat(first.inputReader().readLine()).isEqualTo("stuck");
    LayerStore store = LayerStore.open(cache);
    var second = CompletableFuture.supplyAsync(() -> install(store, Ids.SINGLE));
    assertThat(second).isNotDone();

    first.destroyForcibly().waitFor();

    assertThat(second.get().digest()).isEqualTo(Archives.digest(Archives.large()));
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }

  @Test
  void twoProcessesUnpackTheSameLayerOnce() throws Exception {
    Process first = UnpackProcess.start(cache, 2, Ids.SINGLE);
    assertThat(first.inputReader().readLine()).isEqualTo("stuck");
    Process second = UnpackProcess.start(cache, NEVER, Ids.SINGLE);
    first.outputWriter().append('\n').close();

    String digest = Archives.digest(Archives.large());
    assertThat(first.inputReader().readLine()).isEqualTo(digest);
    assertThat(second.inputReader().readLine()).isEqualTo(digest);
    assertThat(first.waitFor() + second.waitFor()).isZero();
    assertThat(Trees.layers(cache)).containsExactly(digest);
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }
}
