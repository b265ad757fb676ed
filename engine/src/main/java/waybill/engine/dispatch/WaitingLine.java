package waybill.engine.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import waybill.engine.room.Demand;

/**
 * The tasks that wait, in their order. Finds the first one that fits into what is free without
 * looking at the others: tasks with the same demand stand in one queue, since where the first of
 * them does not fit, none does; and the queues stand in a tree, ordered by their first tasks, of
 * which every branch knows the least that any of its queues needs, so that a branch where nothing
 * can fit is not entered.
 *
 * <p>The tree is a treap: a queue's rank, which looks random but is always the same, keeps it
 * balanced. A search costs the logarithm of the number of <em>different</em> demands, but where
 * many queues lack each something else than the others it may enter all of those, and gives up
 * after {@link #MOST_SEARCHED}: rather does a task deep in such a line wait for the next event than
 * all others for its search.
 */
final class WaitingLine {

  /** So many queues one search looks at. */
  static final int MOST_SEARCHED = 1000;

  /** The tasks with one demand. */
  private static final class Queue {
    final Demand demand;
    final long rank;
    final TreeSet<Entry> tasks = new TreeSet<>();

    /** The first of the tasks, by which it stands in the tree. */
    Entry first;

    @Nullable Queue left;
    @Nullable Queue right;

    /** The least of each kind that it or a queue below it needs. */
    long cpuMillis;

    long memoryBytes;
    long diskBytes;
    int gpus;

    Queue(Entry first, long rank) {
      this.demand = first.demand;
      this.first = first;
      this.rank = rank;
    }

    boolean isBefore(Queue other) {
      return first.compareTo(other.first) < 0;
    }
  }

  private final Map<Demand, Queue> queues = new HashMap<>();
  private @Nullable Queue root;
  private long queuesMade;

  /** How many queues were touched so far: for tests, which count instead of measuring time. */
  private long touched;

  long touched() {
    return touched;
  }

  boolean isEmpty() {
    return root == null;
  }

  /** The first of all, whether it fits or not; empty when nobody waits. */
  Optional<Entry> first() {
    Queue at = root;
    if (at == null) {
      return Optional.empty();
    }
    while (at.left != null) {
      touched++;
      at = at.left;
    }
    return Optional.of(at.first);
  }

  /** The first that could start, as far as it is looked for. */
  Optional<Entry> firstThatFits(Room room) {
    Queue found = find(root, room, touched + MOST_SEARCHED);
    return found == null ? Optional.empty() : Optional.of(found.first);
  }

  void add(Entry entry) {
    Queue queue = queues.get(entry.demand);
    if (queue == null) {
      queue = new Queue(entry, mixed(++queuesMade));
      queues.put(entry.demand, queue);
      queue.tasks.add(entry);
      root = inserted(root, queue);
    } else {
      queue.tasks.add(entry);
      if (entry.compareTo(queue.first) < 0) {
        root = removed(root, queue);
        queue.first = entry;
        root = inserted(root, queue);
      }
    }
  }

  /** One that waits. */
  void remove(Entry entry) {
    Queue queue = queues.get(entry.demand);
    if (queue == null || !queue.tasks.remove(entry)) {
      throw new IllegalStateException("task " + entry.task + " does not wait");
    }
    if (entry != queue.first) {
      return;
    }
    root = removed(root, queue);
    if (queue.tasks.isEmpty()) {
      queues.remove(entry.demand);
    } else {
      queue.first = queue.tasks.first();
      root = inserted(root, queue);
    }
  }

  private @Nullable Queue find(@Nullable Queue at, Room room, long mostTouched) {
    if (at == null || touched >= mostTouched) {
      return null;
    }
    touched++;
    if (!room.hasAtLeast(at.cpuMillis, at.memoryBytes, at.diskBytes, at.gpus)) {
      return null;
    }
    Queue found = find(at.left, room, mostTouched);
    if (found != null) {
      return found;
    }
    return room.holds(at.demand) ? at : find(at.right, room, mostTouched);
  }

  private Queue inserted(@Nullable Queue at, Queue queue) {
    if (at == null) {
      queue.left = null;
      queue.right = null;
      return refreshed(queue);
    }
    Queue top = at;
    if (queue.isBefore(at)) {
      Queue left = inserted(at.left, queue);
      at.left = left;
      if (left.rank > at.rank) {
        at.left = left.right;
        left.right = refreshed(at);
        top = left;
      }
    } else {
      Queue right = inserted(at.right, queue);
      at.right = right;
      if (right.rank > at.rank) {
        at.right = right.left;
        right.left = refreshed(at);
        top = right;
      }
    }
    return refreshed(top);
  }

  private @Nullable Queue removed(@Nullable Queue at, Queue queue) {
    if (at == null) {
      throw new IllegalStateException("the queue of task " + queue.first.task + " is lost");
    }
    if (at == queue) {
      return joined(at.left, at.right);
    }
    if (queue.isBefore(at)) {
      at.left = removed(at.left, queue);
    } else {
      at.right = removed(at.right, queue);
    }
    return refreshed(at);
  }

  /** Of two trees, all of the one before all of the other. */
  private @Nullable Queue joined(@Nullable Queue before, @Nullable Queue after) {
    if (before == null) {
      return after;
    }
    if (after == null) {
      return before;
    }
    if (before.rank > after.rank) {
      before.right = joined(before.right, after);
      return refreshed(before);
    }
    after.left = joined(before, after.left);
    return refreshed(after);
  }

  private Queue refreshed(Queue at) {
    touched++;
    at.cpuMillis = at.demand.cpuMillis();
    at.memoryBytes = at.demand.memoryBytes();
    at.diskBytes = at.demand.diskBytes();
    at.gpus = at.demand.gpus();
    lower(at, at.left);
    lower(at, at.right);
    return at;
  }

  private static void lower(Queue at, @Nullable Queue below) {
    if (below != null) {
      at.cpuMillis = Math.min(at.cpuMillis, below.cpuMillis);
      at.memoryBytes = Math.min(at.memoryBytes, below.memoryBytes);
      at.diskBytes = Math.min(at.diskBytes, below.diskBytes);
      at.gpus = Math.min(at.gpus, below.gpus);
    }
  }

  /** SplitMix64: numbers in a row become ranks without one. */
  private static long mixed(long number) {
    long z = number * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
