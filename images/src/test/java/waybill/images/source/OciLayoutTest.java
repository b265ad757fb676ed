package waybill.images.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.Platform;
import waybill.images.unpack.ArchiveSource;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

@Timeout(60)
class OciLayoutTest {
  private static final Platform AMD64 = new Platform("linux", "amd64", Optional.empty());

  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.of("layout", 2);

  private ImageContents contents(Path at, String reference) throws InterruptedException {
    Optional<String> which = reference.isEmpty() ? Optional.empty() : Optional.of(reference);
    try (OciLayout layout = OciLayout.folder("oci:x", at, which, AMD64)) {
      return layout.contents();
    }
  }

  @Test
  void theOnlyImageOfALayoutIsFoundWithEverythingItSays() throws Exception {
    Path layout = image.layout(folder, TestImage.json(image.manifest(), ""));

    ImageContents contents = contents(layout, "");

    assertThat(contents.digest()).isEqualTo(image.manifest().digest());
    assertThat(contents.config().environment()).containsExactly("PATH=/bin", "LINES=a\nb\\");
    assertThat(contents.config().workingDirectory()).contains("/srv");
    assertThat(contents.config().entrypoint()).containsExactly("/entry");
    assertThat(contents.config().command()).containsExactly("a", "b c");
    assertThat(contents.config().user()).contains("7:8");
    assertThat(contents.layers()).hasSize(2);
    assertThat(contents.layers().getFirst().diffId()).isEqualTo(image.diffIds().getFirst());
  }

  @Test
  void layersAreReadWhereTheyLieAlsoInAnArchive() throws Exception {
    Path archive = folder.resolve("a.tar");
    Files.write(archive, image.layoutArchive(TestImage.json(image.manifest(), "")));

    try (OciLayout layout = OciLayout.archive("oci-archive:a", archive, Optional.empty(), AMD64)) {
      ImageLayer layer = layout.contents().layers().get(1);
      ArchiveSource source = layout.layer(layer, ImageSource.ByteListener.NONE);
      try (var in = source.open();
          var again = source.open()) {
        assertThat(in.readAllBytes()).isEqualTo(image.blob(layer.blob()));
        assertThat(again.readAllBytes()).isEqualTo(image.blob(layer.blob()));
      }
      assertThat(source.digest()).contains(layer.blob());
      assertThat(source.diffId()).contains(image.diffIds().get(1));
    }
  }

  @Test
  void oneOfManyIsChosenByNameOrDigest() throws Exception {
    TestImage other = TestImage.of("other", 1);
    image.blobs().putAll(other.blobs());
    Path layout =
        image.layout(
            folder,
            TestImage.named(image.manifest(), "one"),
            TestImage.named(other.manifest(), "x:two"));

    assertThat(contents(layout, "one").digest()).isEqualTo(image.manifest().digest());
    assertThat(contents(layout, "x:two").digest()).isEqualTo(other.manifest().digest());
    assertThat(contents(layout, other.manifest().digest()).digest())
        .isEqualTo(other.manifest().digest());
    assertThatThrownBy(() -> contents(layout, "three"))
        .hasMessage("there is no image oci:x: the layout has one, x:two");
    assertThatThrownBy(() -> contents(layout, ""))
        .hasMessage("there is no image oci:x: say which one after a colon: one, x:two");
  }

  @Test
  void thePlatformIsChosenInANestedIndexAndASingleEntryIsTakenAnyway() throws Exception {
    TestImage arm = TestImage.of("arm", 1);
    image.blobs().putAll(arm.blobs());
    Descriptor many =
        image.index(
            TestImage.entry(arm.manifest(), "linux", "arm64"),
            TestImage.entry(image.manifest(), "linux", "amd64"));
    Path layout = image.layout(folder.resolve("many"), TestImage.json(many, ""));
    assertThat(contents(layout, "").digest()).isEqualTo(image.manifest().digest());
    assertThat(contents(layout, "").root()).isEqualTo(many.digest());

    Descriptor single = image.index(TestImage.entry(arm.manifest(), "linux", "arm64"));
    Path lone = image.layout(folder.resolve("lone"), TestImage.json(single, ""));
    assertThat(contents(lone, "").digest()).isEqualTo(arm.manifest().digest());
  }

  @Test
  void anImageForOtherMachinesSaysForWhich() throws Exception {
    Descriptor many =
        image.index(
            TestImage.entry(image.manifest(), "linux", "arm64"),
            TestImage.entry(image.manifest(), "linux", "s390x"));
    Path layout = image.layout(folder, TestImage.json(many, ""));

    assertThatThrownBy(() -> contents(layout, ""))
        .hasMessage(
            "cannot use the image oci:x: it is not made for linux/amd64, but for linux/arm64,"
                + " linux/s390x");
  }

  @Test
  void indexesWithoutEndAreLeft() throws Exception {
    Descriptor one = image.index(TestImage.json(image.manifest(), ""));
    Descriptor two = image.index(TestImage.json(one, ""));
    Descriptor three = image.index(TestImage.json(two, ""));

    assertThat(contents(image.layout(folder.resolve("a"), TestImage.json(two, "")), "").digest())
        .isEqualTo(image.manifest().digest());
    Path layout = image.layout(folder.resolve("b"), TestImage.json(three, ""));
    assertThatThrownBy(() -> contents(layout, "")).hasMessageContaining("ever more indexes");
  }

  @Test
  void damagedDocumentsAreRefused() throws Exception {
    Path layout = image.layout(folder, TestImage.json(image.manifest(), ""));
    Path config = folder.resolve("blobs/" + image.config().digest().replace(':', '/'));
    byte[] bytes = Files.readAllBytes(config);
    bytes[bytes.length - 3] ^= 1;
    Files.write(config, bytes);
    assertThatThrownBy(() -> contents(layout, ""))
        .hasMessageContaining("its configuration has the digest sha256:");

    Files.write(config, Arrays.copyOf(bytes, 10));
    assertThatThrownBy(() -> contents(layout, ""))
        .hasMessageContaining("its configuration has 10 bytes and should have");

    Files.delete(config);
    assertThatThrownBy(() -> contents(layout, "")).hasMessageContaining("is not there");
  }

  @Test
  void documentsThatAreNoImagesSayWhy() throws Exception {
    refused("{\"schemaVersion\":1,\"fsLayers\":[]}", "has schema 1");
    refused("{\"manifests\":[],\"layers\":[]}", "is a manifest and an index at once");
    refused("{}", "is neither the manifest of an image nor an index");
    refused("[1]", "is not an object");
    refused("{", "is not good JSON");
    refused("{\"manifests\":[]}", "its index is empty");
    refused("{\"layers\":[],\"config\":{\"digest\":\"x\",\"size\":1}}", "whose digest is not");
    refused("{\"layers\":7,\"config\":{}}", "has a `layers` that is not a list");
    refused("{\"layers\":[]}", "has no `config`");
    refused(
        "{\"layers\":[],\"config\":{\"digest\":\"sha256:" + "0".repeat(64) + "\",\"size\":-1}}",
        "has a `config.size` that is not a whole number");
  }

  private void refused(String manifest, String reason) throws Exception {
    Descriptor descriptor = image.add("", manifest);
    Path layout =
        image.layout(
            folder.resolve(Sha256.of(manifest.getBytes(StandardCharsets.UTF_8))),
            TestImage.json(descriptor, ""));
    assertThatThrownBy(() -> contents(layout, ""))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void aFolderThatIsNoLayoutSaysSo() {
    assertThatThrownBy(() -> contents(folder, ""))
        .hasMessage("there is no image oci:x: no index.json is there, so it is no image layout")
        .extracting(e -> ((FailureException) e).failure().code())
        .isEqualTo(FailureCode.IMAGE_NOT_FOUND);
  }

  @Test
  void archivesThatAreNoneOrCompressedOrDamagedSaySo() throws Exception {
    byte[] good = image.layoutArchive(TestImage.json(image.manifest(), ""));
    archiveRefused(TestTar.gzip(good), "is compressed as a whole; decompress it first");
    archiveRefused(
        "no archive at all".repeat(100).getBytes(StandardCharsets.UTF_8),
        "is no tar archive, or is damaged: a header's checksum is wrong at offset 0");
    archiveRefused(Arrays.copyOf(good, 520), "ends in the middle at offset 520");
    assertThatThrownBy(
            () -> OciLayout.archive("a", folder.resolve("none"), Optional.empty(), AMD64))
        .hasMessage("cannot read the image a: No such file or directory");
  }

  private void archiveRefused(byte[] bytes, String reason) throws Exception {
    Path archive = Files.write(folder.resolve("bad.tar"), bytes);
    assertThatThrownBy(() -> OciLayout.archive("a", archive, Optional.empty(), AMD64))
        .hasMessage("cannot use the image a: its archive " + reason);
  }

  @Test
  void damagedArchivesEndInAFailureAndNothingElse() throws Exception {
    byte[] good = image.layoutArchive(TestImage.json(image.manifest(), ""));
    Random random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      byte[] bad =
          Arrays.copyOf(good, random.nextInt(8) == 0 ? random.nextInt(good.length) : good.length);
      for (int i = 0; i < 4 && bad.length > 0; i++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Path archive = Files.write(folder.resolve("bad.tar"), bad);
      try (OciLayout layout = OciLayout.archive("a", archive, Optional.empty(), AMD64)) {
        for (ImageLayer layer : layout.contents().layers()) {
          try (var in = layout.layer(layer, ImageSource.ByteListener.NONE).open()) {
            in.readAllBytes();
          }
        }
      } catch (FailureException told) {
        assertThat(told.failure().message()).isNotEmpty();
      }
    }
  }
}
