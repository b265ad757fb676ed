package waybill.dialects.opspec.explain;

import java.util.List;
import waybill.dialects.opspec.explain.ExplainedCall.Fact;

/** Draws calls as a tree of lines. */
final class CallTree {
  private static final int KEY_WIDTH = 11;

  private final StringBuilder text;
  private final String branch;
  private final String lastBranch;
  private final String trunk;

  CallTree(StringBuilder text, boolean unicode) {
    this.text = text;
    this.branch = unicode ? "├─ " : "|- ";
    this.lastBranch = unicode ? "└─ " : "`- ";
    this.trunk = unicode ? "│  " : "|  ";
  }

  void add(ExplainedCall root) {
    add(root, "", true);
  }

  private void add(ExplainedCall call, String before, boolean last) {
    text.append(before).append(last ? lastBranch : branch).append(call.kind());
    text.append(call.title().isEmpty() ? "" : "  " + call.title()).append('\n');
    String below = before + (last ? "   " : trunk);
    List<ExplainedCall> calls = call.calls();
    for (Fact fact : call.facts()) {
      add(fact, below + (calls.isEmpty() ? "   " : trunk));
    }
    for (int i = 0; i < calls.size(); i++) {
      add(calls.get(i), below, i == calls.size() - 1);
    }
  }

  private void add(Fact fact, String before) {
    String key = fact.key();
    for (String value : fact.values()) {
      text.append(before).append(key);
      text.append(" ".repeat(Math.max(1, KEY_WIDTH - key.length()))).append(value).append('\n');
      key = "";
    }
  }
}
