package waybill.dialects.bacalhau.run;

import java.util.concurrent.ConcurrentHashMap;
import waybill.engine.event.Event;
import waybill.engine.event.Event.AttemptStarted;
import waybill.engine.event.Event.TaskWaiting;
import waybill.engine.event.EventSink;

/**
 * Tells of single tasks that they wait for room, and that they have got it. Stands between the
 * engine and whoever else gets its events, who hears of them first.
 */
public final class TaskStarts implements EventSink {
  private final EventSink next;
  private final ConcurrentHashMap<Key, Watcher> watchers = new ConcurrentHashMap<>();

  /** Passes everything on. */
  public TaskStarts(EventSink next) {
    this.next = next;
  }

  private record Key(String submission, String path) {}

  /** Called by the engine's own thread: returns at once. */
  interface Watcher {
    void waiting();

    void started();
  }

  /** Ends when closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Tells of one task until that is closed. */
  Watch watch(String submission, String path, Watcher watcher) {
    var key = new Key(submission, path);
    watchers.put(key, watcher);
    return () -> watchers.remove(key, watcher);
  }

  @Override
  public void accept(Event event) {
    next.accept(event);
    switch (event.fact()) {
      case TaskWaiting _ -> {
        Watcher watcher = watchers.get(new Key(event.submission(), event.taskPath()));
        if (watcher != null) {
          watcher.waiting();
        }
      }
      case AttemptStarted _ -> {
        Watcher watcher = watchers.get(new Key(event.submission(), event.taskPath()));
        if (watcher != null) {
          watcher.started();
        }
      }
      default -> {} // nothing else is about room
    }
  }
}
