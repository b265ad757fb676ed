package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FolderTree;
import waybill.images.store.LayerStore;
import waybill.images.store.Trees;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;

/**
 * What is looked at, read and built again, and what is not. A new builder is a new process here.
 */
class CachedBuildTest {
  private static final LayerSource SOURCE = new LayerSource.Paths(List.of("f"), PrefixOptions.NONE);

  @TempDir Path folder = Path.of("");
  private Path file = Path.of("");
  private LayerStore store;

  @BeforeEach
  void create() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    file = Files.writeString(project.resolve("f"), "one");
    store = LayerStore.open(folder.resolve("cache"));
  }

  @Test
  void aLayerOfUnchangedFilesIsFoundWithoutReadingThem() throws Exception {
    String digest = buildLater();
    String other = replaceLayerInRecord();

    assertThat(other).isNotEqualTo(digest);
    assertThat(buildLater()).as("what the record says").isEqualTo(other);
  }

  @Test
  void aFileThatWasJustWrittenIsNotTrusted() throws Exception {
    String digest = build(System::currentTimeMillis);
    replaceLayerInRecord();

    assertThat(build(System::currentTimeMillis)).as("what the file says").isEqualTo(digest);
  }

  @Test
  void aFileOfTheFutureIsNotTrusted() throws Exception {
    assertThat(file.toFile().setLastModified(System.currentTimeMillis() + 3_600_000)).isTrue();
    String digest = buildLater();
    replaceLayerInRecord();

    assertThat(buildLater()).isEqualTo(digest);
  }

  @Test
  void aChangedFileIsNoticedAlsoWhenSizeAndTimeStay() throws Exception {
    long modified = file.toFile().lastModified();
    String before = buildLater();
    Files.writeString(file, "two");
    assertThat(file.toFile().setLastModified(modified)).isTrue();

    String after = buildLater();

    assertThat(after).isNotEqualTo(before);
    assertThat(Trees.list(store.folder(after)).toString()).contains("two");
    assertThat(Trees.list(store.folder(before)).toString()).contains("one");
  }

  @Test
  void aLayerThatWasRemovedIsBuiltAgain() throws Exception {
    String digest = buildLater();
    FolderTree.delete(store.folder(digest));

    assertThat(buildLater()).isEqualTo(digest);
    assertThat(Trees.list(store.folder(digest)).toString()).contains("one");
  }

  @Test
  void aRemovedLayerIsNotRebuiltFromAFileThatIsNotWhatItWas() throws Exception {
    String digest = buildLater();
    FolderTree.delete(store.folder(digest));
    BuildRecords records = new BuildRecords(store.records());
    BuildRecord record = records.read(recordKey());
    records.write(recordKey(), new BuildRecord(digest, record.plan(), List.of("0".repeat(64))));

    assertThatThrownBy(() -> buildLater())
        .isInstanceOf(FailureException.class)
        .hasMessage("\"" + file + "\" changes while it is copied into a layer");
    assertThat(Trees.layers(folder.resolve("cache"))).isEmpty();
    assertThat(Trees.hasLeftovers(folder.resolve("cache"))).isFalse();
  }

  @Test
  void aDamagedRecordOnlyCostsReadingAgain() throws Exception {
    String digest = buildLater();
    try (Stream<Path> records = Files.list(store.records())) {
      for (Path record : records.toList()) {
        Files.writeString(record, "damaged");
      }
    }
    assertThat(buildLater()).isEqualTo(digest);
  }

  @Test
  void recordsThatCannotBeWrittenDoNotFailABuild() throws Exception {
    Files.writeString(store.records(), "not a folder");

    assertThat(buildLater()).isEqualTo(buildLater());
  }

  @Test
  void oneProcessLooksAtTheFilesOfASourceOnce() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    LayerBuilder builder =
        new LayerBuilder(
            store,
            folder.resolve("project"),
            CachedBuildTest::noArchives,
            () -> {
              looks.incrementAndGet();
              return minuteFromNow();
            });
    Callable<String> task = () -> builder.build(copyOfSource()).digest();
    List<String> digests = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> built : threads.invokeAll(Collections.nCopies(100, task))) {
        digests.add(built.get());
      }
    }
    Files.writeString(file, "changed");
    digests.add(builder.build(SOURCE).digest());

    assertThat(digests).hasSize(101).containsOnly(digests.getFirst());
    assertThat(looks).hasValue(1);
  }

  @Test
  void whatOneProcessRemembersIsBounded() {
    AtomicInteger builds = new AtomicInteger();
    LayerMemo memo = new LayerMemo();
    for (int i = 0; i <= LayerMemo.MAX_SOURCES; i++) {
      remember(memo, "key" + i, builds);
    }
    assertThat(builds).hasValue(LayerMemo.MAX_SOURCES + 1);
    remember(memo, "key1", builds);
    assertThat(builds).hasValue(LayerMemo.MAX_SOURCES + 1);
    remember(memo, "key0", builds);
    assertThat(builds).hasValue(LayerMemo.MAX_SOURCES + 2);

    remember(memo, "x".repeat(LayerMemo.MAX_CHARACTERS), builds);
    remember(memo, "key0", builds);
    assertThat(builds).hasValue(LayerMemo.MAX_SOURCES + 4);
  }

  private static void remember(LayerMemo memo, String key, AtomicInteger builds) {
    memo.get(
        key,
        () -> {
          builds.incrementAndGet();
          return new waybill.model.task.Layer.Stored(key, waybill.model.task.Ids.SINGLE);
        });
  }

  /** As if all files of the test had been written a minute ago. */
  private String buildLater() {
    return build(CachedBuildTest::minuteFromNow);
  }

  private static long minuteFromNow() {
    return System.currentTimeMillis() + 60_000;
  }

  private String build(LongSupplier clock) {
    return new LayerBuilder(store, folder.resolve("project"), CachedBuildTest::noArchives, clock)
        .build(SOURCE)
        .digest();
  }

  private static LayerInstaller noArchives() {
    throw new AssertionError("there is no archive");
  }

  private static LayerSource copyOfSource() {
    return new LayerSource.Paths(List.of("f"), PrefixOptions.NONE);
  }

  /** Makes the record lie: whoever believes it comes to a layer that the file cannot lead to. */
  private String replaceLayerInRecord() {
    String other =
        new LayerBuilder(store, folder).build(new LayerSource.Stubs(List.of("/x"))).digest();
    BuildRecords records = new BuildRecords(store.records());
    BuildRecord record = records.read(recordKey());
    assertThat(record).isNotEqualTo(BuildRecord.NONE);
    records.write(recordKey(), new BuildRecord(other, record.plan(), record.contents()));
    return other;
  }

  private String recordKey() {
    return folder.resolve("project") + "\0" + SOURCE.key();
  }
}
