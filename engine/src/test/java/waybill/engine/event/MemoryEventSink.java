package waybill.engine.event;

import java.util.ArrayDeque;
import java.util.List;

/** Keeps the latest events. May be read by any thread at any time. */
public final class MemoryEventSink implements EventSink {
  private final int capacity;
  private final ArrayDeque<Event> latest = new ArrayDeque<>();
  private long dropped;

  /**
   * @param capacity how many events are kept, 1 or more; an older one makes place for a newer one
   */
  public MemoryEventSink(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("at least one event must be kept, not " + capacity);
    }
    this.capacity = capacity;
  }

  @Override
  public synchronized void accept(Event event) {
    if (latest.size() == capacity) {
      latest.removeFirst();
      dropped++;
    }
    latest.addLast(event);
  }

  /** What is kept, the oldest first. */
  public synchronized List<Event> events() {
    return List.copyOf(latest);
  }

  /** How many events had to make place. */
  public synchronized long dropped() {
    return dropped;
  }
}
