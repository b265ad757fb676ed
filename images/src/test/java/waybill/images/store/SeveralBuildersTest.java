package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SeveralBuildersTest {
  private static final int NEVER = Integer.MAX_VALUE;

  @TempDir Path folder = Path.of("");
  private Path project = Path.of("");
  private Path cache = Path.of("");

  @BeforeEach
  void create() throws Exception {
    project = folder.resolve("project");
    cache = folder.resolve("cache");
    SmallProject.create(project);
  }

  @Test
  void threadsThatBuildTheSameLayerAllSucceed() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);
    Callable<String> builder =
        () -> {
          LayerStore store = LayerStore.open(cache);
          together.await();
          return SmallProject.build(store, project);
        };
    List<String> digests = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<String> built : threads.invokeAll(Collections.nCopies(4, builder))) {
        digests.add(built.get());
      }
    }
    assertOneWholeLayer(digests);
  }

  @Test
  void processesThatBuildTheSameLayerAllSucceed() throws Exception {
    List<Process> builders =
        List.of(
            BuilderProcess.start(cache, project, NEVER),
            BuilderProcess.start(cache, project, NEVER));
    List<String> digests = new ArrayList<>();
    for (Process builder : builders) {
      digests.add(String.valueOf(builder.inputReader().readLine()));
      assertThat(builder.waitFor()).isZero();
    }
    assertOneWholeLayer(digests);
  }

  @Test
  void aBuilderThatIsKilledAtAnyStepLeavesNothingButWhatTheNextOpenSweeps() throws Exception {
    TroubledDisk counting = new TroubledDisk(NEVER, () -> {});
    SmallProject.build(LayerStore.open(folder.resolve("counting"), counting), project);
    for (int step = 1; step <= counting.steps(); step++) {
      cache = folder.resolve("cache" + step);
      Process builder = BuilderProcess.start(cache, project, step);
      assertThat(builder.inputReader().readLine()).as("at step %s", step).isEqualTo("stuck");
      builder.destroyForcibly().waitFor();

      LayerStore store = LayerStore.open(cache);

      assertThat(Trees.hasLeftovers(cache)).as("leftovers of step %s", step).isFalse();
      for (String layer : Trees.layers(cache)) {
        assertThat(SmallProject.contents(store.folder(layer)))
            .containsExactlyElementsOf(SmallProject.CONTENTS);
      }
      assertOneWholeLayer(List.of(SmallProject.build(store, project)));
    }
  }

  @Test
  void anotherProcessDoesNotSweepTheWorkOfALivingOne() throws Exception {
    Process builder = BuilderProcess.start(cache, project, 6);
    assertThat(builder.inputReader().readLine()).isEqualTo("stuck");

    LayerStore.open(cache);
    assertThat(Trees.hasLeftovers(cache)).isTrue();

    // A line ends its wait.
    builder.outputWriter().append('\n').close();
    String digest = String.valueOf(builder.inputReader().readLine());
    assertThat(builder.waitFor()).isZero();
    assertOneWholeLayer(List.of(digest));
  }

  private void assertOneWholeLayer(List<String> digests) {
    assertThat(Trees.layers(cache)).containsExactly(digests.getFirst());
    assertThat(digests).containsOnly(digests.getFirst());
    assertThat(SmallProject.contents(LayerStore.open(cache).folder(digests.getFirst())))
        .containsExactlyElementsOf(SmallProject.CONTENTS);
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }
}
