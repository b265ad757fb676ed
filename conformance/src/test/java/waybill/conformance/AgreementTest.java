package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.testing.Needs;

/** Other people's tools see in an image what we see in it: umoci its files, skopeo its digests. */
class AgreementTest {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");
  private static final String EVERYTHING = "everything";

  @TempDir private static Path folder;
  private static Product product;
  private static Workshop workshop;
  private static TestImages images;
  private static Path tree;

  @BeforeAll
  static void makeImages() throws IOException, InterruptedException {
    Needs.root(); // else umoci could not give files to others, and nothing could be mounted
    Needs.busybox();
    Needs.program("setcap");
    workshop = new Workshop(folder);
    tree = workshop.compile("tree");
    product = workshop.products().getFirst();
    images = TestImages.make(workshop.newFolder("images"));
    Workshop.call(
        "sh",
        Workshop.SOURCE_TREE.resolve("conformance/src/test/sh/image.sh").toString(),
        workshop.newFolder("trees").toString(),
        images.layout().toString(),
        EVERYTHING);
  }

  @AfterAll
  static void stopRegistry() {
    if (images != null) {
      images.close();
    }
  }

  /** A cache in which an image is. */
  private record Pulled(String image, Path cache) {

    static Pulled of(String name, String ids) throws IOException, InterruptedException {
      var pulled = new Pulled("oci:" + images.layout() + ":" + name, workshop.newFolder("cache"));
      assertThat(pulled.waybill("image", "pull", "--ids", ids, pulled.image).how())
          .isEqualTo("exit 0");
      return pulled;
    }

    Ending waybill(String... arguments) throws IOException, InterruptedException {
      return product.run(
          List.of(arguments),
          "",
          Map.of("WAYBILL_CACHE_DIR", cache.toString()),
          workshop.newFolder("project"));
    }

    /** The diff ids of its layers, the lowest first. */
    List<String> layers() throws IOException, InterruptedException {
      String shown = waybill("image", "show", "-o", "json", image).stdout();
      return digests(shown.substring(shown.indexOf("layerDigests")));
    }

    /** The layers on top of each other, as a task has them. */
    List<String> list(String shelf, String how) throws IOException, InterruptedException {
      var lower = new StringBuilder();
      for (String digest : layers().reversed()) {
        lower
            .append(lower.isEmpty() ? "" : ":")
            .append(cache.resolve("layers").resolve(shelf))
            .append('/')
            .append(digest, 0, 2)
            .append('/')
            .append(digest);
      }
      Path below = workshop.newFolder("empty"); // an overlay of one folder is none
      Path stacked = workshop.newFolder("stacked");
      Workshop.call(
          "mount",
          "-t",
          "overlay",
          "-o",
          "ro,userxattr,lowerdir=" + lower + ":" + below,
          "none",
          stacked.toString());
      try {
        return AgreementTest.list(stacked, how);
      } finally {
        Workshop.call("umount", stacked.toString());
      }
    }
  }

  private static List<String> digests(String text) {
    var digests = new ArrayList<String>();
    Matcher matcher = DIGEST.matcher(text);
    while (matcher.find()) {
      digests.add(matcher.group(1));
    }
    return digests;
  }

  private static List<String> list(Path root, String how) throws IOException, InterruptedException {
    return said(tree.toString(), root.toString(), how).lines().toList();
  }

  private static String said(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(String.join(" ", command)).isZero();
    return words;
  }

  /** Nobody's device nodes: tasks could not use them, and they are left out. */
  private static List<String> withoutDevices(List<String> lines) {
    return lines.stream().filter(line -> !line.contains(" device=")).toList();
  }

  private static Path unpackedByUmoci(String name) throws IOException, InterruptedException {
    Path bundle = workshop.newFolder("bundle");
    String umoci = Needs.program("umoci").toString();
    Workshop.call(umoci, "unpack", "--image", images.layout() + ":" + name, bundle.toString());
    return bundle.resolve("rootfs");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYTHING, "ubuntu"})
  void umociUnpacksTheSameFiles(String name) throws IOException, InterruptedException {
    Path theirs = unpackedByUmoci(name);
    assertThat(Pulled.of(name, "range").list("sha256-range", "owners"))
        .hasSizeGreaterThan(40)
        .containsExactlyElementsOf(withoutDevices(list(theirs, "owners")));
    List<String> single = Pulled.of(name, "single").list("sha256", "contents");
    assertThat(single).containsExactlyElementsOf(withoutDevices(list(theirs, "contents")));
  }

  @Test
  void filesOfASingleUserAreAllTheCallersWithoutSetIdBits()
      throws IOException, InterruptedException {
    Path layers = Pulled.of(EVERYTHING, "single").cache().resolve("layers/sha256");
    try (Stream<Path> files = Files.walk(layers)) {
      assertThat(files)
          .allSatisfy(
              file -> {
                Map<String, Object> status =
                    Files.readAttributes(
                        file, "unix:uid,gid,mode", java.nio.file.LinkOption.NOFOLLOW_LINKS);
                assertThat(status).containsEntry("uid", 0).containsEntry("gid", 0);
                assertThat(status.get("mode"))
                    .isInstanceOfSatisfying(
                        Integer.class, mode -> assertThat(mode & 06000).isZero());
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {EVERYTHING, "ubuntu"})
  void skopeoFindsTheSameDigests(String name) throws IOException, InterruptedException {
    String skopeo = Needs.program("skopeo").toString();
    Pulled pulled = Pulled.of(name, "range");
    String inspected = said(skopeo, "inspect", pulled.image());
    String config = said(skopeo, "inspect", "--config", pulled.image());
    String shown = pulled.waybill("image", "show", "-o", "json", pulled.image()).stdout();
    assertThat(DIGEST.matcher(shown).results().findFirst().map(found -> found.group(1)))
        .isEqualTo(Optional.of(digests(inspected).getFirst()));
    assertThat(pulled.layers())
        .isNotEmpty()
        .isEqualTo(digests(config.substring(config.indexOf("\"diff_ids\""))));
    assertThat(shown)
        .contains("\"layers\":" + (digests(inspected).size() - 1) + ",")
        .endsWith("]}\n");
  }
}
