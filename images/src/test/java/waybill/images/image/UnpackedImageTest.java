package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FolderTree;
import waybill.images.archive.ArchiveLimits;
import waybill.images.reference.ImageName;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.FakeRegistry;
import waybill.images.registry.Patience;
import waybill.images.registry.RegistrySettings;
import waybill.images.source.TestImage;
import waybill.images.source.TestTar;
import waybill.images.store.LayerStore;
import waybill.images.unpack.EntryRules;
import waybill.images.unpack.Hashing;
import waybill.images.unpack.JavaUnpacker;
import waybill.images.unpack.LayerUnpack;
import waybill.model.task.Ids;

/** Images with the store and the reader of archives that they have in earnest. */
@Timeout(60)
class UnpackedImageTest {
  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.of("unpacked", 3);
  private final FakeRegistry registry =
      new FakeRegistry(
          request -> FakeRegistry.serving(image, Map.of("1", image.manifest())).apply(request));
  private final AtomicReference<Runnable> atEntry = new AtomicReference<>(() -> {});
  private final List<Images> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Images::close);
    registry.close();
  }

  private Image find() throws InterruptedException {
    LayerStore store = store();
    JavaUnpacker unpacker =
        new JavaUnpacker() {
          @Override
          public void beforeEntry(int number) {
            atEntry.get().run();
          }
        };
    Images images =
        new Images(
            folder,
            new LayerUnpack(
                store, unpacker, Hashing.inJava(), ArchiveLimits.DEFAULT, EntryRules.IMAGE),
            new StoreShelf(store),
            Hashing.inJava(),
            () -> new RegistrySettings(Map.of(), Set.of(registry.host()), Patience.DEFAULT),
            CredentialSource.NONE);
    opened.add(images);
    return images.find(
        ImageName.parse("docker://" + registry.host() + "/a/b:1"),
        Ids.SINGLE,
        folder,
        TagPins.NONE,
        ImageProgress.NONE);
  }

  private LayerStore store() {
    return LayerStore.open(folder);
  }

  private void assertFilesAreThere(Image found) {
    assertThat(found.layers()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(store().folder(image.diffIds().get(i)).resolve("file" + i))
          .hasContent("unpacked content " + i);
    }
  }

  @Test
  void layersOfARegistryAreUnpackedOnceAndAgainWhereTheyWereRemoved() throws Exception {
    assertFilesAreThere(find());
    int asked = registry.requests().size();
    assertFilesAreThere(find());
    FolderTree.delete(store().folder(image.diffIds().get(1)));
    assertFilesAreThere(find());
    assertThat(registry.requests()).hasSize(asked);
  }

  @Test
  void anArchiveThatIsNoneSaysWhichLayerItIs() {
    image.layer("this is no archive".repeat(60).getBytes(StandardCharsets.UTF_8)).finish();
    assertThatThrownBy(this::find)
        .hasMessageContaining("layer " + image.layers().getLast().digest());
    assertThat(folder.resolve("images")).doesNotExist();
  }

  @Test
  void anInterruptEndsUnpackingAndLeavesNothingHalf() throws Exception {
    image.layer(new TestTar().file("a", "a").file("b", "b").bytes()).finish();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    atEntry.set(
        () -> {
          begun.countDown();
          try {
            never.await();
          } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
          }
        });
    AtomicReference<Throwable> ended = new AtomicReference<>(new AssertionError("not ended"));
    Thread finding =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    find();
                  } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                  }
                });
    begun.await();
    finding.interrupt();
    finding.join();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    assertThat(Files.exists(folder.resolve("images/names"))).isFalse();
  }
}
