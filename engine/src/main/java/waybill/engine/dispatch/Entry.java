package waybill.engine.dispatch;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import waybill.engine.dispatch.DispatchEvent.Submitted;
import waybill.engine.room.Demand;
import waybill.model.task.Outcome;

/** A task that is not over. Ordered by who is first in line. */
final class Entry implements Comparable<Entry> {
  private static final int SIGKILL = 9;

  final long task;
  final String submission;

  /** The tasks of its submission, itself among them. */
  final Set<Entry> siblings;

  final int priority;
  final long timeoutNanos;
  final Demand demand;
  final long arrival;
  Dispatcher.State state = Dispatcher.State.WAITING;

  /** How often others took from what it needed, while it was first in line. */
  int passes;

  /** 0 when none is set. A task has one at a time: for its timeout, later for its kill. */
  long timer;

  /** Set on the way to {@code ENDING}. */
  @Nullable Outcome killedFor;

  Entry(Submitted event, Set<Entry> siblings, long arrival) {
    this.task = event.task();
    this.submission = event.submission();
    this.siblings = siblings;
    this.priority = event.priority();
    this.timeoutNanos = event.timeoutNanos();
    this.demand = event.demand();
    this.arrival = arrival;
  }

  /**
   * How the task ended, when its attempt ended so. Signal 9 after a kill of ours is that kill; a
   * program that came to another end was quicker than the kill and keeps its own.
   */
  Outcome verdict(Outcome own) {
    boolean killed = own instanceof Outcome.Signaled(int signal) && signal == SIGKILL;
    return killed && killedFor != null ? killedFor : own;
  }

  @Override
  public int compareTo(Entry other) {
    int byPriority = Integer.compare(other.priority, priority);
    return byPriority != 0 ? byPriority : Long.compare(arrival, other.arrival);
  }
}
