package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

class FailedStepsTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "No space left on device,DISK_FULL",
    "Disk quota exceeded,DISK_FULL",
    "Input/output error,STORE_UNREADABLE"
  })
  void aFailureAtAnyStepIsToldAndLeavesNothingHalfDone(String reason, FailureCode code)
      throws Exception {
    Path project = folder.resolve("project");
    SmallProject.create(project);
    int step = 1;
    while (true) {
      Path cache = folder.resolve("cache-" + code + step);
      TroubledDisk disk =
          new TroubledDisk(
              step,
              () -> {
                throw new IOException(reason);
              });
      try {
        SmallProject.build(LayerStore.open(cache, disk), project);
        assertThat(disk.happened()).isFalse();
        break;
      } catch (FailureException e) {
        assertThat(e.failure().code()).isEqualTo(code);
        assertThat(e.failure().message())
            .endsWith("the layer store " + cache.resolve("layers") + ": " + reason);
        assertThat(e.failure().help()).isPresent();
      }
      assertThat(Trees.hasLeftovers(cache)).as("leftovers after step %s", step).isFalse();
      assertWholeLayersOnly(cache);
      String digest = SmallProject.build(LayerStore.open(cache), project);
      assertThat(Trees.layers(cache)).containsExactly(digest);
      assertWholeLayersOnly(cache);
      step++;
    }
    assertThat(step).isGreaterThan(20);
  }

  @Test
  void aStoreThatCannotBeWrittenStillServesWhatItHas() {
    LayerSource stubs = new LayerSource.Stubs(List.of("/dev/{null,zero}"));
    String digest = new LayerBuilder(LayerStore.open(folder), folder).build(stubs).digest();
    TroubledDisk readOnly =
        new TroubledDisk(
            1,
            () -> {
              throw new IOException("Read-only file system");
            });

    LayerStore store = LayerStore.open(folder, readOnly);

    assertThat(new LayerBuilder(store, folder).build(stubs).digest()).isEqualTo(digest);
    assertThat(readOnly.happened()).isFalse();
  }

  private static void assertWholeLayersOnly(Path cache) {
    LayerStore store = LayerStore.open(cache);
    for (String layer : Trees.layers(cache)) {
      assertThat(SmallProject.contents(store.folder(layer)))
          .containsExactlyElementsOf(SmallProject.CONTENTS);
    }
  }
}
