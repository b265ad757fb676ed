package waybill.engine.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Errno;
import waybill.model.task.Outcome;
import waybill.model.task.SetupFailure;
import waybill.model.task.Usage;

/** Events of every kind. */
final class SampleEvents {
  static final Instant AT = Instant.parse("2026-11-21T18:00:20.402Z");

  private SampleEvents() {}

  static Event started(long sequence) {
    return new Event(sequence, AT, "145", "lint", 1, new Event.AttemptStarted());
  }

  static Event waiting() {
    Instant since = AT.minusSeconds(14);
    return new Event(87, AT, "145", "lint", 0, new Event.TaskWaiting(Event.WaitReason.SLOT, since));
  }

  static Event attemptEnded(Outcome outcome, Phases phases) {
    Usage usage = new Usage(8_102_400, 7_000_000, 900_000, 212_860_928, 10, 20);
    return new Event(
        88,
        AT,
        "145",
        "lint",
        1,
        new Event.AttemptEnded(
            outcome, usage, phases, new Event.Written(5, 0), new Event.Written(7, 2)));
  }

  static Event taskEnded(Outcome outcome) {
    return new Event(89, AT, "145", "lint", 0, new Event.TaskEnded(outcome));
  }

  static Phases phases() {
    return new Phases(
        1_000,
        2_499,
        2_500,
        4_000,
        5_000,
        6_000,
        List.of(
            new LayerUse("sha256:aa", Optional.empty()),
            new LayerUse("sha256:bb", Optional.of("file \"x\" changed"))));
  }

  static List<Outcome> outcomes() {
    SetupFailure setup = new SetupFailure(SetupFailure.Call.EXECUTE, "/bin/x", "", new Errno(2));
    return List.of(
        new Outcome.Exited(0),
        new Outcome.Exited(1),
        new Outcome.Signaled(11),
        new Outcome.TimedOut(),
        new Outcome.OutOfMemory(),
        new Outcome.Cancelled(Outcome.Canceller.SIBLING),
        new Outcome.NotStarted(setup),
        new Outcome.Failed(Failure.of(FailureCode.DISK_FULL, "no\nroom")));
  }

  static List<Event> all() {
    List<Event> all = new ArrayList<>(List.of(waiting(), started(1)));
    for (Outcome outcome : outcomes()) {
      all.add(attemptEnded(outcome, phases()));
      all.add(taskEnded(outcome));
    }
    return all;
  }
}
