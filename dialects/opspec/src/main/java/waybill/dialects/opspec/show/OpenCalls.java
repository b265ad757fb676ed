package waybill.dialects.opspec.show;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waybill.engine.event.Event;
import waybill.engine.event.Event.GroupStarted;

/**
 * The calls that are open at the moment, of all runs whose events come here. Forgets what is over,
 * so it holds what runs, however long the events go on. For one thread.
 */
final class OpenCalls {
  private final Map<String, Map<String, Call>> runs = new HashMap<>();

  /** A call begins. */
  Call begin(Event event, GroupStarted fact) {
    Map<String, Call> calls = runs.computeIfAbsent(event.submission(), _ -> new HashMap<>());
    var call =
        new Call(
            event.submission(),
            event.taskPath(),
            fact.kind(),
            fact.label(),
            CallDetail.of(fact.detail()),
            event.at(),
            above(calls, event.taskPath()));
    calls.put(event.taskPath(), call);
    return call;
  }

  /** The call that an event is about, as long as it is open. */
  Optional<Call> of(Event event) {
    Map<String, Call> calls = runs.getOrDefault(event.submission(), Map.of());
    return Optional.ofNullable(calls.get(event.taskPath()));
  }

  /** The nearest open call above that of the event. */
  Optional<Call> above(Event event) {
    return above(runs.getOrDefault(event.submission(), Map.of()), event.taskPath());
  }

  /** The call is over. */
  void end(Event event) {
    Map<String, Call> calls = runs.getOrDefault(event.submission(), Map.of());
    if (!calls.isEmpty()) {
      calls.remove(event.taskPath());
    }
  }

  /** The run is over: whatever is still open was lost. */
  void endRun(Event event) {
    runs.remove(event.submission());
  }

  private static Optional<Call> above(Map<String, Call> calls, String path) {
    String above = path;
    while (!above.isEmpty()) {
      above = CallPath.above(above);
      Call call = calls.get(above);
      if (call != null) {
        return Optional.of(call);
      }
    }
    return Optional.empty();
  }
}
