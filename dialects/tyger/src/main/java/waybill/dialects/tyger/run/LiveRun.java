package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunRecords;
import waybill.engine.store.LedgerChange;
import waybill.engine.store.Secrets;

/**
 * What a run that is under way is now. That it was begun and that it is over was written before
 * others see it: a crash cannot take it back. That it runs may be lost with it, as nothing runs
 * then. For any number of threads.
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
   * @param beside what is written with it or not at all
   * @return the run as it is remembered; another one when the request was made before
   */
  synchronized Run begin(
      Optional<String> key, Path directory, Secrets secrets, List<LedgerChange> beside) {
    return records.begin(now, key, directory, secrets, beside);
  }

  /** It runs now, unless it is over. */
  synchronized void starts(Instant at) {
    if (now.status().isTerminal()) {
      return;
    }
    Run run = now;
    var next =
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
            run.tags());
    records.pass(run, next);
    becomes(next);
  }

  /** It is over; false when it was before. */
  synchronized boolean ends(RunEnd end, Instant at) {
    if (now.status().isTerminal()) {
      return false;
    }
    Run run = now;
    var next =
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
            run.tags());
    records.update(run, next);
    becomes(next);
    return true;
  }

  /** A clock may jump, but nothing ends before it began. */
  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  /** Sets its tags, also when it is over: then anybody may do that. */
  synchronized Run tag(Map<String, String> tags, Optional<String> eTag) {
    if (now.status().isTerminal()) {
      becomes(
          records
              .change(now.id(), run -> RunTags.set(run, tags, eTag))
              .orElseThrow(Refusal::notFound));
    } else {
      Run next = RunTags.set(now, tags, eTag);
      records.update(now, next);
      becomes(next);
    }
    return now;
  }

  private void becomes(Run next) {
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
