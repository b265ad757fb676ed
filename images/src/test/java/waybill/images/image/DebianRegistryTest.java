package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.reference.ImageName;
import waybill.images.reference.Platform;
import waybill.images.registry.CredentialFiles;
import waybill.images.registry.CredentialSource;
import waybill.images.registry.NoPauses;
import waybill.images.registry.Patience;
import waybill.images.registry.RegistrySettings;
import waybill.images.source.Descriptor;
import waybill.images.source.TestImage;
import waybill.images.unpack.Hashing;
import waybill.model.task.Ids;
import waybill.testing.Needs;

/** Against parts that users have: Debian's registry, skopeo and umoci. */
@Timeout(120)
class DebianRegistryTest {
  @TempDir Path folder = Path.of("");
  private final TestImage image = TestImage.of("debian", 4);
  private final FakeInstaller installer = new FakeInstaller();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private DebianRegistry registry(boolean login) throws Exception {
    DebianRegistry registry = DebianRegistry.start(folder.resolve("registry"), login);
    open.add(registry);
    return registry;
  }

  private Images images(
      DebianRegistry registry, CredentialSource credentials, Map<String, List<String>> mirrors) {
    Images images =
        new Images(
            folder.resolve("cache"),
            new Platform("linux", "amd64", Optional.empty()),
            installer,
            installer,
            Hashing.inJava(),
            () -> new RegistrySettings(mirrors, Set.of(registry.host()), Patience.DEFAULT),
            credentials,
            new NoPauses());
    open.add(images);
    return images;
  }

  private Image find(Images images, String name) throws InterruptedException {
    return images.find(ImageName.parse(name), Ids.SINGLE, folder, TagPins.NONE, ImageProgress.NONE);
  }

  private void assertWhole(Image found) {
    assertThat(found.digest()).isEqualTo(image.manifest().digest());
    for (int i = 0; i < image.archives().size(); i++) {
      assertThat(installer.archive(found.layers().get(i))).isEqualTo(image.archives().get(i));
    }
  }

  @Test
  void anImageForSeveralPlatformsComesThroughAMirrorOfTheUsualRegistry() throws Exception {
    DebianRegistry registry = registry(false);
    TestImage arm = TestImage.of("arm", 1);
    registry.push(arm, "library/busybox", "arm", arm.manifest());
    Descriptor index =
        image.index(
            TestImage.entry(arm.manifest(), "linux", "arm64"),
            TestImage.entry(image.manifest(), "linux", "amd64"));
    registry.push(image, "library/busybox", "latest", index);

    Images images =
        images(registry, CredentialSource.NONE, Map.of("docker.io", List.of(registry.host())));
    assertWhole(find(images, "docker://busybox"));
    assertThat(images.list().getFirst().digest()).isEqualTo(index.digest());
    registry.close();
    assertWhole(find(images, "docker://busybox"));
  }

  @Test
  void aRegistryThatWantsALoginGetsTheOneOfDockersFile() throws Exception {
    DebianRegistry registry = registry(true);
    registry.push(image, "a/b", "1", image.manifest());
    String name = "docker://" + registry.host() + "/a/b:1";

    assertThatThrownBy(() -> find(images(registry, CredentialSource.NONE, Map.of()), name))
        .hasMessage(
            "cannot get the image "
                + registry.host()
                + "/a/b:1: "
                + registry.host()
                + " wants a login (401) and says: authentication required");

    login(registry, "wrong");
    assertThatThrownBy(
            () -> find(images(registry, new CredentialFiles(environment()), Map.of()), name))
        .hasMessageContaining("does not accept the login that is configured (401)");

    login(registry, DebianRegistry.SECRET);
    assertWhole(find(images(registry, new CredentialFiles(environment()), Map.of()), name));
  }

  private Map<String, String> environment() {
    return Map.of("DOCKER_CONFIG", folder.toString());
  }

  private void login(DebianRegistry registry, String secret) throws Exception {
    String pair = DebianRegistry.USER + ':' + secret;
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\":{\""
            + registry.host()
            + "\":{\"auth\":\""
            + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
            + "\"}}}");
  }

  @Test
  void anUnknownImageIsNotFound() throws Exception {
    DebianRegistry registry = registry(false);
    Images images = images(registry, CredentialSource.NONE, Map.of());
    assertThatThrownBy(() -> find(images, "docker://" + registry.host() + "/no/such:1"))
        .hasMessageEndingWith("does not have it (404) and says: manifest unknown");
  }

  @Test
  void whatSkopeoWritesInAnyFormIsRead() throws Exception {
    Path skopeo = Needs.program("skopeo");
    Path layout = image.layout(folder.resolve("layout"), TestImage.named(image.manifest(), "x"));
    DebianRegistry registry = registry(false);
    Images images = images(registry, CredentialSource.NONE, Map.of());

    copy(skopeo, "oci:" + layout + ":x", "docker://" + registry.host() + "/s:1");
    assertWhole(find(images, "docker://" + registry.host() + "/s:1"));
    copy(skopeo, "oci:" + layout + ":x", "oci-archive:" + folder + "/a.tar:x");
    assertWhole(find(images, "oci-archive:a.tar:x"));
    copy(skopeo, "oci:" + layout + ":x", "docker-archive:" + folder + "/d.tar:b/x:1");
    Image docker = find(images, "docker-archive:d.tar:b/x:1");
    for (int i = 0; i < image.archives().size(); i++) {
      assertThat(installer.archive(docker.layers().get(i))).isEqualTo(image.archives().get(i));
    }
    assertThat(docker.environment()).containsExactly("PATH=/bin", "LINES=a\nb\\");

    copy(
        skopeo,
        "--format=v2s2",
        "oci:" + layout + ":x",
        "docker://" + registry.host() + "/schema2:1");
    Image schema2 = find(images, "docker://" + registry.host() + "/schema2:1");
    assertThat(schema2.layers()).isEqualTo(docker.layers());
  }

  private static void copy(Path skopeo, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(skopeo.toString(), "--insecure-policy", "copy"));
    command.addAll(List.of("--quiet", "--dest-tls-verify=false"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
