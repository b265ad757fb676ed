package waybill.cli;

import java.util.List;
import java.util.Optional;

/** What a {@link ProgressArea} shows; asked on its thread, at most ten times a second. */
public interface ProgressView {

  /**
   * One line of the live area.
   *
   * @param text of any content; cut to the screen's width
   */
  record Row(Tone tone, String text) {}

  /**
   * The rows of this moment, the line of overall progress last. A row should keep its place from
   * one call to the next. Takes time in proportion to the rows, not to the work behind them.
   *
   * @param columns of the screen
   * @param rows how many there may be; of more, those before the last are left out
   */
  List<Row> rows(int columns, int rows);

  /** Overall progress in one line, for where there is no screen; empty says nothing. */
  Optional<String> heartbeat();
}
