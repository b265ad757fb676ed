package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedPathTest {

  @ParameterizedTest
  @CsvSource({
    "a,a",
    "a/b,a/b",
    "a//b/,a/b",
    "./a/./b/.,a/b",
    "...,...",
    "..a/b..,..a/b..",
    ".,''",
    "'',''"
  })
  void isKeptInItsShortestForm(String written, String text) {
    assertThat(new ConfinedPath(written).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "..", "../a", "a/..", "a/../b", "a/b/..", "a\0b"})
  void neverLeadsOut(String written) {
    assertThat(ConfinedPath.objection(written)).isPresent();
    assertThatThrownBy(() -> new ConfinedPath(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void liesUnderItsFolder() {
    assertThat(new ConfinedPath("a/b").under(Path.of("/f"))).isEqualTo(Path.of("/f/a/b"));
    assertThat(new ConfinedPath(".").under(Path.of("/f"))).isEqualTo(Path.of("/f"));
  }
}
