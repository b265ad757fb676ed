package waybill.dialects.bacalhau.command;

import java.util.ArrayList;
import java.util.List;
import waybill.cli.DisplayText;

/** Rows of columns. */
final class Rows {
  private final List<List<String>> rows = new ArrayList<>();

  /** With a heading for each column. */
  Rows(List<String> headings) {
    rows.add(headings);
  }

  void add(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException("a cell for each column");
    }
    rows.add(List.copyOf(cells));
  }

  /** Columns below each other, two blanks between them. */
  String table(boolean heading) {
    int[] widths = new int[rows.getFirst().size()];
    List<List<String>> shown = new ArrayList<>();
    for (List<String> row : rows.subList(heading ? 0 : 1, rows.size())) {
      List<String> cells = row.stream().map(DisplayText::safe).toList();
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], DisplayText.width(cells.get(i)));
      }
      shown.add(cells);
    }
    var text = new StringBuilder();
    for (List<String> row : shown) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - DisplayText.width(cell) + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** As RFC 4180 has it, but with line feeds alone. */
  String csv(boolean heading) {
    var text = new StringBuilder();
    for (List<String> row : rows.subList(heading ? 0 : 1, rows.size())) {
      for (int i = 0; i < row.size(); i++) {
        text.append(i == 0 ? "" : ",").append(quoted(row.get(i)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String quoted(String cell) {
    boolean plain =
        cell.indexOf(',') < 0
            && cell.indexOf('"') < 0
            && cell.indexOf('\n') < 0
            && cell.indexOf('\r') < 0;
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
