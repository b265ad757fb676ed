package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.failure.FailureException;

class DestinationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a            |        |         | a
          /a/b         |        |         | a/b
          ./a//b/.     |        |         | a/b
          .            |        |         | ''
          a/f          | a      |         | f
          a/f          | a/     |         | f
          a//f         | a      |         | f
          a/./b/f      | a/b    |         | f
          ab/f         | a      |         | ab/f
          a/f          | b      |         | a/f
          a            | a/b    |         | a
          a            | a      |         | ''
          /a/f         | /a     |         | f
          /a/f         | /      |         | a/f
          /a/f         | a      |         | a/f
          a/f          | /a     |         | a/f
          ./a/f        | a      |         | a/f
          ./a/f        | ./a    |         | f
          ../x         | ..     |         | x
          a/f          | ''     |         | a/f
          f            |        | baz     | baz/f
          f            |        | /baz    | baz/f
          /a/f         |        | baz/    | baz/a/f
          f            |        | ''      | f
          a/f          | a      | b/c     | b/c/f
          a            | a      | b       | b
          """)
  void followsFromPathAndPrefixes(String path, String strip, String prepend, String place) {
    PrefixOptions options =
        new PrefixOptions(false, false, Optional.ofNullable(strip), Optional.ofNullable(prepend));

    assertThat(Destination.of(path, Path.of("/nowhere"), options)).isEqualTo(place);
  }

  @Test
  void canonicalizeComesBeforeThePrefixes(@TempDir Path folder) throws Exception {
    Path real = Files.createDirectory(folder.toRealPath().resolve("real"));
    Files.createFile(real.resolve("f"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    PrefixOptions options =
        new PrefixOptions(
            false, true, Optional.of(folder.toRealPath().toString()), Optional.of("x"));

    assertThat(Destination.of("link/f", link.resolve("f"), options)).isEqualTo("x/real/f");
    assertThatThrownBy(() -> Destination.of("none", folder.resolve("none"), options))
        .isInstanceOf(FailureException.class)
        .hasMessage("canonicalize(\"" + folder.resolve("none") + "\"): No such file or directory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../x", "a/../b", "/..", "/a/..", "a\0b"})
  void neverLeadsOutOfTheLayer(String path) {
    assertThatThrownBy(() -> Destination.of(path, Path.of("/nowhere"), PrefixOptions.NONE))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("the path `" + path + "` in a layer ");
    assertThatThrownBy(
            () ->
                Destination.of(
                    "x",
                    Path.of("/nowhere"),
                    new PrefixOptions(false, false, Optional.empty(), Optional.of(path))))
        .isInstanceOf(FailureException.class);
  }
}
