package waybill.dialects.tyger.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.engine.store.Ledger;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Run;
import waybill.dialects.tyger.spec.RunStatus;


/** Runs as they are now; each is a run of the journal, too. For any number of threads. */
public final class RunRecords {
  public RunRecords(Ledger ledger) {}

  /** A number for a run that is about to begin. */
  public long next() {
    throw new UnsupportedOperationException();
  }

  /**
   * Remembers a new run, in the journal too, durably; or finds the run of an earlier request with
   * that key.
   *
   * @param directory of the caller
   * @return the run as it is remembered: {@code run}, or the earlier one
   */
  public Run begin(Run run, Optional<String> key, Path directory) {
    throw new UnsupportedOperationException();
  }

  /** Writes what changed; a terminal status ends the run of the journal in the same commit. */
  public void update(Run run) {
    throw new UnsupportedOperationException();
  }

  public Optional<Run> find(long id) {
    throw new UnsupportedOperationException();
  }

  /** Newest first. */
  public Page<Run> list(RunFilter filter, int limit, Optional<String> continuation) {
    throw new UnsupportedOperationException();
  }

  /** Of statuses that there are. */
  public Map<RunStatus, Long> counts(RunFilter filter) {
    throw new UnsupportedOperationException();
  }

  /** Of an earlier process: what was not over when it ended. */
  public List<Run> open() {
    throw new UnsupportedOperationException();
  }

  /** See {@link waybill.dialects.tyger.spec.Buffer#eTag}. */
  public static String eTag(Run run) {
    throw new UnsupportedOperationException();
  }
}
