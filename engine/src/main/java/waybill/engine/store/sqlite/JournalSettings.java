package waybill.engine.store.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How much is kept, and where.
 *
 * @param state the folder that holds the journal and the folders of runs; made if need be
 * @param keptRuns how many runs that are over are kept, the newest ones, 1 or more
 * @param keptFor how long they are kept at most
 * @param streamBytes how much is kept of one stream of one attempt; the rest is counted
 * @param remover takes away the folder of a run that is kept no longer
 */
public record JournalSettings(
    Path state, int keptRuns, Duration keptFor, long streamBytes, Remover remover) {

  /** How much is kept of one stream where nobody said it. */
  public static final long STREAM_BYTES = 64L << 20;

  /** Takes a folder away, whatever is in it. */
  public interface Remover {
    /** Returns when it is gone, or throws a {@code FailureException}. */
    void remove(Path folder);
  }
}
