package waybill.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns of plain text under their headings, two spaces between them: for people's eyes and for
 * {@code awk} alike.
 */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  /** With a heading for each column. */
  public Table(String... headings) {
    columns = headings.length;
    row(headings);
  }

  /** Adds a row: a cell for each column, of any text. */
  public void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(DisplayText.safe(cell));
    }
    rows.add(row);
  }

  /** Writes all rows. */
  public void print(PrintStream out) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], DisplayText.width(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - DisplayText.width(cell) + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    out.print(text);
    out.flush();
  }
}
