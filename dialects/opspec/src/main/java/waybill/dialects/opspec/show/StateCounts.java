package waybill.dialects.opspec.show;

import java.util.EnumMap;
import java.util.Map;

/** How many calls are in each state. */
final class StateCounts {
  private final Map<TreeNode.State, Long> counts = new EnumMap<>(TreeNode.State.class);

  void add(TreeNode.State state) {
    counts.merge(state, 1L, Long::sum);
  }

  /** One that was in the first state is in the other now. */
  void move(TreeNode.State from, TreeNode.State to) {
    counts.merge(from, -1L, Long::sum);
    add(to);
  }

  long of(TreeNode.State state) {
    return counts.getOrDefault(state, 0L);
  }

  long total() {
    long total = 0;
    for (long count : counts.values()) {
      total += count;
    }
    return total;
  }
}
