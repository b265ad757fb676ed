package waybill.dialects.opspec.show;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call in a {@link CallTree}. Knows those of its children that run or failed, the last few of the
 * others, and counts all: what it holds does not grow with how long a loop goes on.
 */
final class TreeNode {
  /** Finished children to remember. */
  private static final int MAX_KEPT = 24;

  /** How a call stands. */
  enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    KILLED,
    SKIPPED
  }

  private final String label;
  private final String kind;
  private final String subject;
  private final OptionalLong planned;
  private final List<String> plan;
  private final Instant began;
  private final List<TreeNode> children = new ArrayList<>();
  private final StateCounts counts = new StateCounts();
  private Optional<Instant> ended = Optional.empty();
  private State state = State.RUNNING;
  private String note = "";
  private int finishedKept;

  /**
   * @param planned how many children there will be, if somebody knows
   * @param plan what the first children will be called, which begin in this order
   */
  TreeNode(
      String label,
      String kind,
      String subject,
      OptionalLong planned,
      List<String> plan,
      Instant began) {
    this.label = label;
    this.kind = kind;
    this.subject = subject;
    this.planned = planned;
    this.plan = plan;
    this.began = began;
  }

  String label() {
    return label;
  }

  String kind() {
    return kind;
  }

  /** What it is about, if the label does not say so; may be empty. */
  String subject() {
    return subject;
  }

  State state() {
    return state;
  }

  /** What it said last, or how it ended; may be empty. */
  String note() {
    return note;
  }

  void note(String text) {
    note = text;
  }

  Instant began() {
    return began;
  }

  Optional<Instant> ended() {
    return ended;
  }

  /** In the order in which they began, as far as they are remembered. */
  List<TreeNode> children() {
    return children;
  }

  /** How many children are in that state, forgotten ones included. */
  long count(State of) {
    return counts.of(of);
  }

  /** How many children there are, forgotten ones included. */
  long total() {
    return counts.total();
  }

  /** How many children there will be, as far as anybody knows. */
  long expected() {
    return Math.max(total(), planned.orElse(0));
  }

  /** What those will be called that wait for their turn. */
  List<String> waiting() {
    int begun = (int) Math.min(plan.size(), total());
    return state == State.RUNNING ? plan.subList(begun, plan.size()) : List.of();
  }

  boolean isLoop() {
    return kind.equals("serialLoop") || kind.equals("parallelLoop");
  }

  void add(TreeNode child) {
    children.add(child);
    counts.add(child.state);
    if (child.state != State.RUNNING) {
      finished(child);
    }
  }

  /** A child's state is another one now. */
  void changed(TreeNode child, State before) {
    counts.move(before, child.state);
    finished(child);
  }

  private void finished(TreeNode child) {
    if (child.state == State.FAILED && count(State.FAILED) <= MAX_KEPT) {
      return;
    }
    finishedKept++;
    if (finishedKept > MAX_KEPT) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    for (int i = 0; i < children.size(); i++) {
      State of = children.get(i).state;
      if (of != State.RUNNING && (of != State.FAILED || count(State.FAILED) > MAX_KEPT)) {
        children.remove(i);
        finishedKept--;
        return;
      }
    }
  }

  /**
   * It is over.
   *
   * @param shown whether its children are seen all the same; else only failed ones are
   */
  void end(State how, Instant at, String why, boolean shown) {
    state = how;
    ended = Optional.of(at);
    note = why;
    if (!shown) {
      children.removeIf(child -> how != State.FAILED || child.state != State.FAILED);
    }
  }
}
