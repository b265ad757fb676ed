package waybill.dialects.bacalhau.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Until when a job may take, and when it must be looked at again. All of it is read off the job, so
 * that there is nothing to set or to cancel, and nothing that a restart could lose.
 */
final class Deadlines {
  private Deadlines() {}

  /** Which of its deadlines is over. */
  static Optional<String> exceeded(VersionDraft version) {
    if (isOver(total(version), version.now())) {
      return Optional.of("job exceeded TotalTimeout");
    }
    if (isOver(queue(version), version.now())) {
      return Optional.of("job exceeded QueueTimeout");
    }
    return Optional.empty();
  }

  private static boolean isOver(Optional<Instant> deadline, Instant now) {
    return deadline.isPresent() && !now.isBefore(deadline.get());
  }

  /** Since its submission, whatever the machine did meanwhile; the shortest of its tasks'. */
  private static Optional<Instant> total(VersionDraft version) {
    if (version.spec().kind().goesOn()) {
      return Optional.empty();
    }
    Optional<Duration> shortest =
        version.spec().tasks().stream()
            .flatMap(task -> task.timeouts().total().stream())
            .min(Duration::compareTo);
    return shortest.map(version.submitted()::plus);
  }

  /** While nothing of it has run yet, so that only the first task's counts. */
  private static Optional<Instant> queue(VersionDraft version) {
    if (version.spec().kind().goesOn() || version.queued().isEmpty()) {
      return Optional.empty();
    }
    return version.spec().tasks().getFirst().timeouts().queue().map(version.queued().get()::plus);
  }

  /**
   * When the next thing is due if nothing happens before. What was due before now and could not be
   * done waits for something else.
   */
  static Optional<Instant> wakeAt(LifeDraft life) {
    VersionDraft version = life.latest();
    if (!version.isGoingOn()) {
      return Optional.empty();
    }
    return Stream.concat(Stream.of(total(version), queue(version)), version.nexts())
        .flatMap(Optional::stream)
        .filter(life.now()::isBefore)
        .min(Instant::compareTo);
  }
}
