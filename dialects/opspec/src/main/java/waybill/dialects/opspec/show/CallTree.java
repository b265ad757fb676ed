package waybill.dialects.opspec.show;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.dialects.opspec.show.TreeNode.State;
import waybill.engine.event.Event.Ending;

/**
 * A run as a tree of its calls: two levels, deeper where something runs or has failed. Told by a
 * {@link RunFold}, drawn by another thread.
 */
final class CallTree implements ProgressView {
  private static final int MOST_FINAL_ROWS = 60;

  private final InstantSource clock;
  private final boolean unicode;
  private final String next;

  /** Only the open ones; the root also when it is over. */
  private final Map<String, TreeNode> nodes = new HashMap<>();

  private Optional<TreeNode> root = Optional.empty();
  private final StateCounts containers = new StateCounts();

  /**
   * @param next a command that tells more, for the last row; may be empty
   */
  CallTree(InstantSource clock, boolean unicode, String next) {
    this.clock = clock;
    this.unicode = unicode;
    this.next = next;
  }

  synchronized void begun(Call call) {
    var node =
        new TreeNode(
            label(call.path(), call.label(), call.parent()),
            call.kind(),
            call.subject().equals(call.label()) ? "" : call.subject(),
            call.detail().count(),
            call.detail().plan(),
            call.began());
    nodes.put(call.path(), node);
    Optional<TreeNode> parent = call.parent().map(above -> nodes.get(above.path()));
    if (parent.isPresent()) {
      parent.get().add(node);
    } else if (root.isEmpty()) {
      root = Optional.of(node);
    }
    if (call.isContainer()) {
      containers.add(State.RUNNING);
    }
  }

  /** An iteration has its number before the name. */
  private static String label(String path, String label, Optional<Call> parent) {
    if (parent.isEmpty() || !parent.get().kind().endsWith("Loop")) {
      return label;
    }
    String above = parent.get().path();
    int end = path.indexOf(']', above.length());
    return path.startsWith("[", above.length()) && end > 0
        ? path.substring(above.length(), end + 1) + " " + label
        : label;
  }

  synchronized void said(Call call, String line) {
    TreeNode node = nodes.get(call.path());
    if (node != null && node.state() == State.RUNNING) {
      node.note(line);
    }
  }

  synchronized void ended(Call call, Instant at, Ending ending) {
    TreeNode node = nodes.remove(call.path());
    if (node == null) {
      return;
    }
    State how = state(ending);
    // What was named stays with its children when all is over; between them there may be a serial.
    boolean top = call.parent().isEmpty() || call.parent().get().parent().isEmpty();
    node.end(how, at, call.failedBelow() ? "FAILED" : note(ending), top);
    call.parent()
        .map(above -> nodes.get(above.path()))
        .ifPresent(parent -> parent.changed(node, State.RUNNING));
    if (call.isContainer()) {
      containers.move(State.RUNNING, how);
    }
  }

  /** A call was skipped, or failed before it began. */
  synchronized void neverBegun(String path, Optional<Call> above, Ending ending) {
    Optional<TreeNode> parent = above.map(call -> nodes.get(call.path()));
    if (parent.isPresent()) {
      String last = path.substring(path.lastIndexOf('/') + 1);
      var node = new TreeNode(last, "", "", OptionalLong.empty(), List.of(), clock.instant());
      node.end(state(ending), clock.instant(), note(ending), false);
      parent.get().add(node);
    }
  }

  private static State state(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _ -> State.SUCCEEDED;
      case Ending.Failed _ -> State.FAILED;
      case Ending.Killed _ -> State.KILLED;
      case Ending.Skipped _ -> State.SKIPPED;
    };
  }

  private static String note(Ending ending) {
    return switch (ending) {
      case Ending.Succeeded _ -> "";
      case Ending.Failed(String message) -> "FAILED: " + message;
      case Ending.Killed(var by) -> "killed" + CallLines.killer(by);
      case Ending.Skipped(String reason) -> "skipped: " + reason;
    };
  }

  @Override
  public synchronized List<Row> rows(int columns, int rows) {
    var drawing = new TreeRows(clock.instant(), unicode, columns);
    root.ifPresent(drawing::draw);
    return drawing.rows(rows - 1, new Row(tone(), summary()));
  }

  /** The tree as it stays when the run is over. */
  synchronized List<Row> finalRows(int columns) {
    return rows(columns, MOST_FINAL_ROWS);
  }

  @Override
  public synchronized Optional<String> heartbeat() {
    return root.isPresent() ? Optional.of(summary()) : Optional.empty();
  }

  private Tone tone() {
    return containers.of(State.FAILED) > 0 ? Tone.BAD : Tone.STRONG;
  }

  private String summary() {
    var text = new StringBuilder(" ");
    text.append(containers.of(State.SUCCEEDED)).append(" done");
    count(text, State.FAILED, "failed");
    count(text, State.KILLED, "killed");
    count(text, State.RUNNING, "running");
    if (!next.isEmpty()) {
      text.append(unicode ? "  ·  " : "  -  ").append(next);
    }
    return text.toString();
  }

  private void count(StringBuilder text, State state, String word) {
    long count = containers.of(state);
    if (count > 0) {
      text.append("  ").append(count).append(' ').append(word);
    }
  }
}
