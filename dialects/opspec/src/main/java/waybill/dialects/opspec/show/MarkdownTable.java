package waybill.dialects.opspec.show;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Node;
import waybill.cli.DisplayText;

/** A table as aligned columns under a line. */
final class MarkdownTable {
  private final MarkdownWords words;
  private final boolean unicode;

  MarkdownTable(MarkdownWords words, boolean unicode) {
    this.words = words;
    this.unicode = unicode;
  }

  private record Cell(String text, int width, TableCell.Alignment alignment) {}

  List<String> lines(TableBlock table) {
    var rows = new ArrayList<List<Cell>>();
    int heads = 0;
    Node part = table.getFirstChild();
    while (part != null) {
      Node row = part.getFirstChild();
      while (row != null) {
        rows.add(cells(row));
        row = row.getNext();
      }
      heads += part instanceof TableHead ? rows.size() : 0;
      part = part.getNext();
    }
    int[] widths = widths(rows);
    var lines = new ArrayList<String>();
    for (int i = 0; i < rows.size(); i++) {
      lines.add(line(rows.get(i), widths));
      if (i == heads - 1) {
        lines.add(rule(widths));
      }
    }
    return lines;
  }

  private List<Cell> cells(Node row) {
    var cells = new ArrayList<Cell>();
    Node next = row.getFirstChild();
    while (next != null) {
      if (next instanceof TableCell cell) {
        String text = DisplayText.safe(words.of(cell).replace('\n', ' ').strip());
        TableCell.Alignment alignment = cell.getAlignment();
        cells.add(
            new Cell(
                text,
                DisplayText.width(text),
                alignment == null ? TableCell.Alignment.LEFT : alignment));
      }
      next = next.getNext();
    }
    return cells;
  }

  private static int[] widths(List<List<Cell>> rows) {
    int columns = 0;
    for (List<Cell> row : rows) {
      columns = Math.max(columns, row.size());
    }
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    return widths;
  }

  private static String line(List<Cell> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      int room = widths[i] - cell.width();
      int before =
          switch (cell.alignment()) {
            case LEFT -> 0;
            case CENTER -> room / 2;
            case RIGHT -> room;
          };
      line.append(" ".repeat(before)).append(cell.text()).append(" ".repeat(room - before + 2));
    }
    return line.toString().stripTrailing();
  }

  private String rule(int[] widths) {
    var line = new StringBuilder();
    for (int width : widths) {
      line.append((unicode ? "─" : "-").repeat(Math.max(1, width))).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
