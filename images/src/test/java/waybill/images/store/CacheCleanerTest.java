package waybill.images.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FileLock;
import waybill.model.task.Ids;

@Timeout(120)
class CacheCleanerTest {
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  private final TreeAccess access = new PlainAccess();

  @TempDir private Path cache;
  private LayerStore store;

  @BeforeEach
  void openStore() {
    store = LayerStore.open(cache);
  }

  private static String digest(int number) {
    return "sha256:" + String.format("%064x", number);
  }

  /** A layer of so many bytes that nobody uses, last used hours ago. */
  private void put(int number, Ids ids, int bytes, int hoursAgo) {
    try (UnpackedStaging staging = store.stageUnpacked(ids, access)) {
      Files.createDirectory(staging.tree());
      Files.write(staging.tree().resolve("file"), new byte[bytes]);
      staging.commit(digest(number), access.measure(staging.tree(), ids));
      for (Path claims : list(cache.resolve("layers/use"))) {
        Files.delete(claims);
      }
      age(mark(number, ids), hoursAgo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store = LayerStore.open(cache);
  }

  private Path mark(int number, Ids ids) {
    return cache.resolve("layers/marks/" + Stages.name(digest(number).substring(7), ids));
  }

  private static void age(Path file, int hoursAgo) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(System.currentTimeMillis() - hoursAgo * HOUR));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  private CacheCleaner cleaner() {
    return new CacheCleaner(cache, store, access);
  }

  private static List<String> names(CacheCleaner.Cleaned cleaned) {
    return cleaned.removed().stream().map(CacheEntry::name).toList();
  }

  @Test
  void theLongestUnusedGoFirstAndNoMoreThanNeeded() {
    put(1, Ids.SINGLE, 100, 5);
    put(2, Ids.RANGE, 100, 9);
    put(3, Ids.SINGLE, 100, 7);

    CacheCleaner.Cleaned cleaned = cleaner().downTo(150);

    assertThat(names(cleaned)).containsExactly(digest(2), digest(3));
    assertThat(cleaned.bytes()).isEqualTo(200);
    assertThat(cleaner().usage().bytes()).isEqualTo(100);
    assertThat(store.folder(digest(2), Ids.RANGE)).doesNotExist();
    assertThat(Trees.hasLeftovers(cache)).isFalse();
    assertThat(cleaner().downTo(150).removed()).isEmpty();
  }

  @Test
  void aUseMakesALayerYoungAgain() {
    put(1, Ids.SINGLE, 100, 5);
    put(2, Ids.SINGLE, 100, 3);
    put(3, Ids.SINGLE, 100, 1);
    assertThat(store.contains(digest(1))).isTrue();

    assertThat(cleaner().usage().entries())
        .extracting(CacheEntry::name)
        .containsExactly(digest(2), digest(3), digest(1));
  }

  @Test
  void whatThisProcessAskedForStays() {
    put(1, Ids.SINGLE, 100, 5);
    put(1, Ids.RANGE, 100, 5);
    assertThat(store.contains(digest(1), Ids.RANGE)).isTrue();

    CacheCleaner.Cleaned cleaned = cleaner().all();

    assertThat(cleaned.inUse()).isEqualTo(1);
    assertThat(store.contains(digest(1), Ids.SINGLE)).isFalse();
    assertThat(store.contains(digest(1), Ids.RANGE)).isTrue();
  }

  @Test
  void whatAnotherProcessUsesStaysUntilItDies() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    Process user = StoreUser.start(cache, digest(1));
    assertThat(user.inputReader().readLine()).isEqualTo("true");
    assertThat(cleaner().all().inUse()).isEqualTo(1);

    user.destroyForcibly().waitFor();

    assertThat(names(cleaner().all())).containsExactly(digest(1));
    assertThat(list(cache.resolve("layers/use"))).isEmpty();
  }

  @Test
  void aProcessThatEndsTakesItsClaimsAlong() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    Process user = StoreUser.start(cache, digest(1));
    assertThat(user.inputReader().readLine()).isEqualTo("true");
    assertThat(list(cache.resolve("layers/use"))).hasSize(1);

    user.outputWriter().close();

    assertThat(user.waitFor()).isZero();
    assertThat(list(cache.resolve("layers/use"))).isEmpty();
  }

  @Test
  void whoAsksWhileSomebodyCleansWaitsForTheDecision() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    Files.createDirectories(cache.resolve("layers/use"));
    try (FileLock cleaning = store.claims().beginCleaning()) {
      Process user = StoreUser.start(cache, digest(1));
      awaitClaim();
      assertThat(user.inputReader().ready()).isFalse();
      access.remove(store.folder(digest(1)), Ids.SINGLE);
      cleaning.delete();
      assertThat(user.inputReader().readLine()).isEqualTo("false");
      user.outputWriter().close();
    }
  }

  /** Until the other process has written down what it wants. */
  private void awaitClaim() throws IOException {
    while (store.claims().claimed().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aCleanerThatWasKilledStopsNobody() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    Files.createDirectories(cache.resolve("layers/use"));
    Files.createFile(cache.resolve("layers/use/cleaning.lock"));

    assertThat(store.contains(digest(1))).isTrue();
    assertThat(cache.resolve("layers/use/cleaning.lock")).doesNotExist();
  }

  @Test
  void blobsRecordsAndForgottenDownloadsGoToo() throws Exception {
    Path blobs = Files.createDirectories(cache.resolve("blobs/sha256/ab"));
    Path images = Files.createDirectories(cache.resolve("images/records"));
    Files.write(blobs.resolve("abc"), new byte[10]);
    Files.write(blobs.resolve("abd.part"), new byte[20]);
    Files.write(blobs.resolve("abe.part"), new byte[30]);
    Files.write(images.resolve("one"), new byte[1]);
    age(blobs.resolve("abc"), 3);
    try (FileLock downloading = FileLock.tryExclusive(blobs.resolve("abe.lock")).orElseThrow()) {
      assertThat(downloading).isNotNull();
      assertThat(cleaner().usage().bytes()).isEqualTo(61);
      assertThat(names(cleaner().unusedSince(System.currentTimeMillis() - HOUR)))
          .containsExactly("abc");
      assertThat(names(cleaner().all())).containsExactlyInAnyOrder("abd.part", "one");
    }
    assertThat(list(blobs))
        .containsExactlyInAnyOrder(blobs.resolve("abe.part"), blobs.resolve("abe.lock"));
  }

  @Test
  void anArchiveThatSomebodyIsAboutToUnpackStays() throws Exception {
    Path blobs = Files.createDirectories(cache.resolve("blobs/sha256/00"));
    Path blob = Files.write(blobs.resolve(digest(1).substring(7)), new byte[10]);
    store.keepBlob(digest(1));

    assertThat(cleaner().all().inUse()).isEqualTo(1);
    assertThat(blob).exists();
  }

  @Test
  void layersThatLostFilesAreFoundAndRemoved() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    put(2, Ids.RANGE, 100, 5);
    put(3, Ids.SINGLE, 100, 5);
    Files.delete(store.folder(digest(1)).resolve("file"));
    Files.write(store.folder(digest(2), Ids.RANGE).resolve("file"), new byte[99]);

    assertThat(names(cleaner().damaged())).containsExactlyInAnyOrder(digest(1), digest(2));
    assertThat(store.contains(digest(3))).isTrue();
    assertThat(store.contains(digest(1))).isFalse();
  }

  @Test
  void aLayerOfUnknownSizeIsMeasuredOnce() throws Exception {
    put(1, Ids.SINGLE, 100, 5);
    Files.writeString(mark(1, Ids.SINGLE), "");
    age(mark(1, Ids.SINGLE), 4);

    CacheEntry entry = cleaner().usage().entries().getFirst();

    assertThat(entry.bytes()).isEqualTo(100);
    assertThat(entry.lastUsedMillis()).isLessThan(System.currentTimeMillis() - 3 * HOUR);
    assertThat(mark(1, Ids.SINGLE)).hasContent("1 100\n");
  }
}
