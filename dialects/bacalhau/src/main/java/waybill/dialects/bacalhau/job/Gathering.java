package waybill.dialects.bacalhau.job;

import java.time.Duration;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.engine.store.LedgerEntry;

/**
 * How long news gather after a turn. A job is one value that is written whole whenever something of
 * it changes, so without this a job of thousands of replicas would spend more on each of their
 * steps the more there are. What a turn has written is therefore spread over some time, in which
 * the next turn fills. Small jobs never wait, and none whose next step would wait for this one.
 */
final class Gathering {
  /** Characters of a job that is worth waiting for: some hundred replicas. */
  private static final int LARGE = 64 << 10;

  /** What large jobs may write in a second; the largest is written ten times in one. */
  private static final long PER_SECOND = 10_000_000;

  private static final Duration LONGEST = Duration.ofMillis(100);

  /** With so few executions under way there is not much to gather. */
  private static final int FEW = 8;

  private long characters;

  /** Something that the turn has written. */
  void wrote(Job job, LedgerEntry entry) {
    if (entry.body().length() >= LARGE && !isNearlyAtRest(job)) {
      characters += entry.body().length();
    }
  }

  /** In sequential jobs, for example, each step is what the next one waits for. */
  private static boolean isNearlyAtRest(Job job) {
    int live = 0;
    for (Execution execution : job.executions()) {
      live += execution.state().isOver() ? 0 : 1;
    }
    return live <= FEW;
  }

  /** Until the next turn, from the end of this one. */
  Duration pause() {
    Duration fair = Duration.ofMillis(characters * 1000 / PER_SECOND);
    return fair.compareTo(LONGEST) < 0 ? fair : LONGEST;
  }
}
