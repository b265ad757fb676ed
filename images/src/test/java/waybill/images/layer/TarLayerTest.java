package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.archive.ArchiveLimits;
import waybill.images.archive.TarBytes;
import waybill.images.store.LayerStore;
import waybill.images.store.Trees;
import waybill.images.unpack.EntryRules;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.JavaUnpacker;
import waybill.images.unpack.LayerInstaller;
import waybill.images.unpack.LayerUnpack;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

class TarLayerTest {
  private static final byte[] ARCHIVE =
      new TarBytes().add(new TarBytes.Header('0', "foo.bin").mode(0555).size(11), text()).whole();

  @TempDir private Path folder;
  private final AtomicInteger unpacked = new AtomicInteger();
  private LayerStore store;

  private static byte[] text() {
    return "hello world".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @BeforeEach
  void openStore() {
    store = LayerStore.open(folder.resolve("cache"));
  }

  private Layer.Stored build(String path, LongSupplier clock) {
    LayerInstaller installer =
        (source, ids) -> {
          unpacked.incrementAndGet();
          return new LayerUnpack(
                  store,
                  new JavaUnpacker(),
                  Hashing.inJava(),
                  ArchiveLimits.DEFAULT,
                  EntryRules.PLAIN)
              .install(source, ids);
        };
    return new LayerBuilder(store, folder, () -> installer, clock).build(new LayerSource.Tar(path));
  }

  private static long minuteFromNow() {
    return System.currentTimeMillis() + 60_000;
  }

  private void write(byte[] archive) throws IOException {
    Files.write(folder.resolve("test.tar"), archive);
  }

  @Test
  void anArchivesFilesAreALayerForOneId() throws IOException {
    write(ARCHIVE);

    Layer.Stored layer = build("test.tar", System::currentTimeMillis);

    assertThat(layer.ids()).isEqualTo(Ids.SINGLE);
    assertThat(Trees.list(store.folder(layer.digest()))).containsExactly("foo.bin 555 hello world");
  }

  @Test
  void compressedArchivesGiveTheSameLayer() throws IOException {
    write(ARCHIVE);
    Layer.Stored plain = build("test.tar", System::currentTimeMillis);
    write(TarBytes.gzip(ARCHIVE));
    assertThat(build("test.tar", System::currentTimeMillis)).isEqualTo(plain);
    write(TarBytes.zstd(ARCHIVE));
    assertThat(build("test.tar", System::currentTimeMillis)).isEqualTo(plain);
  }

  @Test
  void anArchiveThatDidNotChangeIsNotReadAgain() throws IOException {
    write(ARCHIVE);
    Layer.Stored layer = build("test.tar", TarLayerTest::minuteFromNow);

    assertThat(build("test.tar", TarLayerTest::minuteFromNow)).isEqualTo(layer);
    assertThat(unpacked).hasValue(1);
    new JavaUnpacker().remove(store.folder(layer.digest()), Ids.SINGLE);
    assertThat(build("test.tar", TarLayerTest::minuteFromNow)).isEqualTo(layer);
    assertThat(unpacked).hasValue(2);
    assertThat(store.contains(layer.digest())).isTrue();
  }

  @Test
  void anArchiveThatChangedIsAnotherLayer() throws IOException {
    write(ARCHIVE);
    Layer.Stored first = build("test.tar", TarLayerTest::minuteFromNow);
    write(new TarBytes().file("other", "").whole());

    assertThat(build("test.tar", TarLayerTest::minuteFromNow)).isNotEqualTo(first);
  }

  @Test
  void aMissingArchiveIsNamed() {
    assertThatThrownBy(() -> build("test.tar", System::currentTimeMillis))
        .isInstanceOfSatisfying(
            FailureException.class,
            e ->
                assertThat(e.failure())
                    .isEqualTo(
                        Failure.of(
                            FailureCode.INPUT_MISSING,
                            "open(\"" + folder + "/test.tar\"): No such file or directory")));
  }

  @Test
  void aFolderAndAFileThatAreNoArchiveAreRefused() throws IOException {
    assertThatThrownBy(() -> build(".", System::currentTimeMillis))
        .hasMessageContaining("is not a regular file");
    write("no tar at all".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> build("test.tar", System::currentTimeMillis))
        .hasMessageContaining("the archive \"" + folder + "/test.tar\" is no tar archive");
  }

  @Test
  void typesThatALayerCannotHoldAreNamed() throws IOException {
    write(new TarBytes().link('3', "null", "").whole());

    assertThatThrownBy(() -> build("test.tar", System::currentTimeMillis))
        .hasMessageContaining("unsupported tar entry type Char");
  }
}
