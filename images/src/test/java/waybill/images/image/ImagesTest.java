package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.reference.RegistryReference;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.FakeRegistry;
import waybill.images.registry.FakeRegistry.Reply;
import waybill.images.registry.FakeRegistry.Request;
import waybill.images.registry.NoPauses;
import waybill.images.registry.Patience;
import waybill.images.registry.RegistrySettings;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;
import waybill.images.unpack.Hashing;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

@Timeout(60)
class ImagesTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.of("images", 5);
  private final FakeInstaller installer = new FakeInstaller();
  private final Map<String, Descriptor> tags =
      new ConcurrentHashMap<>(Map.of("1", image.manifest()));
  private final AtomicReference<Function<Request, Reply>> handler =
      new AtomicReference<>(request -> FakeRegistry.serving(image, tags).apply(request));
  private final FakeRegistry registry = new FakeRegistry(request -> handler.get().apply(request));
  private final List<Images> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Images::close);
    registry.close();
  }

  private Images images() {
    Images images =
        new Images(
            folder.resolve("cache"),
            new Platform("linux", "amd64", Optional.empty()),
            installer,
            installer,
            Hashing.inJava(),
            () -> new RegistrySettings(Map.of(), Set.of(registry.host()), SHORT),
            CredentialSource.NONE,
            new NoPauses());
    opened.add(images);
    return images;
  }

  private ImageName name(String tag) {
    return ImageName.parse("docker://" + registry.host() + "/a/b" + tag);
  }

  private Image find(ImageName name) throws InterruptedException {
    return images().find(name, Ids.SINGLE, folder, TagPins.NONE, ImageProgress.NONE);
  }

  private void assertWhole(Image found, TestImage expected) {
    assertThat(found.digest()).isEqualTo(expected.manifest().digest());
    assertThat(found.environment()).containsExactly("PATH=/bin", "LINES=a\nb\\");
    assertThat(found.workingDirectory()).contains("/srv");
    assertThat(found.entrypoint()).containsExactly("/entry");
    assertThat(found.command()).containsExactly("a", "b c");
    assertThat(found.user()).contains("7:8");
    assertThat(found.layers()).hasSize(expected.diffIds().size());
    for (int i = 0; i < found.layers().size(); i++) {
      assertThat(found.layers().get(i))
          .isEqualTo(new Layer.Stored(expected.diffIds().get(i), Ids.SINGLE));
      assertThat(installer.archive(found.layers().get(i))).isEqualTo(expected.archives().get(i));
    }
  }

  @Test
  void anImageOfARegistryIsGotOnceAndThenNeedsNoNetwork() throws Exception {
    assertWhole(find(name(":1")), image);
    int asked = registry.requests().size();
    registry.close();

    assertWhole(find(name(":1")), image);
    assertWhole(find(name("@" + image.manifest().digest())), image);
    assertThat(registry.requests()).hasSize(asked);
    assertThat(installer.opened).hasValue(5);
  }

  @Test
  void layersThatAreGoneAreUnpackedAgainFromWhatIsHere() throws Exception {
    find(name(":1"));
    registry.close();
    installer.clear();
    assertWhole(find(name(":1")), image);

    Image range = images().find(name(":1"), Ids.RANGE, folder, TagPins.NONE, ImageProgress.NONE);
    assertThat(range.layers().getFirst())
        .isEqualTo(new Layer.Stored(image.diffIds().getFirst(), Ids.RANGE));
  }

  @Test
  void damagedBlobsAndRecordsAreMended() throws Exception {
    find(name(":1"));
    installer.clear();
    int asked = registry.requests().size();
    BlobStore blobs = new BlobStore(folder.resolve("cache"), Hashing.inJava());
    Path layer = blobs.file(image.layers().get(2).digest());
    byte[] bytes = Files.readAllBytes(layer);
    bytes[30] ^= 1;
    Files.write(layer, bytes);
    Files.write(blobs.file(image.config().digest()), new byte[3]);
    try (var records = Files.list(folder.resolve("cache/images/records"))) {
      Files.writeString(records.findFirst().orElseThrow(), "waybill image 1\nrubbish\n");
    }

    assertWhole(find(name(":1")), image);
    assertThat(registry.requests()).hasSize(asked + 2);
    assertThat(Files.readAllBytes(layer)).isEqualTo(image.blob(image.layers().get(2).digest()));
  }

  @Test
  void aDownloadThatWasCutOffGoesOnInTheNextRun() throws Exception {
    TestImage large = TestImage.large();
    image.blobs().putAll(large.blobs());
    tags.put("large", large.manifest());
    String digest = large.layers().getFirst().digest();
    Function<Request, Reply> whole = FakeRegistry.serving(image, tags);
    handler.set(
        request ->
            !request.path().endsWith(digest)
                ? whole.apply(request)
                : request.header("range").isEmpty()
                    ? whole.apply(request).cutAfter(500_000)
                    : Reply.of(500));
    assertThatThrownBy(() -> find(name(":large"))).hasMessageContaining("is in trouble (500)");
    BlobStore blobs = new BlobStore(folder.resolve("cache"), Hashing.inJava());
    long there = Files.size(Path.of(blobs.file(digest) + ".part"));
    assertThat(there).isPositive();
    assertThat(blobs.file(digest)).doesNotExist();

    handler.set(whole);
    assertWhole(find(name(":large")), large);
    assertThat(registry.requests().getLast().header("range")).isEqualTo("bytes=" + there + "-");
    assertThat(Path.of(blobs.file(digest) + ".part")).doesNotExist();
    assertThat(Path.of(blobs.file(digest) + ".lock")).doesNotExist();
  }

  @Test
  void manyAtOnceShareOneDownload() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<Image>> found = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        found.add(threads.submit(() -> find(name(":1"))));
      }
      for (Future<Image> each : found) {
        assertWhole(each.get(), image);
      }
    }
    for (Descriptor layer : image.layers()) {
      assertThat(registry.requests()).filteredOn(r -> r.path().endsWith(layer.digest())).hasSize(1);
    }
  }

  @Test
  void withoutPinsTheCopyThatIsHereCountsUntilItIsPulledAgain() throws Exception {
    find(name(":1"));
    TestImage newer = TestImage.of("newer", 2);
    image.blobs().putAll(newer.blobs());
    tags.put("1", newer.manifest());

    assertThat(find(name(":1")).digest()).isEqualTo(image.manifest().digest());
    Image pulled = images().pull(name(":1"), Ids.SINGLE, folder, TagPins.NONE, ImageProgress.NONE);
    assertWhole(pulled, newer);
    assertWhole(find(name(":1")), newer);
  }

  @Test
  void aLanguagesPinsDecideAndTagsItDoesNotKnowAreAskedForAndPinned() throws Exception {
    TestImage newer = TestImage.of("newer", 2);
    image.blobs().putAll(newer.blobs());
    find(name(":1"));
    tags.put("1", newer.manifest());
    Map<String, String> lock = new HashMap<>();
    TagPins pins =
        new TagPins() {
          @Override
          public Optional<String> pinned(RegistryReference reference) {
            return Optional.ofNullable(lock.get(reference.written()));
          }

          @Override
          public void pin(RegistryReference reference, String digest) {
            lock.put(reference.written(), digest);
          }
        };

    assertWhole(images().find(name(":1"), Ids.SINGLE, folder, pins, ImageProgress.NONE), newer);
    assertThat(lock)
        .containsExactly(Map.entry(registry.host() + "/a/b:1", newer.manifest().digest()));
    assertThat(find(name(":1")).digest()).isEqualTo(image.manifest().digest());

    lock.replaceAll((reference, digest) -> image.manifest().digest());
    assertWhole(images().find(name(":1"), Ids.SINGLE, folder, pins, ImageProgress.NONE), image);
    images()
        .find(name("@" + newer.manifest().digest()), Ids.SINGLE, folder, pins, ImageProgress.NONE);
    assertThat(lock).hasSize(1);
  }

  @Test
  void imagesInFilesAreLookedAtAnewWhenTheyChange() throws Exception {
    Path layout = image.layout(folder.resolve("layout"), TestImage.json(image.manifest(), ""));
    Path archive = folder.resolve("a.tar");
    Files.write(archive, image.layoutArchive(TestImage.json(image.manifest(), "")));
    assertWhole(find(ImageName.parse("oci:layout")), image);
    assertWhole(find(ImageName.parse("oci-archive:a.tar")), image);
    assertThat(installer.opened).hasValue(5);

    TestImage newer = TestImage.of("newer", 2);
    newer.layout(layout, TestImage.json(newer.manifest(), ""));
    Files.write(archive, newer.layoutArchive(TestImage.json(newer.manifest(), "")));
    assertWhole(find(ImageName.parse("oci:layout")), newer);
    assertWhole(find(ImageName.parse("oci-archive:" + archive)), newer);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aDamagedLayerInAFileIsRefused() throws Exception {
    Path layout = image.layout(folder.resolve("layout"), TestImage.json(image.manifest(), ""));
    Path layer = layout.resolve("blobs/" + image.layers().get(1).digest().replace(':', '/'));
    byte[] bytes = Files.readAllBytes(layer);
    bytes[30] ^= 1;
    Files.write(layer, bytes);
    assertThatThrownBy(() -> find(ImageName.parse("oci:layout")))
        .hasMessageContaining("has another digest");
    Files.write(layer, new byte[3]);
    assertThatThrownBy(() -> find(ImageName.parse("oci:layout")))
        .hasMessageContaining(" has 3 bytes and should have " + bytes.length);
  }

  @Test
  void foldersAndTheMachinesProgramsAreThereAlready() throws Exception {
    Files.createDirectory(folder.resolve("x"));
    assertThat(find(ImageName.parse("dir:x")).layers())
        .containsExactly(new Layer.Folder(folder.resolve("x")));
    assertThat(find(ImageName.parse("host:")).layers()).containsExactly(new Layer.HostPrograms());
    assertThat(folder.resolve("cache")).doesNotExist();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() throws Exception {
    Files.createFile(folder.resolve("file"));
    for (String wrong : List.of("file", "nosuch")) {
      assertThatThrownBy(() -> find(ImageName.parse("dir:" + wrong)))
          .isInstanceOf(FailureException.class)
          .hasMessage(folder.resolve(wrong) + " is not a folder");
    }
  }

  @Test
  void progressIsToldForWhatIsGotAndNotOtherwise() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    ImageProgress progress =
        new ImageProgress() {
          @Override
          public void resolving(String name) {
            told.add("resolving");
          }

          @Override
          public void layer(String name, int number, int count, long done, long total) {
            told.add("layer " + number + "/" + count + " " + (done == total ? "whole" : "part"));
          }

          @Override
          public void unpacking(String name, int number, int count) {
            told.add("unpacking " + number + "/" + count);
          }

          @Override
          public void finished(String name) {
            told.add("finished");
          }
        };
    images().find(name(":1"), Ids.SINGLE, folder, TagPins.NONE, progress);
    assertThat(told.getFirst()).isEqualTo("resolving");
    assertThat(told.getLast()).isEqualTo("finished");
    for (int i = 1; i <= 5; i++) {
      assertThat(told).contains("layer " + i + "/5 whole", "unpacking " + i + "/5");
    }
    told.clear();
    images().find(name(":1"), Ids.SINGLE, folder, TagPins.NONE, progress);
    assertThat(told).isEmpty();
  }

  @Test
  void oneLayerThatFailsEndsTheOthersAndIsTold() {
    String digest = image.layers().get(3).digest();
    Function<Request, Reply> whole = FakeRegistry.serving(image, tags);
    handler.set(
        request ->
            request.path().endsWith(digest)
                ? Reply.of(403)
                : request.path().contains("/blobs/")
                        && !request.path().endsWith(image.config().digest())
                    ? Reply.never()
                    : whole.apply(request));
    assertThatThrownBy(() -> find(name(":1")))
        .hasMessageContaining("does not let us have it (403)");
  }

  @Test
  void anInterruptEndsADownload() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Function<Request, Reply> whole = FakeRegistry.serving(image, tags);
    handler.set(
        request -> {
          if (request.path().endsWith(image.layers().getFirst().digest())) {
            asked.countDown();
            return whole.apply(request).stallAfter(20);
          }
          return whole.apply(request);
        });
    AtomicReference<Throwable> ended = new AtomicReference<>(new AssertionError("not ended"));
    Thread finding =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    find(name(":1"));
                  } catch (InterruptedException | RuntimeException e) {
                    ended.set(e);
                  }
                });
    asked.await();
    finding.interrupt();
    finding.join();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void imagesAreListedShownAndRemoved() throws Exception {
    TestImage other = TestImage.of("other", 1);
    other.layer(image.archives().getFirst()).finish();
    image.blobs().putAll(other.blobs());
    tags.put("2", other.manifest());
    tags.put("again", image.manifest());
    find(name(":1"));
    find(name(":2"));
    find(name(":again"));
    Images images = images();
    String base = "docker://" + registry.host() + "/a/b:";
    assertThat(images.list())
        .extracting(ImageSummary::name)
        .containsExactly(base + "1", base + "2", base + "again");
    assertThat(images.list().getFirst().layers()).isEqualTo(5);
    assertThat(images.list().getFirst().bytes())
        .isEqualTo(image.layers().stream().mapToLong(Descriptor::size).sum());
    ImageDetails details = images.show(name(":1"), folder).orElseThrow();
    assertThat(details.names()).containsExactlyInAnyOrder(base + "1", base + "again");
    assertThat(details.unpackedLayers()).isEqualTo(new ImageDetails.Unpacked(5, 0));

    BlobStore blobs = new BlobStore(folder.resolve("cache"), Hashing.inJava());
    assertThat(images.remove(name(":1"), folder)).isTrue();
    assertThat(images.show(name(":1"), folder)).isEmpty();
    assertThat(blobs.file(image.manifest().digest())).exists();
    assertThat(images.remove(name(":again"), folder)).isTrue();
    assertThat(blobs.file(image.manifest().digest())).doesNotExist();
    assertThat(blobs.file(image.layers().get(1).digest())).doesNotExist();
    // The other image has this one, too.
    assertThat(blobs.file(image.layers().getFirst().digest())).exists();
    assertThat(images.remove(name(":1"), folder)).isFalse();
    assertThat(images.list()).extracting(ImageSummary::name).containsExactly(base + "2");
  }

  @Test
  void anImageWithoutLayersIsRefused() {
    TestImage empty = new TestImage();
    Descriptor config = empty.add("", "{\"rootfs\":{\"diff_ids\":[]}}");
    Descriptor manifest =
        empty.add("", "{\"layers\":[],\"config\":" + TestImage.json(config, "") + "}");
    image.blobs().putAll(empty.blobs());
    tags.put("3", manifest);
    assertThatThrownBy(() -> find(name(":3"))).hasMessageContaining("it has no layers");
  }

  @Test
  void aFileThatWasJustWrittenIsNotTrustedYet() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(FileStamp.of(file)).isEmpty();
    assertThat(FileStamp.of(folder.resolve("none"))).isEmpty();
  }
}
