package waybill.dialects.tyger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodespecRefTest {

  @ParameterizedTest
  @ValueSource(strings = {"foo", "foo-1_2.9", "a/versions/1", "a/versions/2147483647"})
  void isReadAndWritten(String text) {
    assertThat(CodespecRef.read(text).map(CodespecRef.Named::text)).contains(text);
  }

  @Test
  void noVersionHasANumberThatLong() {
    assertThat(CodespecRef.read("a/versions/99999999999").orElseThrow().version())
        .isEqualTo(OptionalInt.of(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bad Ref",
        "Foo",
        "a/",
        "/versions/1",
        "a/versions/",
        "a/versions/x",
        "a/versions/-1",
        "a/1",
        "a/versions/1/",
        "é"
      })
  void anythingElseIsNone(String text) {
    assertThat(CodespecRef.read(text)).isEmpty();
  }
}
