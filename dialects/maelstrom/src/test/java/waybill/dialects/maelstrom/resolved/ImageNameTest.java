package waybill.dialects.maelstrom.resolved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "foo.com:1234/bar/baz/bin:latest@sha256:abc123",
      })
  void referencesOfTheOlderProgramsGrammarAreTaken(String reference) {
    assertThat(ImageName.parse("docker://" + reference))
        .isEqualTo(new ImageName.Registry(reference));
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
    "docker://a/b.c/d, unexpected `.` at column 13 of `docker://a/b.c/d`",
    "oci:, unexpected end at column 5 of `oci:`",
    "oci::ref, unexpected `:` at column 5 of `oci::ref`",
    "oci-archive:a.tar:, unexpected end at column 19 of `oci-archive:a.tar:`",
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
    assertThat(ImageName.parse("oci:/foo/bar:r:ef1")).isEqualTo(new ImageName.Layout("/foo/bar"));
    assertThat(ImageName.parse("oci-archive:a.tar")).isEqualTo(new ImageName.Layout("a.tar"));
    assertThat(ImageName.parse("dir:a:b")).isEqualTo(new ImageName.Folder("a:b"));
    assertThat(ImageName.parse("host:")).isEqualTo(new ImageName.HostPrograms());
  }
}
