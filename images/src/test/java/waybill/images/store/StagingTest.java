package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

class StagingTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aCommittedLayerHasItsModesTimesAndLinks() throws Exception {
    LayerStore store = LayerStore.open(folder);
    String content = stage(store);
    Path tree = store.folder(digest(content));

    assertThat(Trees.list(tree))
        .containsExactly("d/ 555", "d/closed/ 0", "d/f 400 hi", "link -> d/f", "sticky/ 1777");
    for (String name : List.of("d", "d/f", "link")) {
      assertThat(
              Files.getLastModifiedTime(tree.resolve(name), LinkOption.NOFOLLOW_LINKS)
                  .to(java.util.concurrent.TimeUnit.SECONDS))
          .isEqualTo(1000);
    }
    assertThat(Trees.hasLeftovers(folder)).isFalse();
  }

  @Test
  void theFirstOfTwoBuildersOfALayerWinsAndBothSucceed() throws Exception {
    LayerStore store = LayerStore.open(folder);
    String content = stage(store);
    Path tree = store.folder(digest(content));
    FileTime built = (FileTime) Files.getAttribute(tree, "unix:ctime");

    assertThat(stage(store)).isEqualTo(content);

    assertThat(Files.getAttribute(tree, "unix:ctime")).isEqualTo(built);
    assertThat(Trees.layers(folder)).containsExactly(digest(content));
    assertThat(Trees.hasLeftovers(folder)).isFalse();
  }

  @Test
  void whatIsNotCommittedIsForgotten() {
    LayerStore store = LayerStore.open(folder);
    Staging staging = store.stage();
    staging.folder("d");
    assertThat(Trees.hasLeftovers(folder)).isTrue();

    staging.close();

    assertThat(Trees.hasLeftovers(folder)).isFalse();
    assertThat(Trees.layers(folder)).isEmpty();
  }

  @Test
  void manyFilesAreSettledTogetherAndAFailureOfOneIsTold() throws Exception {
    List<TreeEntry> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(new TreeEntry.File("f%02d".formatted(i), 0400, 5, TreeEntry.File.EMPTY));
    }
    LayerStore good = LayerStore.open(folder.resolve("good"));
    commitEmptyFiles(good, entries);
    assertThat(Trees.list(good.folder(TreeDigest.of(entries)))).hasSize(100).contains("f99 400");

    LayerStore bad =
        LayerStore.open(
            folder.resolve("bad"),
            new StoreDisk() {
              @Override
              void settle(Path path, int mode, long modified) throws IOException {
                if (path.endsWith("f57")) {
                  throw new IOException("No space left on device");
                }
                super.settle(path, mode, modified);
              }
            });
    assertThat(failure(() -> commitEmptyFiles(bad, entries)).failure().code())
        .isEqualTo(FailureCode.DISK_FULL);
    assertThat(Trees.layers(folder.resolve("bad"))).isEmpty();
    assertThat(Trees.hasLeftovers(folder.resolve("bad"))).isFalse();
  }

  @Test
  void anInterruptEndsACommitAndStaysSet() {
    LayerStore store = LayerStore.open(folder);
    Thread.currentThread().interrupt();

    FailureException failure = failure(() -> stage(store));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.failure().message()).isEqualTo("interrupted while building a layer");
    assertThat(Trees.layers(folder)).isEmpty();
    assertThat(Trees.hasLeftovers(folder)).isFalse();
  }

  /** A small layer with everything in it. */
  private static String stage(LayerStore store) {
    try (Staging staging = store.stage()) {
      staging.folder("d");
      staging.folder("d/closed");
      staging.folder("sticky");
      boolean[] done = new boolean[1];
      String content =
          staging.file(
              "d/f",
              buffer -> {
                if (done[0]) {
                  return -1;
                }
                done[0] = true;
                buffer[0] = 'h';
                buffer[1] = 'i';
                return 2;
              });
      staging.link(new TreeEntry.Link("link", 1000, "d/f"));
      staging.commit(digest(content), entries(content));
      return content;
    }
  }

  private static String digest(String content) {
    return TreeDigest.of(entries(content));
  }

  private static List<TreeEntry> entries(String content) {
    return List.of(
        new TreeEntry.Folder("d", 0555, 1000),
        new TreeEntry.Folder("d/closed", 0, 1000),
        new TreeEntry.File("d/f", 0400, 1000, content),
        new TreeEntry.Link("link", 1000, "d/f"),
        new TreeEntry.Folder("sticky", 01777, 1000));
  }

  private static void commitEmptyFiles(LayerStore store, List<TreeEntry> entries) {
    try (Staging staging = store.stage()) {
      for (TreeEntry entry : entries) {
        staging.file(entry.path(), buffer -> -1);
      }
      staging.commit(TreeDigest.of(entries), entries);
    }
  }

  private interface Attempt {
    void run();
  }

  private static FailureException failure(Attempt attempt) {
    try {
      attempt.run();
    } catch (FailureException e) {
      return e;
    }
    throw new AssertionError("no failure");
  }
}
