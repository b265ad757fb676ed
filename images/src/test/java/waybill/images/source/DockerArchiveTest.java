package waybill.images.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveTest {
  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.of("docker", 3);

  /** The first layer plain, the second by a link into another folder, the third compressed. */
  private TestTar archive() {
    String manifest =
        "[{\"Config\":\"c.json\",\"RepoTags\":[\"busybox:1\"],"
            + "\"Layers\":[\"a/layer.tar\",\"b/layer.tar\",\"long/layer.tar\"]}]";
    return new TestTar()
        .file("manifest.json", manifest)
        .file("c.json", image.blob(image.config().digest()))
        .file("a/layer.tar", image.archives().get(0))
        .file("x/layer.tar", image.archives().get(1))
        .link('2', "b/layer.tar", "../x/layer.tar")
        .entry("././@LongLink", 'L', "", "./long/layer.tar\0".getBytes(StandardCharsets.UTF_8))
        .file("short", image.blob(image.layers().get(2).digest()));
  }

  private DockerArchive open(byte[] bytes, String reference) throws Exception {
    Path file = Files.write(folder.resolve("a.tar"), bytes);
    return DockerArchive.open(
        "docker-archive:a", file, reference.isEmpty() ? Optional.empty() : Optional.of(reference));
  }

  @Test
  void layersAreFoundPlainCompressedAndByLinksAndLongNames() throws Exception {
    try (DockerArchive archive = open(archive().bytes(), "")) {
      ImageContents contents = archive.contents();
      assertThat(contents.digest()).isEqualTo(image.config().digest());
      for (int i = 0; i < 3; i++) {
        byte[] expected =
            i < 2 ? image.archives().get(i) : image.blob(image.layers().get(2).digest());
        var source = archive.layer(contents.layers().get(i), ImageSource.ByteListener.NONE);
        try (var in = source.open()) {
          assertThat(in.readAllBytes()).isEqualTo(expected);
        }
        assertThat(source.diffId()).contains(image.diffIds().get(i));
        assertThat(source.digest()).isEmpty();
      }
    }
  }

  @Test
  void namesMatchWithTheirDefaultsWrittenOut() throws Exception {
    for (String name : new String[] {"busybox:1", "docker.io/library/busybox:1"}) {
      try (DockerArchive archive = open(archive().bytes(), name)) {
        assertThat(archive.contents().layers()).hasSize(3);
      }
    }
    try (DockerArchive archive = open(archive().bytes(), "busybox")) {
      assertThatThrownBy(archive::contents)
          .hasMessage("there is no image docker-archive:a: the archive has busybox:1");
    }
  }

  @Test
  void linksGoNowhereButToFilesOfTheArchive() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    TestTar tar =
        new TestTar()
            .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l1\",\"l2\",\"l3\"]}]")
            .file("c.json", image.blob(image.config().digest()))
            .link('2', "l1", secret.toString())
            .link('2', "l2", "l3")
            .link('2', "l3", "l2");
    try (DockerArchive archive = open(tar.bytes(), "")) {
      assertThatThrownBy(archive::contents)
          .hasMessage(
              "cannot use the image docker-archive:a: its manifest.json names the layer `l1`,"
                  + " which is not there");
    }
  }

  @Test
  void extendedHeadersGiveNamesAndDamagedOnesAreRefused() throws Exception {
    TestTar tar =
        new TestTar()
            .entry(
                "h",
                'x',
                "",
                "21 path=manifest.json\n".substring(0, 22).getBytes(StandardCharsets.UTF_8))
            .file("other", "[]");
    assertThatThrownBy(() -> open(tar.bytes(), "").contents())
        .hasMessageContaining("an extended header makes no sense");

    TestTar good =
        new TestTar()
            .entry("h", 'x', "", "22 path=manifest.json\n".getBytes(StandardCharsets.UTF_8))
            .file("other", "[]");
    try (DockerArchive archive = open(good.bytes(), "")) {
      assertThatThrownBy(archive::contents).hasMessageContaining("the archive is empty");
    }
  }
}
