package waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCellAndLinesEndWithTheirText() {
    Table table = new Table("RUN", "NAME", "STATUS");
    table.row("7", "東京", "ok");
    table.row("1234", "x\u001b", "");

    Recorded out = new Recorded();
    table.print(out.stream());

    assertThat(out.text())
        .isEqualTo(
            """
            RUN   NAME  STATUS
            7     東京  ok
            1234  x␛
            """);
  }

  @Test
  void aRowOfOtherLengthIsAMistake() {
    assertThatThrownBy(() -> new Table("A", "B").row("1"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
