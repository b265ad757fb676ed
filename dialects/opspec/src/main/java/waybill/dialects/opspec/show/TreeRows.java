package waybill.dialects.opspec.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import waybill.cli.DisplayText;
import waybill.cli.ProgressView.Row;
import waybill.cli.Tone;
import waybill.dialects.opspec.show.TreeNode.State;

/**
 * Draws a tree of calls once. Looks at no more nodes than a few screens hold, however many there
 * are.
 */
final class TreeRows {
  /** A loop of more iterations is one row with a bar. */
  private static final int MOST_ITERATIONS = 10;

  private static final int MOST_VISITED = 200;
  private static final int BAR = 10;

  /** Times stand in one column, but not farther to the right than eyes follow a row. */
  private static final int WIDEST = 100;

  private final Instant now;
  private final boolean unicode;
  private final int columns;
  private final List<Drawn> drawn = new ArrayList<>();
  private long hidden;

  TreeRows(Instant now, boolean unicode, int columns) {
    this.now = now;
    this.unicode = unicode;
    this.columns = columns;
  }

  /** A row, and whether it may be left out where there is no room. */
  private record Drawn(Row row, boolean finished) {}

  void draw(TreeNode root) {
    row(root, " ");
    children(root, " ", true);
  }

  private void children(TreeNode node, String indent, boolean top) {
    List<TreeNode> shown = shownChildren(node, top);
    List<String> waiting = inner(node).waiting();
    for (int i = 0; i < shown.size(); i++) {
      if (drawn.size() >= MOST_VISITED) {
        hidden += shown.size() - i;
        return;
      }
      boolean last = i == shown.size() - 1 && waiting.isEmpty();
      TreeNode child = shown.get(i);
      row(child, indent + branch(last));
      children(child, indent + trunk(last), false);
    }
    for (int i = 0; i < waiting.size(); i++) {
      String branch = branch(i == waiting.size() - 1);
      String text = indent + branch + (unicode ? "· " : ". ") + DisplayText.safe(waiting.get(i));
      drawn.add(new Drawn(new Row(Tone.DIM, DisplayText.cut(text, width())), true));
    }
  }

  /** Those of a call that is over are folded into their number, unless it failed. */
  private static List<TreeNode> shownChildren(TreeNode node, boolean top) {
    List<TreeNode> children = inner(node).children();
    if (isCounted(node)) {
      return children.stream().filter(child -> child.state() == State.FAILED).limit(3).toList();
    }
    if (node.state() == State.FAILED && !top) {
      return children.stream().filter(child -> child.state() == State.FAILED).toList();
    }
    return node.state() == State.RUNNING || top ? children : List.of();
  }

  /** The one serial that an op is made of is no level of its own. */
  private static TreeNode inner(TreeNode node) {
    if (node.kind().equals("op") && node.total() == 1 && node.children().size() == 1) {
      TreeNode only = node.children().getFirst();
      boolean plain = only.kind().equals("serial") && only.label().equals("serial");
      return plain && (only.total() > 0 || !only.waiting().isEmpty()) ? only : node;
    }
    return node;
  }

  private static boolean isCounted(TreeNode node) {
    return node.isLoop() && node.expected() > MOST_ITERATIONS;
  }

  private void row(TreeNode node, String before) {
    var left = new StringBuilder(before).append(mark(node.state())).append(' ');
    left.append(DisplayText.safe(node.label()));
    if (!node.subject().isEmpty()) {
      left.append("  ").append(DisplayText.safe(node.subject()));
    }
    String middle = DisplayText.safe(middle(node));
    if (!middle.isEmpty()) {
      left.append("  ").append(middle);
    }
    String time = time(Duration.between(node.began(), node.ended().orElse(now)));
    int width = width();
    String text = DisplayText.cut(left.toString(), width - time.length() - 2);
    int gap = width - DisplayText.width(text) - time.length();
    boolean finished = node.state() != State.RUNNING && node.state() != State.FAILED;
    drawn.add(new Drawn(new Row(tone(node.state()), text + " ".repeat(gap) + time), finished));
  }

  private int width() {
    return Math.max(20, Math.min(columns, WIDEST) - 2);
  }

  private String middle(TreeNode node) {
    if (isCounted(node)) {
      return bar(node);
    }
    if (!node.note().isEmpty()) {
      return node.note();
    }
    long children = inner(node).total();
    boolean folded = node.state() == State.SUCCEEDED && children > 0;
    return folded ? children + (children == 1 ? " child" : " children") : "";
  }

  private String bar(TreeNode loop) {
    long all = loop.expected();
    long over = loop.total() - loop.count(State.RUNNING);
    int full = (int) (BAR * over / all);
    var text = new StringBuilder(unicode ? "×" : "x").append(all).append("  ");
    text.append((unicode ? "█" : "#").repeat(full));
    text.append((unicode ? "░" : ".").repeat(BAR - full));
    text.append("  ").append(loop.count(State.SUCCEEDED)).append(" ok");
    count(text, loop.count(State.FAILED), "failed");
    count(text, loop.count(State.KILLED), "killed");
    count(text, loop.count(State.SKIPPED), "skipped");
    count(text, loop.count(State.RUNNING), "running");
    return text.toString();
  }

  private static void count(StringBuilder text, long count, String word) {
    if (count > 0) {
      text.append("  ").append(count).append(' ').append(word);
    }
  }

  private String branch(boolean last) {
    if (unicode) {
      return last ? "└─ " : "├─ ";
    }
    return last ? "`- " : "|- ";
  }

  private String trunk(boolean last) {
    if (last) {
      return "   ";
    }
    return unicode ? "│  " : "|  ";
  }

  private String mark(State state) {
    return switch (state) {
      case RUNNING -> unicode ? "⟳" : "*";
      case SUCCEEDED -> unicode ? "✔" : "+";
      case FAILED -> unicode ? "✘" : "x";
      case KILLED -> unicode ? "⊘" : "-";
      case SKIPPED -> unicode ? "○" : "o";
    };
  }

  private static Tone tone(State state) {
    return switch (state) {
      case RUNNING -> Tone.PLAIN;
      case SUCCEEDED -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case KILLED -> Tone.WARNING;
      case SKIPPED -> Tone.DIM;
    };
  }

  /** Minutes and seconds, with hours where there are any: 0:41; below ten seconds 4.1 s. */
  static String time(Duration duration) {
    long tenths = Math.max(0, duration.toMillis() / 100);
    if (tenths < 100) {
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = tenths / 10;
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    String text = hours > 0 ? hours + ":" + two(minutes) : Long.toString(minutes);
    return text + ":" + two(seconds % 60);
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }

  /**
   * What was drawn, with the summary behind it. Where there is no room, rows of what is over go
   * first, from the top.
   */
  List<Row> rows(int most, Row summary) {
    int excess = drawn.size() - most;
    if (excess > 0) {
      excess++; // for the row that says so
    }
    var rows = new ArrayList<Row>();
    long left = hidden;
    for (int i = 0; i < drawn.size(); i++) {
      if (excess > 0 && i > 0 && drawn.get(i).finished()) {
        excess--;
        left++;
      } else {
        rows.add(drawn.get(i).row());
      }
    }
    int room = Math.max(0, most - (left > 0 || excess > 0 ? 1 : 0));
    if (rows.size() > room) {
      left += rows.size() - room;
      rows.subList(room, rows.size()).clear();
    }
    if (left > 0 && most > 0) {
      rows.add(new Row(Tone.DIM, (unicode ? " … " : " ... ") + left + " more"));
    }
    rows.add(summary);
    return rows;
  }
}
