package waybill.dialects.tyger.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunRequest;
import waybill.dialects.tyger.spec.RunStatus;
import waybill.dialects.tyger.store.RunFilter;

/** What can be done with runs; the API's door. For any number of threads. */
public interface RunDesk extends AutoCloseable {

  /**
   * Makes a run and begins it.
   *
   * @param key of the request: repeated, it makes no second run
   * @throws waybill.dialects.tyger.problem.Refusal when it cannot be begun for what it says
   */
  Run create(RunRequest request, Optional<String> key, Path directory);

  Optional<Run> find(long id);

  Page<Run> list(RunFilter filter, int limit, Optional<String> continuation);

  Map<RunStatus, Long> counts(RunFilter filter);

  /** Refused when it is over, with the text that says how. */
  Run cancel(long id);

  /**
   * Sets its tags.
   *
   * @param eTag which it must have; empty for any
   */
  Run set(long id, Map<String, String> tags, Optional<String> eTag);

  /** Waits until the run is not as it was, or for so long; then as {@link #find}. */
  Optional<Run> await(Run known, Duration patience) throws InterruptedException;

  /**
   * Which lines of a log are wanted.
   *
   * @param since only later ones
   * @param tail so many last ones
   * @param timestamps before each line
   * @param follow until the run is over
   */
  record LogQuery(Optional<Instant> since, OptionalInt tail, boolean timestamps, boolean follow) {}

  /** Writes the log of a run; false when there is none of that number. */
  boolean logs(long id, LogQuery query, OutputStream out) throws IOException, InterruptedException;

  /**
   * The two ends of a buffer that is not stored; empty when there is none of that id (any more).
   */
  Optional<Relay> relay(String bufferId);

  /** What goes through it is not kept; each end can be used once. */
  interface Relay {
    /** Whether its run reads it. */
    boolean isInput();

    /** Reads all into the run's pipe; fails with {@link waybill.dialects.tyger.problem.Refusal}. */
    long fill(java.io.InputStream in) throws IOException, InterruptedException;

    /** Writes all that comes out of the run's pipe. */
    long drain(OutputStream out) throws IOException, InterruptedException;
  }

  @Override
  void close();
}
