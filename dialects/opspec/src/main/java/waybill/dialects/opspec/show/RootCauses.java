package waybill.dialects.opspec.show;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.engine.event.Event;
import waybill.engine.event.Event.Ending;

/**
 * The failures of a run that no other failure explains, to be told again at its end. Keeps the
 * first few and counts the others. For one thread.
 */
final class RootCauses {
  /** A person mends a few and looks again. */
  static final int MAX_KEPT = 5;

  private final List<Cause> kept = new ArrayList<>();
  private long more;

  /**
   * A failure.
   *
   * @param path of the call in its run
   * @param place {@code FILE:LINE:COLUMN}, or empty
   * @param took from its beginning to its end; empty where it never began
   * @param calledFrom the calls above it, nearest first
   * @param tail of what it wrote; empty for what writes nothing
   */
  record Cause(
      String path,
      String kind,
      String message,
      String place,
      Optional<Duration> took,
      List<CalledFrom> calledFrom,
      CallDetail detail,
      long lines,
      List<String> tail) {}

  /** A call above a failed one: what kind of call it is, and where it is written. */
  record CalledFrom(String kind, String place, String ref) {}

  /**
   * A call ended.
   *
   * @param detail of its end, which may say exactly where it failed
   */
  void ended(Call call, Event event, Ending ending, String detail) {
    if (!(ending instanceof Ending.Failed(String message)) || call.failedBelow()) {
      return;
    }
    add(
        new Cause(
            call.path(),
            call.kind(),
            message,
            place(detail, call.detail().place()),
            Optional.of(Duration.between(call.began(), event.at())),
            above(call.parent()),
            call.detail(),
            call.lineCount(),
            call.tail()));
  }

  private static String place(String detail, String callsOwn) {
    String exact = CallDetail.of(detail).place();
    return exact.isEmpty() ? callsOwn : exact;
  }

  void neverBegun(Event event, Optional<Call> above, Ending ending) {
    if (ending instanceof Ending.Failed(String message)) {
      above.ifPresent(
          call -> {
            call.failed();
            call.failedBelowItself();
          });
      String place = above.map(call -> call.detail().place()).orElse("");
      add(cause(event, message, place, above(above)));
    }
  }

  /** The run is over; one that failed before its first call has a cause too. */
  void over(Event event, Ending ending) {
    if (ending instanceof Ending.Failed(String message) && kept.isEmpty()) {
      add(cause(event, message, "", List.of()));
    }
  }

  private static Cause cause(
      Event event, String message, String place, List<CalledFrom> calledFrom) {
    return new Cause(
        event.taskPath(),
        "",
        message,
        place,
        Optional.empty(),
        calledFrom,
        CallDetail.NONE,
        0,
        List.of());
  }

  private void add(Cause cause) {
    if (kept.size() < MAX_KEPT) {
      kept.add(cause);
    } else {
      more++;
    }
  }

  private static List<CalledFrom> above(Optional<Call> nearest) {
    var all = new ArrayList<CalledFrom>();
    Optional<Call> next = nearest;
    while (next.isPresent()) {
      Call call = next.get();
      all.add(new CalledFrom(call.kind(), call.detail().place(), call.detail().ref()));
      next = call.parent();
    }
    return all;
  }

  List<Cause> kept() {
    return List.copyOf(kept);
  }

  /** How many there are beyond {@link #kept}. */
  long more() {
    return more;
  }
}
