package waybill.images.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.failure.FailureException;

class ImageNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ubuntu",
        "foo-bar1",
        "foo_bar2",
        "foobar@sha256:abc123",
        "foobar:latest",
        "foo.b_ar-2:a1_b.c-d",
        "foobar:latest@sha256:abc123",
        "foo/bar/baz:1",
        "foo.co.uk/bar",
        "localhost/bar",
        "localhost:8080/foo/bar",
        "a/b.c/d",
        "foo.com:1234/bar/baz/bin:latest@sha256:abc123",
      })
  void referencesOfTheGrammarAreTaken(String reference) {
    assertThat(ImageName.parse("docker://" + reference))
        .isEqualTo(new ImageName.Registry(RegistryReference.parse(reference)));
  }

  @ParameterizedTest
  @CsvSource({
    "oci:/a:b, oci:/a:b",
    "dir:/a, dir:/a",
    "host:, host:",
    "docker://dir:1, docker://dir:1",
    "dir:1, docker://dir:1",
    "oci-archive:a, docker://oci-archive:a",
    "localhost:8080/a, docker://localhost:8080/a",
  })
  void whereThereIsNoFolderANameIsOfARegistryUnlessItsPathIsAbsolute(String name, String whole) {
    assertThat(ImageName.parseWithoutFolder(name)).isEqualTo(ImageName.parse(whole));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dir:a/b", "host:1:2", "a*", "A"})
  void whereThereIsNoFolderAPathThatNeedsOneIsNoName(String name) {
    assertThatThrownBy(() -> ImageName.parseWithoutFolder(name))
        .isInstanceOf(FailureException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu, unexpected `u` at column 1 of `ubuntu`",
    "'', unexpected end at column 1 of ``",
    "poci:foo, unexpected `p` at column 1 of `poci:foo`",
    "docker://, unexpected end at column 10 of `docker://`",
    "docker://foo/, unexpected end at column 14 of `docker://foo/`",
    "docker://foo*bar, unexpected `*` at column 13 of `docker://foo*bar`",
    "docker://foo:, unexpected end at column 14 of `docker://foo:`",
    "docker://foo@, unexpected end at column 14 of `docker://foo@`",
    "docker://foo@a.b, unexpected `.` at column 15 of `docker://foo@a.b`",
    "docker://foo@a/b, unexpected `@` at column 13 of `docker://foo@a/b`",
    "docker://foo.com:/bar, unexpected `/` at column 18 of `docker://foo.com:/bar`",
    "docker://foo.com:70000/bar, unexpected `7` at column 18 of `docker://foo.com:70000/bar`",
    "docker://foo:bar:baz, unexpected `:` at column 17 of `docker://foo:bar:baz`",
    "oci:, unexpected end at column 5 of `oci:`",
    "oci::ref, unexpected `:` at column 5 of `oci::ref`",
    "oci-archive:a.tar:, unexpected end at column 19 of `oci-archive:a.tar:`",
    "docker-archive:, unexpected end at column 16 of `docker-archive:`",
    "dir:, unexpected end at column 5 of `dir:`",
    "host:x, unexpected `x` at column 6 of `host:x`",
  })
  void whatIsNoNameIsRefusedAtItsFirstWrongCharacter(String name, String reason) {
    assertThatThrownBy(() -> ImageName.parse(name))
        .isInstanceOf(FailureException.class)
        .hasMessage("failed to parse image name: " + reason);
  }

  @Test
  void theOtherSchemesAreToldApart() {
    assertThat(ImageName.parse("oci:/foo/bar:r:ef1"))
        .isEqualTo(new ImageName.OciFolder("/foo/bar", Optional.of("r:ef1")));
    assertThat(ImageName.parse("oci-archive:a.tar"))
        .isEqualTo(new ImageName.OciArchive("a.tar", Optional.empty()));
    assertThat(ImageName.parse("docker-archive:a.tar:x:1"))
        .isEqualTo(new ImageName.DockerArchive("a.tar", Optional.of("x:1")));
    assertThat(ImageName.parse("dir:a:b")).isEqualTo(new ImageName.Folder("a:b"));
    assertThat(ImageName.parse("host:")).isEqualTo(new ImageName.HostPrograms());
  }

  @ParameterizedTest
  @CsvSource({
    "ubuntu, docker.io/library/ubuntu:latest",
    "ubuntu:24.04, docker.io/library/ubuntu:24.04",
    "me/app, docker.io/me/app:latest",
    "docker.io/ubuntu, docker.io/library/ubuntu:latest",
    "index.docker.io/me/app:1, docker.io/me/app:1",
    "localhost/app, localhost/app:latest",
    "localhost:5000/a/b/c:x, localhost:5000/a/b/c:x",
    "ghcr.io/a/b:1@sha256:12, ghcr.io/a/b@sha256:12",
  })
  void defaultsAreFilledInAndADigestWins(String written, String canonical) {
    assertThat(RegistryReference.parse(written).canonical()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "Ubuntu, `Ubuntu` is not a name of lower-case letters and digits",
    "a..b, `a..b` is not a name",
    "a___b, `a___b` is not a name",
    "-a, `-a` is not a name",
    "a-, `a-` is not a name",
    "a:-b, `-b` is not a tag",
    "a@sha256:abc, `sha256:abc` is not `sha256:` and 64 hexadecimal digits",
    "a@md5:d41d8cd98f00b204e9800998ecf8427e, is not `sha256:` and 64 hexadecimal digits",
    "é.com/a, `é.com` is not the name of a host",
  })
  void whatNoRegistryCanHaveIsRefusedWhenItIsAskedFor(String written, String reason) {
    assertThatThrownBy(() -> RegistryReference.parse(written).check())
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("no registry can have the image `" + written + "`: ")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a__b-c.d", "a---b/c_d:_x.-", "my-host:5000/a"})
  void whatRegistriesHaveIsNotRefused(String written) {
    RegistryReference.parse(written).check();
    RegistryReference.parse(written + "@sha256:" + "0a".repeat(32)).check();
  }

  @Test
  void lengthsAreBounded() {
    RegistryReference.parse("a".repeat(247) + ":" + "t".repeat(128)).check();
    assertThatThrownBy(() -> RegistryReference.parse("a".repeat(248)).check())
        .hasMessageContaining("longer than 255");
    assertThatThrownBy(() -> RegistryReference.parse("a:" + "t".repeat(129)).check())
        .hasMessageContaining("at most 128");
  }

  @Test
  void platformsAreToldByGoesWordsAndArm64HasOneVariantOnly() {
    Platform arm = new Platform("linux", Platform.architecture("aarch64"), Optional.empty());
    assertThat(arm.runs(new Platform("linux", "arm64", Optional.of("v8")))).isTrue();
    assertThat(arm.runs(new Platform("linux", "arm64", Optional.of("v9")))).isFalse();
    assertThat(arm.runs(new Platform("linux", "amd64", Optional.empty()))).isFalse();
    assertThat(Platform.ofMachine().os()).isEqualTo("linux");
  }
}
