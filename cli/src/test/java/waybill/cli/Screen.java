package waybill.cli;

import java.util.ArrayList;
import java.util.List;

/** A terminal as far as our codes go: what somebody would see after everything that was written. */
final class Screen {
  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int row;
  private int column;
  private int openUpdates;

  Screen(int columns) {
    this.columns = columns;
  }

  /** The lines, without blank ones at the end. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (StringBuilder line : lines) {
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  /** Updates that were begun and not ended. */
  int openUpdates() {
    return openUpdates;
  }

  void write(String written) {
    int next = 0;
    while (next < written.length()) {
      char c = written.charAt(next);
      if (c == '\u001b') {
        next = code(written, next + 2);
      } else {
        character(c);
        next++;
      }
    }
  }

  private void character(char c) {
    if (c == '\n') {
      down();
      column = 0;
    } else if (c == '\r') {
      column = 0;
    } else {
      if (column == columns) {
        down();
        column = 0;
      }
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
    }
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private int code(String written, int start) {
    int end = start;
    while (!Character.isLetter(written.charAt(end))) {
      end++;
    }
    String parameters = written.substring(start, end);
    switch (written.charAt(end)) {
      case 'A' -> row -= Integer.parseInt(parameters);
      case 'J' -> {
        lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        lines.subList(row + 1, lines.size()).clear();
      }
      case 'h' -> openUpdates++;
      case 'l' -> openUpdates--;
      case 'm' -> {}
      default -> throw new IllegalArgumentException("unknown code " + parameters);
    }
    return end + 1;
  }
}
