package waybill.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceTest {

  @Test
  void aLineComesWithoutItsEnd() {
    Source source = new Source("x", "a\r\n\nb");

    assertThat(source.line(1)).contains(new Source.Line(1, 1, "a"));
    assertThat(source.line(2)).contains(new Source.Line(2, 1, ""));
    assertThat(source.line(3)).contains(new Source.Line(3, 1, "b"));
  }

  @Test
  void aLineThatTheTextDoesNotHaveIsNone() {
    Source source = new Source("x", "a\n", 7, 1, 100);

    assertThat(source.line(0)).isEmpty();
    assertThat(source.line(6)).isEmpty();
    assertThat(source.line(8)).contains(new Source.Line(8, 1, ""));
    assertThat(source.line(9)).isEmpty();
  }

  @Test
  void onlyTheFirstLineOfATextInTheMiddleBeginsLate() {
    Source source = new Source("x", "{\n}", 7, 20, 100);

    assertThat(source.line(7)).contains(new Source.Line(7, 20, "{"));
    assertThat(source.line(8)).contains(new Source.Line(8, 1, "}"));
  }

  @Test
  void offsetsAreFoundAgainInTheText() {
    Source source = new Source("x", "é€😀x", 1, 1, 100);

    assertThat(source.indexOf(100)).isZero();
    assertThat(source.indexOf(102)).isEqualTo(1);
    assertThat(source.indexOf(105)).isEqualTo(2);
    assertThat(source.indexOf(109)).isEqualTo(4);
    assertThat(source.indexOf(0)).isZero();
    assertThat(source.indexOf(1000)).isEqualTo(5);
  }
}
