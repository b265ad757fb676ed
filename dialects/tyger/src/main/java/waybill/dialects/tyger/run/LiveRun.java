package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunRecords;
import waybill.engine.store.Secrets;

/**
 * What a run that is under way is now. What others see of it was written before: nobody is told
 * what a crash could take back. For any number of threads.
 */
final class LiveRun {
  private final RunRecords records;
  private volatile Run now;

  /** Not remembered yet. */
  LiveRun(RunRecords records, Run run) {
    this.records = records;
    this.now = run;
  }

  Run now() {
    return now;
  }

  /**
   * Remembers it.
   *
   * @return the run as it is remembered; another one when the request was made before
   */
  synchronized Run begin(Optional<String> key, Path directory, Secrets secrets) {
    return records.begin(now, key, directory, secrets);
  }

  /** It runs now, unless it is over. */
  void starts(Instant at) {
    change(
        run ->
            new Run(
                run.id(),
                RunStatus.RUNNING,
                run.statusReason(),
                OptionalInt.of(1),
                run.createdAt(),
                Optional.of(later(at, run.createdAt())),
                Optional.empty(),
                run.request(),
                run.job(),
                run.tags()));
  }

  /** It is over; false when it was before. */
  boolean ends(RunEnd end, Instant at) {
    return change(
        run ->
            new Run(
                run.id(),
                end.status(),
                end.reason(),
                OptionalInt.empty(),
                run.createdAt(),
                run.startedAt(),
                Optional.of(later(at, run.startedAt().orElse(run.createdAt()))),
                run.request(),
                run.job(),
                run.tags()));
  }

  /** A clock may jump, but nothing ends before it began. */
  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  private synchronized boolean change(UnaryOperator<Run> change) {
    if (now.status().isTerminal()) {
      return false;
    }
    write(change.apply(now));
    return true;
  }

  /** Sets its tags, also when it is over. */
  synchronized Run tag(Map<String, String> tags, Optional<String> eTag) {
    write(RunTags.set(now, tags, eTag));
    return now;
  }

  private void write(Run next) {
    records.update(next);
    now = next;
    notifyAll();
  }

  /** Waits until it is not as it was, or for so long. */
  synchronized Run await(Run known, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (now.equals(known)) {
      long millis = (end - System.nanoTime()) / 1_000_000 + 1;
      if (millis <= 1) {
        break;
      }
      wait(millis);
    }
    return now;
  }
}
