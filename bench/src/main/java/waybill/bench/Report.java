package waybill.bench;

import java.util.ArrayList;
import java.util.List;

/** Collects lines of Markdown and shows each on standard output as it comes. */
final class Report {
  private static final List<String> LINES = new ArrayList<>();

  private Report() {}

  static void line(String text) {
    LINES.add(text);
    System.out.println(text);
  }

  static void note(String text) {
    line("- " + text);
  }

  static void table(String... columns) {
    line("");
    row(columns);
    line("|" + "---|".repeat(columns.length));
  }

  static void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  static String text() {
    return String.join("\n", LINES) + "\n";
  }

  /** Two places are as many as a noisy machine can tell. */
  static String ratio(double value) {
    return String.format(java.util.Locale.ROOT, "%.2f", value);
  }
}
