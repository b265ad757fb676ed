package waybill.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** The timers that are set, by deadline. Used by one thread. */
final class Timers {

  /** Farther away than anybody waits, and far enough from the largest number to add to it. */
  private static final long HORIZON_NANOS = Long.MAX_VALUE / 2;

  private record Timer(long deadline, long id) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byDeadline = Long.compare(deadline, other.deadline);
      return byDeadline != 0 ? byDeadline : Long.compare(id, other.id);
    }
  }

  private final TreeSet<Timer> byDeadline = new TreeSet<>();
  private final Map<Long, Timer> byId = new HashMap<>();

  /** Sets a timer that was not set before, to {@code afterNanos} after {@code now}. */
  void set(long id, long now, long afterNanos) {
    Timer timer = new Timer(now + Math.min(afterNanos, HORIZON_NANOS), id);
    byDeadline.add(timer);
    byId.put(id, timer);
  }

  /** Ignores a timer that is not set any more. */
  void cancel(long id) {
    Timer timer = byId.remove(id);
    if (timer != null) {
      byDeadline.remove(timer);
    }
  }

  boolean isEmpty() {
    return byDeadline.isEmpty();
  }

  /** How long until the first one is due; 0 or less when it is. Not to be asked when empty. */
  long nanosToFirst(long now) {
    return byDeadline.first().deadline() - now;
  }

  /** Takes out the first one, if it is due. */
  OptionalLong due(long now) {
    if (isEmpty() || nanosToFirst(now) > 0) {
      return OptionalLong.empty();
    }
    long id = byDeadline.first().id();
    cancel(id);
    return OptionalLong.of(id);
  }
}
